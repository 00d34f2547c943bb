//! Names, from syllables of our own. Nothing here is taken from a real catalogue.

use super::dice::Dice;

const ONSETS: [&str; 18] =
    ["b", "d", "f", "w", "l", "l", "m", "m", "n", "r", "s", "s", "t", "v", "br", "dr", "st", "tr"];
const VOWELS: [&str; 7] = ["a", "a", "e", "i", "o", "u", "ei"];
/// What a word ends in. Syllables are so chosen that no ugly word comes out.
const ENDINGS: [&str; 8] = ["", "", "", "l", "r", "s", "nd", "rn"];
const GENRES: [&str; 16] = [
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
pub(super) fn artist(dice: &mut Dice, style: Style) -> String {
    let plain = match dice.below(8) {
        0 => format!("The {}s", word(dice)),
        1 => word(dice),
        2 => format!("DJ {}", word(dice)),
        3 => format!("{} & {}", word(dice), word(dice)),
        4 => format!("{} {} Trio", word(dice), word(dice)),
        _ => format!("{} {}", word(dice), word(dice)),
    };
    styled(plain, dice, style)
}

/// The name of an album.
pub(super) fn album(dice: &mut Dice, style: Style) -> String {
    let plain = match dice.below(7) {
        0 => format!("{} (Deluxe Edition)", word(dice)),
        1 => format!("Songs from {}", word(dice)),
        2 => format!("{}, Vol. {}", word(dice), 1 + dice.below(4)),
        3 => format!("The {} of {}", word(dice), word(dice)),
        4 => word(dice),
        _ => format!("{} {}", word(dice), word(dice)),
    };
    styled(plain, dice, style)
}

/// The title of a track.
pub(super) fn track(dice: &mut Dice, style: Style) -> String {
    let plain = match dice.below(9) {
        0 => format!("{} (Live)", word(dice)),
        1 => format!("Don't {} Me", word(dice)),
        2 => format!("{} - Remastered", word(dice)),
        3 => format!("\"{}\" / {}", word(dice), word(dice)),
        4 => word(dice),
        5 => format!("{} in {}", word(dice), word(dice)),
        _ => format!("{} {}", word(dice), word(dice)),
    };
    styled(plain, dice, style)
}

/// Up to three genres; an artist who is not yet classified has none.
pub(super) fn genres(dice: &mut Dice) -> Vec<&'static str> {
    let first = dice.below(GENRES.len() as u64) as usize;
    GENRES.iter().cycle().skip(first).step_by(5).take(dice.below(4) as usize).copied().collect()
}

/// A capitalised word of two or three syllables.
fn word(dice: &mut Dice) -> String {
    let mut word = String::with_capacity(12);
    for _ in 0..2 + dice.below(4) / 3 {
        word.push_str(dice.pick(&ONSETS));
        word.push_str(dice.pick(&VOWELS));
    }
    word.push_str(dice.pick(&ENDINGS));
    let first = word[..1].to_ascii_uppercase();
    word.replace_range(..1, &first);
    word
}

fn styled(plain: String, dice: &mut Dice, style: Style) -> String {
    match style {
        Style::Plain => plain,
        Style::Long => {
            let mut long = plain;
            while long.chars().count() < 200 {
                long.push(' ');
                long.push_str(&word(dice));
            }
            long.chars().take(200).collect()
        }
        Style::RightToLeft => format!("\u{5e9}\u{5dc}\u{5d5}\u{5dd} {plain} \u{633}\u{644}\u{627}\u{645}"),
        Style::Emoji => format!(
            "{plain} \u{1f9d1}\u{200d}\u{1f680}\u{1f1ef}\u{1f1f5} e\u{301}a\u{308}\u{323} \u{2764}\u{fe0f}"
        ),
        Style::Empty => String::new(),
    }
}
