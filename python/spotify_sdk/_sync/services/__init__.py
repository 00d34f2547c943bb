"""The Web API by resource."""
