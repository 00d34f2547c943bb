//! Running the binary.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// A bound against hanging, not a measure of anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The command, in an environment that holds nothing of the person who runs the tests.
pub(crate) fn spotify_sdk(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_spotify-sdk"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

/// Runs to the end.
pub(crate) fn output(command: &mut Command) -> Output {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    Running::start(command).finish()
}

/// A command that runs, and is killed when the test is over.
pub(crate) struct Running {
    child: Child,
    stdout: Lines,
    stderr: Lines,
}

/// What a command writes, line by line, as it writes it.
struct Lines {
    lines: mpsc::Receiver<String>,
    seen: String,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = Lines::of(child.stdout.take().unwrap());
        let stderr = Lines::of(child.stderr.take().unwrap());
        Self { child, stdout, stderr }
    }

    /// The next line of standard output.
    pub(crate) fn line(&mut self) -> String {
        self.stdout.next().unwrap_or_else(|| panic!("no line; on standard error:\n{}", self.stderr.rest()))
    }

    /// The next line of standard error that contains `text`.
    pub(crate) fn remark(&mut self, text: &str) -> String {
        loop {
            let line = self.stderr.next();
            let line = line.unwrap_or_else(|| panic!("nothing with {text:?}:\n{}", self.stderr.seen));
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Types into standard input, which must be piped.
    pub(crate) fn write(&mut self, text: &str) {
        let stdin = self.child.stdin.as_mut().unwrap();
        // Whoever no longer reads has no use for it.
        let _ = stdin.write_all(text.as_bytes()).and_then(|()| stdin.flush());
    }

    #[cfg(unix)]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for the end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "still running");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end: all that was written.
    pub(crate) fn finish(mut self) -> Output {
        let status = self.wait();
        let all = |lines: &mut Lines| {
            lines.rest();
            std::mem::take(&mut lines.seen).into_bytes()
        };
        Output { status, stdout: all(&mut self.stdout), stderr: all(&mut self.stderr) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut stream = BufReader::new(stream);
            let mut line = String::new();
            while stream.read_line(&mut line).is_ok_and(|read| read > 0) {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    break;
                }
            }
        });
        Self { lines, seen: String::new() }
    }

    /// The next line; none at the end.
    fn next(&mut self) -> Option<String> {
        let line = match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => line,
            Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("nothing more came after:\n{}", self.seen),
        };
        self.seen.push_str(&line);
        Some(line)
    }

    /// Everything until the end, with what was read before.
    fn rest(&mut self) -> &str {
        while self.next().is_some() {}
        &self.seen
    }
}
