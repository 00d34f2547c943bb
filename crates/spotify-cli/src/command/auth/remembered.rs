//! What the last login was made with: so that later commands need no variables.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::output;

/// Stands beside the token file. No secret is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Remembered {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    /// Whether the app proved itself with a client secret: the login is then renewed with it, too.
    pub(super) with_secret: bool,
}

impl Remembered {
    /// What was remembered, if anything that can be read was.
    pub(super) fn load(path: &Path) -> Option<Self> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                output::warning(&format!(
                    "what the last login was made with can't be read from {}: {error}",
                    path.display()
                ));
                return None;
            }
        };
        let read = serde_json::from_str(&text);
        read.inspect_err(|error| {
            output::warning(&format!(
                "{} is damaged ({error}); it is written anew at the next login",
                path.display()
            ));
        })
        .ok()
    }

    /// Remembers for later. Whole or not at all: the file is written beside and renamed.
    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".tmp");
        let text = serde_json::to_string(self)? + "\n";
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&temporary)?.write_all(text.as_bytes())?;
        fs::rename(&temporary, path)
    }
}
