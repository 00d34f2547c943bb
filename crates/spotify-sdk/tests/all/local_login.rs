//! `authorize_local` as its users have it: a provider, a sandbox, and a browser that follows where it is
//! sent.

#[cfg(unix)]
mod browser;
mod cancelling;
#[cfg(unix)]
mod child;
#[cfg(unix)]
mod chromium;
mod hostile;
mod mixed_up;
mod options;
mod pasting;
mod secrecy;
#[cfg(target_os = "linux")]
mod siege;
mod succeeding;
mod support;
