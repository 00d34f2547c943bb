//! The Web API's answers, written to a folder by every sandbox of a process that is asked to.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use super::entry::redact_path;

/// The variable that names the folder.
const VARIABLE: &str = "SPOTIFY_SANDBOX_RECORD";

/// One sandbox's hand in the file of its process.
pub(crate) struct Recording {
    file: File,
    /// What is in the file already, as hashes: most answers of a long test are the same.
    known: HashSet<u64>,
}

impl Recording {
    /// A recording, if the environment asks for one.
    pub(crate) fn if_asked() -> io::Result<Option<Self>> {
        std::env::var_os(VARIABLE).map(|folder| Self::in_folder(Path::new(&folder))).transpose()
    }

    fn in_folder(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("answers-{}.jsonl", std::process::id()));
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self { file, known: HashSet::new() })
    }

    /// Notes an answer. Nothing of the request is kept but its method and path, and whether it chose the `fields` it wanted.
    pub(crate) fn note(&mut self, method: &str, path: &str, fields: bool, status: u16, body: &[u8]) {
        let mut hasher = DefaultHasher::new();
        (method, path, fields, status, body).hash(&mut hasher);
        if !self.known.insert(hasher.finish()) {
            return;
        }
        let path = redact_path(path);
        let body = String::from_utf8_lossy(body);
        let line =
            json!({ "method": method, "path": path, "fields": fields, "status": status, "body": body });
        // One write a line: sandboxes on other threads write to the same file. A disk that is full ends the recording, not
        // the sandbox.
        let _ = self.file.write_all(format!("{line}\n").as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_is_noted_once_and_without_secrets() {
        let folder = std::env::temp_dir().join(format!("sandbox-recording-{}", std::process::id()));
        let mut recording = Recording::in_folder(&folder).unwrap();
        for (path, status) in
            [("/v1/me", 200), ("/v1/me", 200), ("/v1/me", 401), ("/v1/sandbox-access-x", 404)]
        {
            recording.note("GET", path, false, status, b"{}");
        }
        let path = folder.join(format!("answers-{}.jsonl", std::process::id()));
        let text = fs::read_to_string(path).unwrap();
        fs::remove_dir_all(folder).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        let first =
            json!({ "method": "GET", "path": "/v1/me", "fields": false, "status": 200, "body": "{}" });
        assert_eq!(lines[0], first);
        assert_eq!(lines[2]["path"], "/v1/[redacted]");
    }
}
