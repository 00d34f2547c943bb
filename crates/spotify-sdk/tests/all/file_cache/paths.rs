//! Which file a path means.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{FileTokenCache, TokenCache as _};

use super::child::{Actor, command};
use super::support::{fast_folder, files_with, kind, now, token};

const HOME: &str = "/home/zoë";

/// What is given and what it means.
const PATHS: [(&str, &str); 12] = [
    ("~", "/home/zoë"),
    ("~/token.json", "/home/zoë/token.json"),
    ("~/.cache/spotify-sdk/token.json", "/home/zoë/.cache/spotify-sdk/token.json"),
    ("~//a/./b.json", "/home/zoë/a/b.json"),
    ("~/../b.json", "/home/zoë/../b.json"),
    ("token.json", "token.json"),
    (".cache/spotify-sdk/token.json", ".cache/spotify-sdk/token.json"),
    (".spotify_sdk_token.json", ".spotify_sdk_token.json"),
    ("a/~/b.json", "a/~/b.json"),
    ("a~.json", "a~.json"),
    ("jetons/clé 音楽.json", "jetons/clé 音楽.json"),
    ("/etc/../tmp/t.json", "/etc/../tmp/t.json"),
];

#[test]
fn fault_062_a_path_means_what_the_documents_say() {
    let mut command = command("expand paths", Path::new("unused"));
    command.env("HOME", HOME);
    let mut actor = Actor::start(command);
    for (given, expected) in PATHS {
        actor.tell(given);
        // As paths: Python leaves out a `.` and a doubled `/`, which mean nothing.
        assert_eq!(PathBuf::from(actor.line()), PathBuf::from(expected), "{given}");
    }
    assert_eq!(FileTokenCache::default().path(), Path::new(".spotify_sdk_token.json"));
}

/// The table above against what it copies.
#[test]
fn fault_062_a_path_means_what_python_makes_of_it() {
    let script = "import sys, pathlib\nfor path in sys.argv[1:]: print(pathlib.Path(path).expanduser())";
    let mut python = Command::new("python3");
    python.args(["-c", script]).args(PATHS.map(|(given, _)| given)).env("HOME", HOME).env("PYTHONUTF8", "1");
    let Ok(output) = python.output() else {
        eprintln!("there is no python3 here: the table of row 62 was tested without it");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), PATHS.len());
    for (line, (given, expected)) in text.lines().zip(PATHS) {
        assert_eq!(Path::new(line), Path::new(expected), "{given}");
    }
}

#[test]
fn fault_062_the_default_is_a_file_in_the_working_directory() {
    let folder = fast_folder();
    let mut command = command("save at the default path", Path::new("unused"));
    command.current_dir(folder.path());
    Actor::start(command).finish();
    let path = folder.path().join(".spotify_sdk_token.json");
    assert_eq!(now(FileTokenCache::new(&path).get()).unwrap(), Some(token(1)));
    assert_eq!(files_with(folder.path(), ""), [path.clone(), path.with_extension("json.lock")]);
}

#[test]
fn fault_062_a_path_that_names_no_file_is_refused_before_anything_is_touched() {
    let folder = fast_folder();
    let above = folder.path().join("new/..");
    for path in [Path::new(""), Path::new("/"), Path::new(".."), Path::new("~someone/token.json"), &above] {
        let cache = FileTokenCache::new(path);
        for error in [
            now(cache.get()).unwrap_err(),
            now(cache.set(&token(1))).unwrap_err(),
            now(cache.compare_and_set(None, &token(1))).unwrap_err(),
            now(cache.delete()).unwrap_err(),
            now(cache.try_lock()).unwrap_err(),
        ] {
            assert_eq!(kind(&error), ErrorKind::InvalidArgument, "{error}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
