//! What libFuzzer writes while it works and at its end.

use std::fmt;

use crate::Result;

/// The figures of one run.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Log {
    /// Inputs that were run.
    pub(super) runs: u64,
    /// Edges of the program that some input has reached, and how many it has, with the libraries that are linked in.
    edges: u64,
    all_edges: u64,
    /// Inputs that are kept because each reaches something of its own.
    inputs: u64,
    /// What was broken: the panic's text, or libFuzzer's own word for it.
    pub(super) failure: Option<String>,
    /// The file with the input that broke it.
    pub(super) input: Option<String>,
}

impl Log {
    /// Reads a log, also one that is still being written.
    pub(super) fn read(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        let mut log = Self::default();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(numbers) = line.strip_prefix('#') {
                log.pulse(numbers);
            } else if let Some((_, counters)) =
                line.split_once("modules").filter(|_| line.starts_with("INFO: Loaded"))
            {
                log.all_edges = first_number(counters).unwrap_or_default();
            } else if let Some(runs) = line.strip_prefix("stat::number_of_executed_units:") {
                log.runs = runs.trim().parse().unwrap_or(log.runs);
            } else if let Some((_, input)) = line.split_once("Test unit written to ") {
                log.input = Some(input.trim().to_owned());
            } else if line.contains("panicked at") && log.failure.is_none() {
                // Where, and on the next line why.
                log.failure = Some(format!("{} {}", line.trim(), lines.next().unwrap_or_default().trim()));
            } else if let Some((_, word)) = line.split_once("ERROR: libFuzzer: ") {
                log.failure.get_or_insert_with(|| word.trim().to_owned());
            }
        }
        log
    }

    /// # Errors
    ///
    /// When nothing was run, or nothing was reached by it: the target was built without the fuzzer's counters, say.
    pub(super) fn proves_something(&self) -> Result {
        match self {
            Self { runs: 0, .. } => Err("it has run nothing".into()),
            Self { edges: 0, .. } => Err(format!("{} runs have reached nothing", self.runs).into()),
            _ => Ok(()),
        }
    }

    /// `8192 pulse  cov: 812 ft: 2031 corp: 189/6Kb exec/s: 4096 rss: 60Mb`
    fn pulse(&mut self, line: &str) {
        self.runs = first_number(line).unwrap_or(self.runs);
        let after = |name: &str| line.split_once(name).and_then(|(_, rest)| first_number(rest));
        self.edges = after("cov:").unwrap_or(self.edges);
        self.inputs = after("corp:").unwrap_or(self.inputs);
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, edges, all_edges, inputs, .. } = self;
        write!(f, "{:>12} runs, {edges} of {all_edges} edges, {inputs} inputs kept", with_commas(*runs))
    }
}

fn first_number(text: &str) -> Option<u64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text[start..].split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// `1234567` as a person reads it: `1,234,567`.
pub(super) fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_a_run_are_read() {
        let text =
            b"INFO: Seed: 7\nINFO: Loaded 1 modules   (21034 inline 8-bit counters): 21034 [0x5, 0x6), \n\
            #46\tINITED cov: 700 ft: 1500 corp: 40/2Kb exec/s: 0 rss: 40Mb\n\
            #8192\tpulse  cov: 812 ft: 2031 corp: 189/6Kb lim: 4096 exec/s: 4096 rss: 60Mb\n\
            stat::number_of_executed_units: 1234567\nstat::average_exec_per_sec:     5000\n";
        let log = Log::read(text);
        assert_eq!(log.to_string(), "   1,234,567 runs, 812 of 21034 edges, 189 inputs kept");
        assert!(log.proves_something().is_ok());
        assert_eq!((log.failure, log.input), (None, None));
        assert!(Log::read(b"#8192\tpulse  cov: 0 ft: 0").proves_something().is_err());
        assert!(Log::read(b"#0\tREAD units: 1").proves_something().is_err());
        assert_eq!(Log::read(b"#8192\tpulse  cov: 8 ft: 9 corp: 1/1b").runs, 8192);
    }

    #[test]
    fn a_failure_is_the_panic_and_its_input() {
        let text = b"thread '<unnamed>' (7) panicked at src/fuzzing.rs:1:2:\nassertion failed: x\n\
            ==7== ERROR: libFuzzer: deadly signal\nartifact_prefix='c/'; Test unit written to c/crash-1\nBase64: YQ==\n";
        let log = Log::read(text);
        assert_eq!(log.input.as_deref(), Some("c/crash-1"));
        let failure = log.failure.unwrap_or_default();
        assert!(
            failure.contains("src/fuzzing.rs:1:2") && failure.ends_with("assertion failed: x"),
            "{failure}"
        );
        assert_eq!(
            Log::read(b"==7== ERROR: libFuzzer: timeout after 20 seconds").failure.as_deref(),
            Some("timeout after 20 seconds")
        );
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!([0, 999, 1000, 1_234_567].map(with_commas), ["0", "999", "1,000", "1,234,567"]);
    }
}
