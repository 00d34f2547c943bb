//! Lockfiles and lists of Python packages: everything that is built or installed here is written down to the version, and most to
//! the byte.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{Result, process, workspace};

/// The one place that crates may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Lists whose programs make a release or judge one: there a file that was put in another's place must not be run.
const HASHED: [&str; 2] = [".github/release", "tests/supply"];

/// The folders of all workspaces, from the root: those that have a `Cargo.lock`.
///
/// # Errors
///
/// When a folder cannot be read.
pub(super) fn all(root: &Path) -> Result<Vec<PathBuf>> {
    let files = workspace::files(root, |name| name == "Cargo.lock")?;
    Ok(files.iter().filter_map(|file| file.parent()).map(Path::to_path_buf).collect())
}

/// Whether each lockfile is what its manifests ask for: cargo would not change a line of it.
///
/// # Errors
///
/// When one is not.
pub(super) fn in_step(locks: &[PathBuf]) -> Result {
    for folder in locks {
        let manifest = workspace::root().join(folder).join("Cargo.toml");
        let mut metadata =
            process::cargo(&["metadata", "--locked", "--format-version", "1", "--manifest-path"]);
        process::output(metadata.arg(&manifest))
            .map_err(|error| format!("{}: {error}", folder.join("Cargo.lock").display()))?;
    }
    println!("{} lockfiles are what their manifests ask for", locks.len());
    Ok(())
}

/// Whether everything that is built or installed is written down: crates with the registry's checksum, Python packages with their version,
/// and by their bytes where a release is made or judged.
///
/// # Errors
///
/// When something is left open.
pub(super) fn written_down(root: &Path, locks: &[PathBuf]) -> Result {
    let read = |file: &Path| {
        fs::read_to_string(root.join(file))
            .map_err(|error| format!("cannot read {}: {error}", file.display()))
    };
    let mut found = Vec::new();
    let manifests: Vec<_> = workspace::files(root, |name| name == "Cargo.toml")?
        .iter()
        .map(|file| read(file))
        .collect::<std::result::Result<_, _>>()?;
    for folder in locks {
        let file = folder.join("Cargo.lock");
        let lock = read(&file)?;
        let mut troubles = foreign(&lock);
        for name in without_source(&lock) {
            if !manifests.iter().any(|manifest| manifest.contains(&format!("name = \"{name}\""))) {
                troubles.push(format!("{name} is neither the registry's nor of this checkout"));
            }
        }
        found.extend(troubles.iter().map(|trouble| format!("{}: {trouble}", file.display())));
    }
    let lists = workspace::files(root, |name| name == "requirements.txt")?;
    for file in &lists {
        let list = read(file)?;
        let mut troubles = open(&list);
        if HASHED.iter().any(|folder| file.parent() == Some(Path::new(folder))) {
            troubles.extend(without_hash(&list));
        }
        found.extend(troubles.iter().map(|line| format!("{}: `{line}` is open", file.display())));
    }
    for folder in HASHED {
        if !lists.iter().any(|file| file.parent() == Some(Path::new(folder))) {
            found.push(format!("{folder} has no list"));
        }
    }
    found.iter().for_each(|found| eprintln!("{found}"));
    println!(
        "{} lockfiles, {} lists of Python packages: {} left open",
        locks.len(),
        lists.len(),
        found.len()
    );
    if found.is_empty() { Ok(()) } else { Err("not everything is written down".into()) }
}

/// What is wrong with a lockfile: crates from anywhere else than crates.io, or without a checksum. Those of this checkout have neither.
fn foreign(lock: &str) -> Vec<String> {
    lock.split("[[package]]")
        .skip(1)
        .filter_map(|entry| {
            let values: BTreeMap<_, _> = entry.lines().filter_map(|line| line.split_once(" = ")).collect();
            let text = |name| values.get(name).map_or("", |value| value.trim_matches('"'));
            let (name, source, checksum) = (text("name"), text("source"), text("checksum"));
            let ours = source.is_empty() && checksum.is_empty();
            let theirs = source == REGISTRY && checksum.len() == 64;
            (!ours && !theirs).then(|| format!("{name} comes from `{source}` with the checksum `{checksum}`"))
        })
        .collect()
}

/// The crates without a source: they must be folders here.
fn without_source(lock: &str) -> impl Iterator<Item = &str> {
    lock.split("[[package]]")
        .skip(1)
        .filter(|entry| !entry.contains("\nsource = "))
        .filter_map(|entry| entry.split("name = \"").nth(1)?.split('"').next())
}

