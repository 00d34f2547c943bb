//! Starting other programs: say what runs, run it, turn its status into a result.

use std::{
    env,
    ffi::OsStr,
    process::{Command, Stdio},
};

use crate::{Result, workspace};

/// `cargo` in the workspace's root, with a surrounding that does not make it build everything anew.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// A program in the workspace's root, with a surrounding in which the cargo that it calls does not build everything anew.
pub(crate) fn program(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    // `cargo run` tells this program about its own package. Build scripts that watch those variables (ring's does) would
    // see a change whenever someone alternates between `cargo test` and `cargo xtask test`, and build again each time.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let about_this_package = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
        if about_this_package.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&*name);
        }
    }
    command
}

/// `git` in the workspace's root, with these settings beside the user's own.
///
/// It works in a checkout that belongs to somebody else, too, as containers have them: git would have "dubious ownership".
pub(crate) fn git(settings: &[(&str, &str)]) -> Command {
    let mut command = program("git");
    with_git_settings(&mut command, settings);
    command
}

/// Lets the git that a program calls work in this checkout whoever owns it, with these settings beside the user's own.
pub(crate) fn with_git_settings(command: &mut Command, settings: &[(&str, &str)]) {
    // Those that the environment has already stay.
    let there = env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
    let mut number: usize = there;
    for (key, value) in [("safe.directory", "*")].iter().chain(settings) {
        command.env(format!("GIT_CONFIG_KEY_{number}"), key);
        command.env(format!("GIT_CONFIG_VALUE_{number}"), value);
        number += 1;
    }
    command.env("GIT_CONFIG_COUNT", number.to_string());
}

/// Shows the command line, runs it to its end, and fails unless it succeeded.
pub(crate) fn run(command: &mut Command) -> Result {
    announce(command);
    let status = command.status().map_err(|error| could_not_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` ended with {status}", line(command)).into()) }
}

/// Runs a command quietly and gives what it printed. Its errors stay visible.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| could_not_start(command, &error))?;
    if !output.status.success() {
        return Err(format!("`{}` ended with {}", line(command), output.status).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Prints the command line as a person would type it.
pub(crate) fn announce(command: &Command) {
    println!("$ {}", line(command));
}

/// The sentence for a program that could not even be started.
pub(crate) fn could_not_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start `{}`: {error}", command.get_program().to_string_lossy())
}

fn line(command: &Command) -> String {
    // A program of this checkout by its path from the root, any other by its bare name.
    let program = std::path::Path::new(command.get_program());
    let shown = match program.strip_prefix(workspace::root()) {
        Ok(inside) => inside.as_os_str(),
        Err(_) => program.file_name().unwrap_or(program.as_os_str()),
    };
    std::iter::once(shown)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .map(
            |word| if word.contains([' ', '"', '(', '\n']) { format!("{word:?}") } else { word.into_owned() },
        )
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_can_be_read_back() {
        let mut command = Command::new("/usr/bin/python3");
        command.args(["-c", "print(1)", "plain"]);
        assert_eq!(line(&command), r#"python3 -c "print(1)" plain"#);
    }

    #[test]
    fn git_is_given_settings_beside_those_of_the_environment() {
        let asked = git(&[("x.y", "z")]).args(["config", "--get-all", "x.y"]).output();
        assert_eq!(asked.unwrap().stdout, b"z\n");
        let asked = git(&[]).args(["config", "--get-all", "safe.directory"]).output();
        assert!(String::from_utf8_lossy(&asked.unwrap().stdout).lines().any(|line| line == "*"));
    }

    #[test]
    fn a_program_of_the_checkout_keeps_its_path() {
        let command = Command::new(workspace::root().join("target/tool"));
        assert_eq!(line(&command).replace('\\', "/"), "target/tool");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err().to_string();
        assert!(error.starts_with("cannot start `no-such-program-anywhere`: "), "{error}");
    }
}
