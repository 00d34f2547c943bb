//! A client for Python, in a process that does as much work as it is told to.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Lines, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use crate::contender::Contender;

/// Where the scripts are, from the workspace's root, in which everything runs.
pub(super) const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../python/benches");

/// What a turn cost in all.
struct Cost {
    cpu: f64,
    wall: f64,
}

/// The running process; ends when dropped.
pub(super) struct Worker {
    name: &'static str,
    is_wall: bool,
    process: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    /// Starts `work` of `client`, as `python/benches/worker.py` knows them.
    pub(super) fn start(
        name: &'static str,
        python: OsString,
        client: &str,
        work: &str,
        api_base_url: &str,
        accounts_base_url: &str,
    ) -> Self {
        let mut process = script(python, "worker.py")
            .args([client, work, api_base_url, accounts_base_url])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python can be started");
        let input = process.stdin.take();
        let output = process.stdout.take().expect("its output was asked for");
        Self { name, is_wall: false, process, input, output: BufReader::new(output).lines() }
    }

    /// The same, judged by the time on the wall.
    pub(super) fn by_the_clock(mut self) -> Self {
        self.is_wall = true;
        self
    }

    fn cost(&mut self, times: u32) -> Cost {
        let input = self.input.as_mut().expect("there until it is dropped");
        writeln!(input, "{times}").expect("the worker reads");
        let line = self.output.next().and_then(Result::ok).unwrap_or_else(|| panic!("{} failed", self.name));
        let mut numbers =
            line.split(' ').map(|number| number.parse().expect("the worker answers with numbers"));
        let mut next = || numbers.next().expect("the worker answers with two numbers");
        Cost { cpu: next(), wall: next() }
    }
}

/// Python on one of the scripts, without the user's own packages and without leaving compiled files.
pub(super) fn script(python: OsString, name: &str) -> Command {
    let mut command = Command::new(python);
    command.args(["-B", "-s"]).arg(format!("{SCRIPTS}/{name}"));
    command
}

impl Contender for Worker {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn work(&mut self, times: u32) {
        self.cost(times);
    }

    fn turn(&mut self, times: u32) -> f64 {
        let Cost { cpu, wall } = self.cost(times);
        (if self.is_wall { wall } else { cpu }) / f64::from(times)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It ends by itself when its input closes; one that does not is ended.
        drop(self.input.take());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
