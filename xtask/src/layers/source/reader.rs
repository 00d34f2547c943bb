//! Walks over a file's tokens and notes the paths and modules that it comes by.

use std::collections::HashSet;

use super::super::lexer::{self, Kind, Token};

/// A path before it is resolved.
pub(super) struct Written {
    pub(super) line: usize,
    /// The module that it stands in.
    pub(super) module: Vec<String>,
    pub(super) path: Vec<String>,
    /// The name that a `use` gives to it.
    pub(super) name: Option<String>,
    pub(super) glob: bool,
    pub(super) leading_separator: bool,
}

/// Everything that a file says about paths and modules.
#[derive(Default)]
pub(super) struct Found {
    pub(super) written: Vec<Written>,
    /// The modules that it declares or holds.
    pub(super) modules: HashSet<Vec<String>>,
    pub(super) test_modules: Vec<Vec<String>>,
}

/// Reads the file that is the module `file`.
pub(super) fn find(text: &str, file: &[String]) -> Found {
    let mut reader =
        Reader { tokens: lexer::tokens(text), position: 0, scopes: Vec::new(), found: Found::default() };
    reader.read(file);
    reader.found
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    position: usize,
    /// The inline modules around the position, `None` for any other pair of braces.
    scopes: Vec<Option<&'a str>>,
    found: Found,
}

