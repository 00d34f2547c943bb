//! The sandbox seen from outside: real sockets, raw HTTP, no client library.

#![allow(unreachable_pub, reason = "the modules of a test binary are public to nobody else")]

mod admin;
mod audio;
mod authorize;
mod browse;
mod client;
mod faults;
mod fidelity;
mod following;
mod handle;
mod hostile;
mod journal;
mod library;
mod login;
mod playback;
mod player;
mod playlist_details;
mod playlist_items;
mod playlists;
mod refresh;
mod rules;
mod saved;
mod search;
mod spoken;
mod token;
mod top;
mod web_api;
