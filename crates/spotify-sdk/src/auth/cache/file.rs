//! A cache in a file.
