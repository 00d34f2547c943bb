//! Names, from syllables of our own. Nothing here is taken from a real catalogue.

use super::dice::Dice;
use super::words::Words;

pub(super) const GENRES: [&str; 16] = [
    "ambient",
    "art pop",
    "bedroom pop",
    "chamber folk",
    "dream pop",
    "drone",
    "dub",
    "electro",
    "garage rock",
    "house",
    "indie folk",
    "jazz fusion",
    "math rock",
    "neo soul",
    "slow techno",
    "synth rock",
];

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    Plain,
    /// Two hundred characters.
    Long,
    /// Hebrew and Arabic letters around a Latin word: mixed directions.
    RightToLeft,
    /// Emoji, some of several code points, and letters with combining marks.
    Emoji,
    /// Nothing at all, as after a takedown.
    Empty,
}

/// An artist's name.
pub(super) fn artist(mut words: Words, style: Style) -> String {
    let plain = match words.below(8) {
        0 => format!("The {}s", words.word()),
        1 => words.word(),
        2 => format!("DJ {}", words.word()),
        3 => format!("{} & {}", words.word(), words.word()),
        4 => format!("{} {} Trio", words.word(), words.word()),
        _ => format!("{} {}", words.word(), words.word()),
    };
    styled(plain, style)
}

/// The name of an album.
pub(super) fn album(mut words: Words, style: Style) -> String {
    let plain = match words.below(7) {
        0 => format!("{} (Deluxe Edition)", words.word()),
        1 => format!("Songs from {}", words.word()),
        2 => format!("{}, Vol. {}", words.word(), 1 + words.below(4)),
        3 => format!("The {} of {}", words.word(), words.word()),
        4 => words.word(),
        _ => format!("{} {}", words.word(), words.word()),
    };
    styled(plain, style)
}

/// The title of a track.
pub(super) fn track(mut words: Words, style: Style) -> String {
    let plain = match words.below(9) {
        0 => format!("{} (Live)", words.word()),
        1 => format!("Don't {} Me", words.word()),
        2 => format!("{} - Remastered", words.word()),
        3 => format!("\"{}\" / {}", words.word(), words.word()),
        4 => words.word(),
        5 => format!("{} in {}", words.word(), words.word()),
        _ => format!("{} {}", words.word(), words.word()),
    };
    styled(plain, style)
}

/// The genres as seeds of recommendations: `dream-pop`.
pub(crate) fn genre_seeds() -> Vec<String> {
    GENRES.iter().map(|genre| genre.replace(' ', "-")).collect()
}

/// Up to three genres; an artist who is not yet classified has none.
pub(super) fn genres(dice: &mut Dice) -> Vec<&'static str> {
    let first = dice.below(GENRES.len() as u64) as usize;
    GENRES.iter().cycle().skip(first).step_by(5).take(dice.below(4) as usize).copied().collect()
}

/// The words that a name has from its form, and what is left of the marked letters of [`Style::Emoji`]. Every other word of
/// a plain name is one of its own.
const OF_FORMS: [&str; 20] = [
    "the",
    "dj",
    "trio",
    "deluxe",
    "edition",
    "songs",
    "from",
    "vol",
    "1",
    "2",
    "3",
    "4",
    "of",
    "live",
    "dont",
    "me",
    "remastered",
    "in",
    "feat",
    "ea",
];

/// Whether a word, in small letters, is one that names have from their form.
pub(super) fn is_of_form(word: &str) -> bool {
    OF_FORMS.contains(&word)
}

/// The words of a text in small letters, without whatever is between them. Apostrophes and combining marks are nothing at
/// all.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let is_nothing = |letter: char| matches!(letter, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}');
    let text: String = text.to_lowercase().chars().filter(|letter| !is_nothing(*letter)).collect();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn styled(plain: String, style: Style) -> String {
    match style {
        Style::Plain => plain,
        Style::Long => {
            let long = std::iter::repeat_n(plain, 200).collect::<Vec<_>>().join(" ");
            long.chars().take(200).collect()
        }
        Style::RightToLeft => format!("\u{5e9}\u{5dc}\u{5d5}\u{5dd} {plain} \u{633}\u{644}\u{627}\u{645}"),
        Style::Emoji => format!(
            "{plain} \u{1f9d1}\u{200d}\u{1f680}\u{1f1ef}\u{1f1f5} e\u{301}a\u{308}\u{323} \u{2764}\u{fe0f}"
        ),
        Style::Empty => String::new(),
    }
}
