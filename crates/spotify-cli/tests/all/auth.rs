//! `spotify-sdk auth`.

mod interrupt;
mod login;
mod login_options;
mod logout;
mod pasting;
mod secrecy;
mod status;
mod terminal;
mod token;
