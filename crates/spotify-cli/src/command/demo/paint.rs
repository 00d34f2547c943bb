//! The demo on a terminal, or on paper: the same words with and without colours, within 80 columns.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::step::{By, Request, Step};
use crate::output::harmless;
use crate::wrap::{WIDTH, wrap};

/// What belongs to a step stands this far in.
const INDENT: &str = "    ";

const HEADING: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const QUIET: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const ASIDE: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// What stands above the steps.
pub(super) fn opening(base_url: &str) -> String {
    format!(
        "\n{HEADING}spotify-sdk{HEADING:#}: logging in, staying logged in, calling the API.\n\n\
         {QUIET}A local Spotify is running at {base_url}: made-up music and users,\n\
         and a clock that can be moved. No account, no internet. What follows is done by\n\
         the SDK and goes over real HTTP; the requests are what the sandbox received.{QUIET:#}\n"
    )
}

/// One step.
pub(super) fn step(step: &Step) -> String {
    let mut text = String::new();
    line(&mut text, format_args!(""));
    line(&mut text, format_args!("{HEADING}{}  {}{HEADING:#}", step.number, step.title));
    line(&mut text, format_args!(""));
    for code in step.rust.lines() {
        line(&mut text, format_args!("{INDENT}{QUIET}│{QUIET:#} {CODE}{code}{CODE:#}"));
    }
    line(&mut text, format_args!(""));
    for request in &step.requests {
        line(&mut text, format_args!("{INDENT}{}", self::request(request)));
    }
    line(&mut text, format_args!(""));
    if let Some(error) = &step.error {
        marked(&mut text, ASIDE, '!', &format!("error: {error}"));
    }
    for result in &step.results {
        marked(&mut text, GOOD, '✓', result);
    }
    text
}

/// Where to go from here, and the last line.
pub(super) fn summary(steps: usize, requests: usize, token_requests: usize) -> String {
    format!(
        "\n{QUIET}A local Spotify for your own programs: spotify-sdk sandbox run\n\
         Your own Spotify account, with your own app: spotify-sdk auth login{QUIET:#}\n\n\
         {GOOD}✓{GOOD:#} {HEADING}All {steps} steps behaved{HEADING:#}: {requests} requests, {token_requests} for \
         tokens, no second of waiting.\n"
    )
}

fn request(request: &Request) -> String {
    let by = match request.by {
        By::Program => "program",
        By::Browser => "browser",
    };
    let mut what = format!("{:<4} {}", request.method, request.path);
    if let Some(detail) = &request.detail {
        what.push_str("  ");
        what.push_str(detail);
    }
    if request.times > 1 {
        // Writing to a String does not fail.
        let _ = write!(what, "  × {}", request.times);
    }
    let what = fit(&harmless(&what), WIDTH - INDENT.len() - "program    200".len());
    let status = request.status.map_or("  -".to_owned(), |status| status.to_string());
    let style = match request.status {
        Some(200..=299) => GOOD,
        Some(300..=399) => QUIET,
        Some(429) => ASIDE,
        _ => BAD,
    };
    format!("{QUIET}{by}{QUIET:#}  {what}  {style}{status}{style:#}")
}

/// A sentence or more, with a mark before the first line.
fn marked(text: &mut String, style: Style, mark: char, words: &str) {
    for (index, words) in wrap(&harmless(words), WIDTH - INDENT.len() - 2).iter().enumerate() {
        let mark = if index == 0 { mark } else { ' ' };
        line(text, format_args!("{INDENT}{style}{mark}{style:#} {words}"));
    }
}

/// `text` in exactly this many columns.
fn fit(text: &str, columns: usize) -> String {
    let length = text.chars().count();
    if length <= columns {
        return format!("{text}{}", " ".repeat(columns - length));
    }
    text.chars().take(columns - 1).chain(['…']).collect()
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{words}");
}
