//! What may hang: a program, because a mutant runs in it or the network says nothing, or a whole part of the proofs. It gets so much
//! time, a mutant so much memory, and no more.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::{Result, process};

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Passed,
    Failed,
    TimedOut,
}

/// `program`, with what it may have of memory where a shell can say so.
pub(super) fn command(program: &Path) -> Command {
    if cfg!(unix) {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 12000000; exec \"$0\" \"$@\""]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Runs a command silently, and ends it with all that it started when the time is over.
pub(super) fn run(command: &mut Command, limit: Duration) -> Result<Ended> {
    ended(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()), limit)
}

/// Runs a command, and ends it with all that it started when the time is over.
pub(super) fn ended(command: &mut Command, limit: Duration) -> Result<Ended> {
    let mut child = command.spawn().map_err(|error| process::could_not_start(command, &error))?;
    let started = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { Ended::Passed } else { Ended::Failed });
        }
        if started.elapsed() > limit {
            end(&mut child)?;
            return Ok(Ended::TimedOut);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// Ends a program and what it started: some tests start the test program again.
fn end(child: &mut Child) -> Result {
    let started = descendants(child.id());
    child.kill()?;
    child.wait()?;
    kill(&started)
}

fn kill(processes: &[u32]) -> Result {
    if !processes.is_empty() {
        let ids = processes.iter().map(u32::to_string);
        Command::new("kill").arg("-9").args(ids).stderr(Stdio::null()).status()?;
    }
    Ok(())
}

/// How long a part may take to notice that all it has started is ended.
const GRACE: Duration = Duration::from_secs(30);

/// Does `work`, which waits for programs that it starts, for at most as long as `limit`. Then all of them are ended, and those that it
/// starts after them, until it ends for want of them; if it doesn't, this program does, as there would be nothing left to wait for.
///
/// # Errors
///
/// When it fails, or took too long.
pub(super) fn part(name: &str, limit: Option<Duration>, work: impl FnOnce() -> Result) -> Result {
    let Some(limit) = limit else { return work() };
    let (done, told) = mpsc::channel::<()>();
    let too_long =
        format!("{name} takes longer than {} s: it was ended, with all that it had started", limit.as_secs());
    let said = too_long.clone();
    let watch = thread::spawn(move || {
        if told.recv_timeout(limit) != Err(RecvTimeoutError::Timeout) {
            return false;
        }
        eprintln!("error: {said}");
        let over = Instant::now();
        loop {
            let _ = kill(&descendants(std::process::id()));
            if told.recv_timeout(Duration::from_millis(200)) != Err(RecvTimeoutError::Timeout) {
                return true;
            }
            if over.elapsed() > GRACE {
                std::process::exit(1);
            }
        }
    });
    let outcome = work();
    drop(done);
    match watch.join() {
        Ok(true) => Err(too_long.into()),
        _ => outcome,
    }
}

/// What a process started, and what those started, as far as the system shows it in `/proc`.
fn descendants(id: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let parents: Vec<(u32, u32)> = processes
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let line = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            // `number (name) state parent`, and the name may hold anything.
            let parent = line.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((process, parent))
        })
        .collect();
    let mut found = vec![id];
    let mut at = 0;
    while at < found.len() {
        let above = found[at];
        found.extend(parents.iter().filter(|(_, parent)| *parent == above).map(|(process, _)| *process));
        at += 1;
    }
    found.split_off(1)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = command(Path::new("/bin/sh"));
        command.args(["-c", script]);
        command
    }

    #[test]
    fn how_a_program_ends_is_told() {
        let long = Duration::from_secs(60);
        assert_eq!(run(&mut shell("exit 0"), long).unwrap(), Ended::Passed);
        assert_eq!(run(&mut shell("exit 3"), long).unwrap(), Ended::Failed);
        assert_eq!(run(&mut shell("sleep 600"), Duration::from_millis(50)).unwrap(), Ended::TimedOut);
    }

    #[test]
    fn a_part_in_time_ends_as_it_does() {
        let long = Some(Duration::from_secs(600));
        assert!(part("quick", long, || Ok(())).is_ok());
        assert_eq!(part("quick", long, || Err("broken".into())).unwrap_err().to_string(), "broken");
        assert!(part("without a limit", None, || Ok(())).is_ok());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_program_started_is_found() {
        let mut child = shell("sleep 600 & sleep 601 & wait").spawn().unwrap();
        let started = Instant::now();
        while descendants(child.id()).len() < 2 && started.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(5));
        }
        let found = descendants(child.id());
        end(&mut child).unwrap();
        assert_eq!(found.len(), 2);
        // They are gone, or wait to be reaped by whoever inherited them.
        let state = |id: &u32| std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let running =
            |id: &u32| !matches!(state(id).rsplit_once(") ").map_or("Z", |(_, rest)| &rest[..1]), "Z" | "X");
        while found.iter().any(running) && started.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(5));
        }
        assert!(!found.iter().any(running));
    }
}
