//! Rust source as tokens: enough to find paths, and never fooled by comments, strings, characters or lifetimes.

/// A token with the line it stands in, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) line: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A name or a keyword; `r#type` is the word `type`.
    Word(&'a str),
    /// `::`
    Separator,
    /// Any other character that is not white space. Literals, lifetimes and comments leave no token.
    Symbol(char),
}

/// Splits `text` into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer { rest: text, line: 1, tokens: Vec::new() };
    while lexer.step() {}
    lexer.tokens
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token<'a>>,
}

impl<'a> Lexer<'a> {
    /// Takes one token, literal, comment or white space off the front; false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.skip(block_comment(self.rest));
        } else if let Some(length) = text_literal(self.rest) {
            self.skip(length);
        } else if first == '\'' {
            self.skip(character_or_lifetime(self.rest));
        } else if first.is_ascii_digit() {
            self.skip(number(self.rest));
        } else if first.is_alphabetic() || first == '_' {
            let raw = if self.rest.starts_with("r#") { 2 } else { 0 };
            let word = &self.rest[raw..raw + word_length(&self.rest[raw..])];
            self.push(Kind::Word(word), raw + word.len());
        } else if self.rest.starts_with("::") {
            self.push(Kind::Separator, 2);
        } else if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else {
            self.push(Kind::Symbol(first), first.len_utf8());
        }
        true
    }

    fn push(&mut self, kind: Kind<'a>, length: usize) {
        self.tokens.push(Token { kind, line: self.line });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at(length);
        self.line += skipped.matches('\n').count();
        self.rest = rest;
    }
}

fn word_length(text: &str) -> usize {
    text.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(text.len())
}

/// The length of a block comment; they nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while position < text.len() {
        let rest = &text.as_bytes()[position..];
        if rest.starts_with(b"/*") {
            depth += 1;
            position += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            position += 2;
            if depth == 0 {
                return position;
            }
        } else {
            position += 1;
        }
    }
    text.len()
}

/// The length of a string literal of any kind (`"a"`, `b"a"`, `c"a"`, `r#"a"#`, `br"a"`), when `text` begins with one.
fn text_literal(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
        let hashes_or_quote = text.strip_prefix(prefix).map(|rest| rest.trim_start_matches('#'));
        let may_have_hashes = prefix.ends_with('r');
        let behind = if may_have_hashes { hashes_or_quote } else { text.strip_prefix(prefix) };
        behind.is_some_and(|behind| behind.starts_with('"'))
    })?;
    let body = &text[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = body.len() - body.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = hashes + 1;
        let length = body[inside..].find(&end).map_or(body.len(), |found| inside + found + end.len());
        return Some(prefix.len() + length);
    }
    Some(prefix.len() + quoted(body, '"'))
}

/// The length of a text between two `quote`s, with backslash escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1);
    while let Some((position, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            return position + character.len_utf8();
        }
    }
    text.len()
}

/// The length of `'a'`, `'\n'` or of the lifetime `'a`.
fn character_or_lifetime(text: &str) -> usize {
    let mut behind = text.chars().skip(1);
    match (behind.next(), behind.next()) {
        (Some('\\'), _) => quoted(text, '\''),
        (Some(character), Some('\'')) => 2 + character.len_utf8(),
        _ => 1 + word_length(&text[1..]),
    }
}

/// The length of a number; the dots of `1..2` and `1.max(2)` are not part of it.
fn number(text: &str) -> usize {
    let whole = word_length(text);
    let Some(fraction) = text[whole..].strip_prefix('.') else { return whole };
    if fraction.starts_with(|character: char| character.is_ascii_digit()) {
        whole + 1 + word_length(fraction)
    } else {
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let words = tokens(text).into_iter();
        words.filter_map(|token| if let Kind::Word(word) = token.kind { Some(word) } else { None }).collect()
    }

    #[test]
    fn comments_and_strings_leave_nothing() {
        assert_eq!(words("a // reqwest\nb /* reqwest /* nested */ still */ c"), ["a", "b", "c"]);
        assert_eq!(words(r#"a "reqwest \" reqwest" b"#), ["a", "b"]);
        assert_eq!(words("a r##\"reqwest \"# reqwest\"## b br\"x\" c\"y\" d"), ["a", "b", "d"]);
        assert_eq!(words("/// `reqwest`\n//! reqwest\nfn a() {}"), ["fn", "a"]);
    }

    #[test]
    fn characters_are_not_lifetimes() {
        assert_eq!(words(r"a '\'' b 'c' d 'static e '"), ["a", "b", "d", "e"]);
        assert_eq!(words(r#"'"' a "b" b'"' c"#), ["a", "b", "c"]);
        assert_eq!(words("&'a str"), ["str"]);
    }

    #[test]
    fn numbers_leave_nothing() {
        assert_eq!(words("1_000u64..2.5e3 0xff 1.max(x)"), ["max", "x"]);
    }

    #[test]
    fn words_that_begin_like_literals_are_words() {
        assert_eq!(words("r b c br r#type bytes result"), ["r", "b", "c", "br", "type", "bytes", "result"]);
    }

    #[test]
    fn lines_are_counted_through_everything() {
        let text = "a\n/* x\ny */ b\n\"q\nr\" c";
        let lines: Vec<_> = tokens(text).iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn a_path_keeps_its_separators() {
        let kinds: Vec<_> = tokens("a::b").iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [Kind::Word("a"), Kind::Separator, Kind::Word("b")]);
    }
}
