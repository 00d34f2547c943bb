//! The categories of Spotify's browse tab, as far as the sandbox has any.

/// A category. Old ones have a word for an id, newer ones 22 letters and digits.
pub(super) struct Category {
    pub(super) id: &'static str,
    /// In the order of [`Language`].
    names: [&'static str; 3],
}

/// A language in which categories have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Swedish,
    German,
}

impl Language {
    /// The language with this code (ISO 639-1), or else English.
    pub(super) fn of(code: &str) -> Self {
        match code.to_ascii_lowercase().as_str() {
            "sv" => Self::Swedish,
            "de" => Self::German,
            _ => Self::English,
        }
    }
}

impl Language {
    /// What Spotify says about the playlists that it shows.
    pub(super) fn popular_playlists(self) -> &'static str {
        match self {
            Self::English => "Popular Playlists",
            Self::Swedish => "Popul\u{e4}ra spellistor",
            Self::German => "Beliebte Playlists",
        }
    }
}

impl Category {
    pub(super) fn name(&self, language: Language) -> &'static str {
        self.names[language as usize]
    }
}

pub(super) const CATEGORIES: [Category; 24] = [
    Category { id: "toplists", names: ["Top Lists", "Topplistor", "Hitlisten"] },
    Category { id: "0SBXcategoryMadeForYou", names: ["Made For You", "Gjort f\u{f6}r dig", "F\u{fc}r dich"] },
    Category { id: "mood", names: ["Mood", "Hum\u{f6}r", "Stimmung"] },
    Category { id: "0SBXcategoryNewRelease", names: ["New Releases", "Nytt", "Neu"] },
    Category { id: "focus", names: ["Focus", "Fokus", "Konzentration"] },
    Category { id: "0SBXcategory0000Charts", names: ["Charts", "Listor", "Charts"] },
    Category { id: "party", names: ["Party", "Fest", "Party"] },
    Category { id: "0SBXcategory00000Dance", names: ["Dance & Electronic", "Dans", "Dance"] },
    Category { id: "at_home", names: ["At Home", "Hemma", "Zuhause"] },
    Category { id: "0SBXcategory00000Indie", names: ["Indie", "Indie", "Indie"] },
    Category { id: "sleep", names: ["Sleep", "S\u{f6}mn", "Schlaf"] },
    Category { id: "0SBXcategory000000Jazz", names: ["Jazz", "Jazz", "Jazz"] },
    Category { id: "workout", names: ["Workout", "Tr\u{e4}ning", "Sport"] },
    Category { id: "0SBXcategory000000Rock", names: ["Rock", "Rock", "Rock"] },
    Category { id: "chill", names: ["Chill", "Lugnt", "Entspannung"] },
    Category { id: "0SBXcategory000Ambient", names: ["Ambient", "Ambient", "Ambient"] },
    Category { id: "dinner", names: ["Dinner", "Middag", "Abendessen"] },
    Category { id: "0SBXcategory000000Folk", names: ["Folk & Acoustic", "Folk", "Folk"] },
    Category { id: "decades", names: ["Decades", "\u{c5}rtionden", "Jahrzehnte"] },
    Category { id: "0SBXcategory000000Soul", names: ["Soul", "Soul", "Soul"] },
    Category { id: "travel", names: ["Travel", "Resor", "Reisen"] },
    Category { id: "0SBXcategory0Podcasts1", names: ["Podcasts", "Poddar", "Podcasts"] },
    Category { id: "kids", names: ["Kids & Family", "Barn", "Kinder"] },
    Category { id: "0SBXcategory0000000Dub", names: ["Dub", "Dub", "Dub"] },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_words_or_22_letters_and_digits_and_each_is_one_categorys() {
        for Category { id, .. } in &CATEGORIES {
            let is_word = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(
                is_word || (id.len() == 22 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())),
                "{id}"
            );
        }
        assert_eq!(
            CATEGORIES.iter().map(|category| category.id).collect::<HashSet<_>>().len(),
            CATEGORIES.len()
        );
    }
}
