//! The listener over real sockets: what a browser does, and what everybody else does.

mod attacks;
mod binding;
mod callbacks;
mod ending;
mod pages;
mod pasting;
mod strays;
mod support;