impl<'a> Reader<'a> {
    fn read(&mut self, file: &[String]) {
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Symbol('#') => {
                    if self.attribute_is_test_only() {
                        self.skip_item(file);
                    }
                }
                Kind::Symbol('{') => {
                    self.scopes.push(None);
                    self.position += 1;
                }
                Kind::Symbol('}') => {
                    self.scopes.pop();
                    self.position += 1;
                }
                Kind::Word("mod") => self.module(file),
                Kind::Word("use") if self.peek(1).map(|token| token.kind) != Some(Kind::Symbol('<')) => {
                    self.position += 1;
                    let module = self.module_here(file);
                    self.use_tree(&module, &[], false);
                }
                // `extern crate name;` brings a name in as `use name;` does.
                Kind::Word("crate") if self.peek_back() == Some(Kind::Word("extern")) => {
                    self.position += 1;
                    self.use_tree(&self.module_here(file), &[], true);
                }
                Kind::Word(_) | Kind::Separator => self.path(file),
                Kind::Symbol(_) => self.position += 1,
            }
        }
    }

    fn peek_back(&self) -> Option<Kind<'a>> {
        self.tokens.get(self.position.checked_sub(1)?).map(|token| token.kind)
    }

    fn peek(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.position + ahead).copied()
    }

    fn take_symbol(&mut self, symbol: char) -> bool {
        let found = self.peek(0).is_some_and(|token| token.kind == Kind::Symbol(symbol));
        self.position += usize::from(found);
        found
    }

    fn module_here(&self, file: &[String]) -> Vec<String> {
        let inline = self.scopes.iter().flatten().map(ToString::to_string);
        file.iter().cloned().chain(inline).collect()
    }

    /// `mod name;` or `mod name {`
    fn module(&mut self, file: &[String]) {
        self.position += 1;
        let Some(Kind::Word(name)) = self.peek(0).map(|token| token.kind) else { return };
        self.position += 1;
        let mut path = self.module_here(file);
        path.push(name.to_owned());
        self.found.modules.insert(path);
        if self.take_symbol('{') {
            self.scopes.push(Some(name));
        }
    }

    /// One branch of a `use`, up to the comma, brace or semicolon that ends it.
    fn use_tree(&mut self, module: &[String], before: &[String], leading: bool) {
        let mut path = before.to_vec();
        let mut leading_separator = leading;
        let line = self.peek(0).map_or(0, |token| token.line);
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Word("as") => {
                    self.position += 1;
                    let name = if let Some(Kind::Word(name)) = self.peek(0).map(|token| token.kind) {
                        name
                    } else {
                        "_"
                    };
                    self.position += 1;
                    let name = Some(name.to_owned());
                    let module = module.to_vec();
                    return self.found.written.push(Written {
                        line,
                        module,
                        path,
                        name,
                        glob: false,
                        leading_separator,
                    });
                }
                Kind::Word(word) => {
                    path.push(word.to_owned());
                    self.position += 1;
                }
                Kind::Separator => {
                    leading_separator |= path.is_empty();
                    self.position += 1;
                }
                Kind::Symbol('*') => {
                    self.position += 1;
                    let module = module.to_vec();
                    let written = Written { line, module, path, name: None, glob: true, leading_separator };
                    return self.found.written.push(written);
                }
                Kind::Symbol('{') => {
                    self.position += 1;
                    while !self.take_symbol('}') && self.peek(0).is_some() {
                        let here = self.position;
                        self.use_tree(module, &path, leading_separator);
                        self.take_symbol(',');
                        // What is no part of a `use`, such as a macro's variable, is passed over.
                        self.position = self.position.max(here + 1);
                    }
                    return;
                }
                Kind::Symbol(_) => break,
            }
        }
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        if path.is_empty() {
            // Nothing that could be a name: step over it, so that a file that does not compile cannot hold us here.
            self.position += 1;
            return;
        }
        let name = path.last().cloned();
        self.found.written.push(Written {
            line,
            module: module.to_vec(),
            path,
            name,
            glob: false,
            leading_separator,
        });
    }

    /// A path in an expression, a type or a pattern. A single word says nothing about imports and is left out.
    fn path(&mut self, file: &[String]) {
        let Some(first) = self.peek(0) else { return };
        let leading_separator = first.kind == Kind::Separator;
        self.position += usize::from(leading_separator);
        let mut path = Vec::new();
        while let Some(Kind::Word(word)) = self.peek(0).map(|token| token.kind) {
            path.push(word.to_owned());
            self.position += 1;
            let continues = self.peek(0).is_some_and(|token| token.kind == Kind::Separator)
                && self.peek(1).is_some_and(|token| matches!(token.kind, Kind::Word(_)));
            if !continues {
                break;
            }
            self.position += 1;
        }
        if path.len() > 1 {
            let module = self.module_here(file);
            let written =
                Written { line: first.line, module, path, name: None, glob: false, leading_separator };
            self.found.written.push(written);
        }
    }

    /// Steps over `#[...]`; true when what follows is compiled for tests only. With `#![...]` that is the whole file.
    fn attribute_is_test_only(&mut self) -> bool {
        self.position += 1;
        let inner = self.take_symbol('!');
        let start = self.position;
        self.skip_brackets();
        let words: Vec<_> = self.tokens[start..self.position]
            .iter()
            .filter_map(|token| if let Kind::Word(word) = token.kind { Some(word) } else { None })
            .collect();
        let test_only = match words.as_slice() {
            ["cfg", rest @ ..] => rest.contains(&"test") && !rest.contains(&"not") && !rest.contains(&"any"),
            // `#[test]`, `#[tokio::test]`
            [.., "test"] => words.len() <= 2,
            _ => false,
        };
        if test_only && inner {
            self.position = self.tokens.len();
        }
        test_only
    }

    /// Steps over one bracketed group when the position is at its opening bracket.
    fn skip_brackets(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Symbol('(' | '[' | '{') => depth += 1,
                Kind::Symbol(')' | ']' | '}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.position += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Steps over the item, field, arm or statement behind a test-only attribute.
    fn skip_item(&mut self, file: &[String]) {
        let mut is_item = false;
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Symbol('#') => {
                    self.attribute_is_test_only();
                }
                Kind::Symbol('(' | '[') => self.skip_brackets(),
                Kind::Symbol('{') => return self.skip_brackets(),
                // The end of the enclosing block: the last field of a struct, for one.
                Kind::Symbol(')' | ']' | '}') => return,
                Kind::Symbol(';') => {
                    self.position += 1;
                    return;
                }
                // A field or an arm ends with a comma; the commas of a function's generics do not end it.
                Kind::Symbol(',') if !is_item => {
                    self.position += 1;
                    return;
                }
                Kind::Word("mod") => {
                    is_item = true;
                    if let (Some(Kind::Word(name)), Some(Kind::Symbol(';'))) =
                        (self.peek(1).map(|token| token.kind), self.peek(2).map(|token| token.kind))
                    {
                        let mut path = self.module_here(file);
                        path.push(name.to_owned());
                        self.found.test_modules.push(path);
                    }
                    self.position += 1;
                }
                Kind::Word(word) => {
                    is_item |= ITEM_KEYWORDS.contains(&word);
                    self.position += 1;
                }
                Kind::Separator | Kind::Symbol(_) => self.position += 1,
            }
        }
    }
}

const ITEM_KEYWORDS: [&str; 11] =
    ["fn", "use", "impl", "struct", "enum", "const", "static", "type", "trait", "macro_rules", "let"];