/// The lines of a list of Python packages that leave a version open.
fn open(requirements: &str) -> Vec<&str> {
    requirements
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("--hash="))
        .filter(|line| {
            let package = line.split([';', ' ', '\\']).next().unwrap_or_default();
            let exact = package.split_once("==").is_some_and(|(name, version)| {
                !name.is_empty() && !version.is_empty() && !version.contains(['*', ','])
            });
            !exact
        })
        .collect()
}

/// The packages of a list with hashes that have none: pip would refuse the whole list.
fn without_hash(requirements: &str) -> Vec<&str> {
    let mut lines = requirements.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let is_package = line.contains("==") && !line.starts_with('#');
        if is_package && !lines.peek().is_some_and(|next| next.trim().starts_with("--hash=sha256:")) {
            found.push(line);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_128_crates_and_packages_are_written_down_with_version_and_checksum() {
        let root = workspace::root();
        let locks = all(&root).unwrap();
        for shipped in ["", "python"] {
            assert!(locks.iter().any(|folder| folder == Path::new(shipped)), "{shipped} has no lockfile");
        }
        written_down(&root, &locks).unwrap();
    }

    #[test]
    fn fault_128_every_lockfile_is_kept_up_to_date() {
        let root = workspace::root();
        let configuration = fs::read_to_string(root.join(".github/dependabot.yml")).unwrap();
        let cargo =
            configuration.split("package-ecosystem: ").find(|part| part.starts_with("cargo")).unwrap();
        let listed = cargo.split_once("directories: [").unwrap().1.split_once(']').unwrap().0;
        let listed: Vec<_> = listed.split(", ").map(|folder| folder.trim_matches('"').to_owned()).collect();
        let locks = all(&root).unwrap();
        let there: Vec<_> =
            locks.iter().map(|lock| format!("/{}", lock.display()).replace('\\', "/")).collect();
        assert_eq!(listed, there);
    }

    #[test]
    fn what_is_left_open_is_found_wherever_it_stands() {
        let root = std::env::temp_dir().join(format!("xtask-locks-{}", std::process::id()));
        for folder in HASHED {
            fs::create_dir_all(root.join(folder)).unwrap();
            fs::write(root.join(folder).join("requirements.txt"), "a==1 \\\n    --hash=sha256:00\n").unwrap();
        }
        let locks = [PathBuf::new()];
        fs::write(root.join("Cargo.toml"), "[package]\nname = \"ours\"\n").unwrap();
        fs::write(root.join("Cargo.lock"), "[[package]]\nname = \"ours\"\nversion = \"1.0.0\"\n").unwrap();
        written_down(&root, &locks).unwrap();
        fs::write(root.join("Cargo.lock"), "[[package]]\nname = \"theirs\"\nversion = \"1.0.0\"\n").unwrap();
        written_down(&root, &locks).unwrap_err();
        fs::remove_file(root.join("Cargo.lock")).unwrap();
        written_down(&root, &[]).unwrap();
        fs::write(root.join(HASHED[0]).join("requirements.txt"), "a==1\n").unwrap();
        written_down(&root, &[]).unwrap_err();
        fs::remove_file(root.join(HASHED[0]).join("requirements.txt")).unwrap();
        written_down(&root, &[]).unwrap_err();
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn crates_from_elsewhere_and_without_checksum_are_found() {
        let entry = |source: &str, checksum: &str| {
            format!(
                "[[package]]\nname = \"x\"\nversion = \"1.0.0\"\nsource = \"{source}\"\nchecksum = \"{checksum}\"\n"
            )
        };
        let checksum = "0".repeat(64);
        assert!(foreign(&entry(REGISTRY, &checksum)).is_empty());
        assert!(foreign("[[package]]\nname = \"ours\"\nversion = \"1.0.0\"\n").is_empty());
        assert_eq!(foreign(&entry(REGISTRY, "")).len(), 1);
        assert_eq!(foreign(&entry("git+https://example.com/x#0", &checksum)).len(), 1);
        assert_eq!(foreign(&entry("registry+https://example.com/index", &checksum)).len(), 1);
        assert_eq!(
            without_source("[[package]]\nname = \"ours\"\nversion = \"1\"\n").collect::<Vec<_>>(),
            ["ours"]
        );
    }

    #[test]
    fn open_versions_and_missing_hashes_are_found() {
        let list = "# why\na==1.0; python_version >= \"3.11\"\nb>=2\nc\nd==1.*\ne==1 \\\n    --hash=sha256:00\n-r x\n";
        assert_eq!(open(list), ["b>=2", "c", "d==1.*", "-r x"]);
        assert_eq!(without_hash("a==1 \\\n    --hash=sha256:00\nb==2\n"), ["b==2"]);
    }
}
