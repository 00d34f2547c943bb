//! 429 and the pause it asks for: rows 109 to 112.

mod long;
mod processes;
mod quota;
mod release;
mod sharing;
mod short;
