//! Writing: data to standard output, everything else to standard error, and nothing that drives the terminal from outside.

use std::io::{self, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};

use crate::wrap::paragraphs;

/// Errors begin with it.
const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Warnings begin with it.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Writes data to standard output, all of it before it returns: whoever reads a pipe has it then.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut output = anstream::stdout().lock();
    let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    match written {
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes a line of JSON to standard output. What JSON leaves as it is and a terminal does not, controls beyond ASCII and marks that turn
/// the direction, is escaped: programs read the same, and who looks at it sees it.
pub(crate) fn print_json(json: &str) -> io::Result<()> {
    let mut line = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if c == '\x7f' || drives_terminals(c) {
            line.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    print(&(line + "\n"))
}

/// Writes a remark to standard error. If nobody can read it, nobody misses it.
pub(crate) fn note(text: &str) {
    say(&harmless(text));
}

/// The same with colours of our own in it.
fn say(text: &str) {
    let fitting = if io::stderr().is_terminal() { paragraphs(text) } else { text.to_owned() };
    let _ = writeln!(anstream::stderr().lock(), "{fitting}");
}

/// Writes what went wrong and what to do about it to standard error.
pub(crate) fn error(message: &str, advice: Option<&str>) {
    say(&format!("{ERROR}error:{ERROR:#} {}", harmless(message)));
    if let Some(advice) = advice {
        note(advice);
    }
}

/// Writes to standard error what the user should know, although it keeps nothing from being done.
pub(crate) fn warning(message: &str) {
    say(&format!("{WARNING}warning:{WARNING:#} {}", harmless(message)));
}

/// `text` with what could drive a terminal made visible: a name from elsewhere may hold escape sequences that set the window's
/// title, hide what follows or write to the clipboard. Line breaks stay.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => c,
            // C0 and DEL have pictures of their own in Unicode.
            '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
            '\x7f' => '\u{2421}',
            c if drives_terminals(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// C1 controls, and marks that turn the direction of what follows.
fn drives_terminals(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_104_no_control_character_of_a_foreign_text_reaches_the_terminal() {
        let controls = (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32);
        for control in controls.filter(|&c| c != '\n') {
            let shown = harmless(&format!("a{control}b"));
            assert!(!shown.contains(char::is_control), "{control:?}");
            assert_eq!(shown.chars().count(), 3, "it is shown, not hidden");
        }
        assert_eq!(harmless("\u{1b}]0;owned\u{7}"), "␛]0;owned␇");
        assert_eq!(harmless("\u{9b}2J\u{202e}"), "\u{fffd}2J\u{fffd}");
        let kept = "Ünïcode, 日本, 👩‍👩‍👧, العربية\nand a second line";
        assert_eq!(harmless(kept), kept);
    }
}
