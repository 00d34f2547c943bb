//! `FileTokenCache` against kills, full disks, links, other processes and other programs.
//!
//! Unix only: modes, signals and links are what most of it is about.

pub(crate) mod child;
mod content;
mod directory;
mod failures;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod interrupted;
mod kills;
mod left_alone;
mod lenient;
mod links;
mod paths;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod preload;
mod privacy;
mod python;
mod sharing;
mod someone_elses;
mod stuck;
mod support;
