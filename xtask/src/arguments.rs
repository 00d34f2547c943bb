//! The words behind a command: flags, at most a few names, nothing that needs a library.

use std::fmt;

/// What was typed after the command's name.
pub(crate) struct Arguments {
    words: Vec<String>,
}

/// The command was called with something that it does not know. Ends the program with status 2 and the command's help.
#[derive(Debug)]
pub(crate) struct Usage(String);

impl fmt::Display for Usage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

impl Usage {
    /// `message` says what was not understood.
    pub(crate) fn new(message: String) -> Self {
        Self(message)
    }
}

impl Arguments {
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self { words: words.into_iter().collect() }
    }

    /// Whether the words ask what the command does rather than for doing it.
    pub(crate) fn ask_for_help(&self) -> bool {
        self.words.iter().any(|word| word == "--help" || word == "-h")
    }

    /// Takes a flag such as `--rust-only` out of the words; true when it was there.
    pub(crate) fn take_flag(&mut self, flag: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != flag);
        self.words.len() < before
    }

    /// Takes an option and its value, `--seed 7` or `--seed=7`, out of the words.
    pub(crate) fn take_value(&mut self, option: &str) -> Result<Option<String>, Usage> {
        let with_value = format!("{option}=");
        let Some(place) = self.words.iter().position(|word| word == option || word.starts_with(&with_value))
        else {
            return Ok(None);
        };
        let word = self.words.remove(place);
        if let Some(value) = word.strip_prefix(&with_value) {
            return Ok(Some(value.to_owned()));
        }
        if self.words.get(place).is_none_or(|value| value.starts_with('-')) {
            return Err(Usage(format!("`{option}` wants a value behind it")));
        }
        Ok(Some(self.words.remove(place)))
    }

    /// What is left when the flags are taken: nothing or one name.
    pub(crate) fn at_most_one(self) -> Result<Option<String>, Usage> {
        if let Some(unknown) = self.words.iter().find(|word| word.starts_with('-')) {
            return Err(Usage(format!("there is no option `{unknown}`")));
        }
        match <[String; 1]>::try_from(self.words) {
            Ok([word]) => Ok(Some(word)),
            Err(words) => match words.get(1) {
                None => Ok(None),
                Some(second) => Err(Usage(format!("one name is enough, `{second}` is one too many"))),
            },
        }
    }

    /// For a command that takes no name.
    pub(crate) fn none(self) -> Result<(), Usage> {
        match self.at_most_one()? {
            None => Ok(()),
            Some(word) => Err(Usage(format!("this command takes no name, `{word}` was given"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Arguments {
        Arguments::new(words.iter().map(ToString::to_string))
    }

    #[test]
    fn a_flag_is_found_wherever_it_stands() {
        let mut words = arguments(&["album", "--rust-only"]);
        assert!(words.take_flag("--rust-only"));
        assert!(!words.take_flag("--rust-only"));
        assert_eq!(words.at_most_one().unwrap().as_deref(), Some("album"));
    }

    #[test]
    fn a_value_stands_behind_its_option() {
        let mut words = arguments(&["album", "--seed", "7", "--count=3", "--last"]);
        assert_eq!(words.take_value("--seed").unwrap().as_deref(), Some("7"));
        assert_eq!(words.take_value("--count").unwrap().as_deref(), Some("3"));
        assert_eq!(words.take_value("--seed").unwrap(), None);
        let missing = words.take_value("--last").unwrap_err().to_string();
        assert_eq!(missing, "`--last` wants a value behind it");
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        let refusal = |words: &[&str]| arguments(words).none().unwrap_err().to_string();
        assert_eq!(refusal(&["--rust"]), "there is no option `--rust`");
        assert_eq!(refusal(&["a", "b"]), "one name is enough, `b` is one too many");
        assert_eq!(refusal(&["a"]), "this command takes no name, `a` was given");
    }

    #[test]
    fn no_words_are_fine() {
        assert_eq!(arguments(&[]).at_most_one().unwrap(), None);
        assert!(arguments(&["--help"]).ask_for_help());
    }
}
