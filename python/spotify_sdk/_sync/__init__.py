"""The synchronous half. Made from `_async` by `python/generate.py`: change that."""
