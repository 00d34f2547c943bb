//! No unsafe code: the compiler forbids it in the crates, and the sources are searched for what would allow it again.

use std::{fs, path::Path};

use crate::{Result, layers, workspace};

/// Words that only unsafe code has: blocks and attributes, and the lint that one would switch off.
const WORDS: [&str; 5] = ["unsafe", "unsafe_code", "no_mangle", "export_name", "link_section"];

/// Searches every source of this checkout; what is in texts and comments is no code.
///
/// # Errors
///
/// When one of the words stands in a source, or a manifest does not forbid unsafe code.
pub(super) fn check_workspace() -> Result {
    let root = workspace::root();
    let mut found = manifests(&root)?;
    let files = workspace::rust_files(&root)?;
    for file in &files {
        let text = fs::read_to_string(root.join(file))?;
        found.extend(blocks(&text).map(|(line, word)| format!("{}:{line}: `{word}`", file.display())));
    }
    found.iter().for_each(|found| eprintln!("{found}"));
    println!(
        "{} places with unsafe code in {} sources, Python's native half included",
        found.len(),
        files.len()
    );
    if found.is_empty() { Ok(()) } else { Err("there is unsafe code".into()) }
}

fn blocks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    // Taking a source apart is slow, and hardly one of them has these letters at all.
    let text = if WORDS.iter().any(|word| text.contains(word)) { text } else { "" };
    layers::words(text).filter(|(_, word)| WORDS.contains(word))
}

/// The manifests that do not forbid unsafe code. PyO3's macros write some, marked as theirs, which `deny` lets pass and `forbid` would not.
fn manifests(root: &Path) -> Result<Vec<String>> {
    let read = |file: &Path| {
        fs::read_to_string(root.join(file)).map_err(|error| format!("{}: {error}", file.display()))
    };
    let mut found = Vec::new();
    for (file, line) in
        [("Cargo.toml", "unsafe_code = \"forbid\""), ("python/Cargo.toml", "unsafe_code = \"deny\"")]
    {
        if !read(Path::new(file))?.lines().any(|found| found == line) {
            found.push(format!("{file}: `{line}` is missing"));
        }
    }
    for file in
        workspace::files(root, |name| name == "Cargo.toml")?.iter().filter(|file| file.starts_with("crates"))
    {
        if !read(file)?.contains("[lints]\nworkspace = true") {
            found.push(format!("{}: it does not take the workspace's lints", file.display()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_127_no_source_of_ours_has_unsafe_code_and_the_compiler_forbids_it() {
        check_workspace().unwrap();
    }

    #[test]
    fn unsafe_code_is_found_and_texts_about_it_are_not() {
        let count = |text| blocks(text).count();
        assert_eq!(count("fn f() { unsafe { g() } }"), 1);
        assert_eq!(count("#[unsafe(no_mangle)] pub extern \"C\" fn f() {}"), 2);
        assert_eq!(count("#![allow(unsafe_code)]"), 1);
        assert_eq!(count("// unsafe { }\nlet policy = \"unsafe-inline\";"), 0);
    }

    #[test]
    fn a_crate_that_takes_no_lints_is_found() {
        let root = std::env::temp_dir().join(format!("xtask-lints-{}", std::process::id()));
        let write = |file: &str, text: &str| {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n");
        write("python/Cargo.toml", "[lints.rust]\nunsafe_code = \"deny\"\n");
        write("crates/good/Cargo.toml", "[package]\n\n[lints]\nworkspace = true\n");
        assert_eq!(manifests(&root).unwrap(), Vec::<String>::new());
        write("crates/bad/Cargo.toml", "[package]\n");
        write("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = \"warn\"\n");
        let found = manifests(&root).unwrap();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
