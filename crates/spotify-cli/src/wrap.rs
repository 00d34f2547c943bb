//! Lines that fit.

/// The widest line for people. Terminals are at least this wide, and what is wider is hard to read.
pub(crate) const WIDTH: usize = 80;

/// `text` in lines of at most `columns`, broken at spaces where there are any. Words that are longer, such as addresses, stay whole.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// Wraps the lines of `text` that are too long. Indented ones stay as they are: addresses and commands, which are there to be copied.
pub(crate) fn paragraphs(text: &str) -> String {
    let wrapped = text.split('\n').map(|line| {
        let fits = width(line) <= WIDTH || line.starts_with(' ');
        if fits { line.to_owned() } else { wrap(line, WIDTH).join("\n") }
    });
    wrapped.collect::<Vec<_>>().join("\n")
}

/// How many characters are seen: colours are not.
fn width(text: &str) -> usize {
    anstream::adapter::strip_str(text).map(|part| part.chars().count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_at_spaces_and_what_is_to_be_copied_stays_whole() {
        let address = format!("http://127.0.0.1/{}", "x".repeat(100));
        assert_eq!(paragraphs(&address), address);
        let command = format!("  export {}='two words'", "x".repeat(100));
        assert_eq!(paragraphs(&command), command, "half of it would be another command");
        let wrapped = paragraphs(&"word ".repeat(30));
        assert!(wrapped.lines().all(|line| line.starts_with("word") && line.len() <= WIDTH), "{wrapped}");
        assert_eq!(wrapped.split_whitespace().count(), 30);
        assert_eq!(paragraphs("short\n\n  lines"), "short\n\n  lines");
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("\u{1b}[1mone\u{1b}[0m two", 7).len(), 1, "colours take no room");
    }
}
