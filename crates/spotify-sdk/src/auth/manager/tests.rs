//! The state machine against a model of server, cache and processes.
