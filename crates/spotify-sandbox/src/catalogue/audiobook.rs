//! Bodies of audiobooks and chapters.

use serde::Serialize;

use super::dice::Purpose;
use super::entity::FirstPage;
use super::name::{self, Style};
use super::spoken::{Part, Week, Work};
use super::words::Words;
use super::{Catalogue, Json, Kind, Reference, View};

/// The only markets in which Spotify has audiobooks.
const MARKETS: [&str; 6] = ["AU", "CA", "GB", "IE", "NZ", "US"];

/// Whether there are audiobooks in a market.
pub(crate) fn has_audiobooks(market: &str) -> bool {
    MARKETS.contains(&market)
}

/// `SimplifiedAudiobookObject`
#[derive(Serialize)]
struct SimplifiedAudiobook {
    authors: Vec<Voice>,
    edition: &'static str,
    narrators: Vec<Voice>,
    total_chapters: u64,
    #[serde(flatten)]
    work: Work<[&'static str; 6]>,
}

/// `AudiobookObject`
#[derive(Serialize)]
struct Audiobook {
    chapters: FirstPage,
    #[serde(flatten)]
    simplified: SimplifiedAudiobook,
}

/// `AuthorObject` and `NarratorObject`
#[derive(Serialize)]
struct Voice {
    name: String,
}

/// `SimplifiedChapterObject`
#[derive(Serialize)]
struct SimplifiedChapter {
    #[serde(skip_serializing_if = "Option::is_none")]
    available_markets: Option<[&'static str; 6]>,
    chapter_number: u64,
    #[serde(flatten)]
    part: Part,
}

/// `ChapterObject`
#[derive(Serialize)]
struct Chapter {
    audiobook: Json,
    #[serde(flatten)]
    simplified: SimplifiedChapter,
}

impl Catalogue {
    /// The chapters of an audiobook, in order.
    pub(crate) fn audiobook_chapters(&self, audiobook: Reference) -> Vec<Reference> {
        self.spoken.chapters_of(audiobook.index).map(|index| Reference::new(Kind::Chapter, index)).collect()
    }

    /// `AudiobookObject`, with the first fifty chapters.
    pub(crate) fn audiobook(&self, audiobook: Reference, view: &View<'_>) -> Json {
        let all = self.audiobook_chapters(audiobook);
        let chapters = self
            .first_page(audiobook, "chapters", &all, view, |chapter| self.simplified_chapter(chapter, view));
        self.finish(audiobook, &Audiobook { chapters, simplified: self.audiobook_base(audiobook, view) })
    }

    /// `SimplifiedAudiobookObject`
    pub(crate) fn simplified_audiobook(&self, audiobook: Reference, view: &View<'_>) -> Json {
        self.finish(audiobook, &self.audiobook_base(audiobook, view))
    }

    /// `ChapterObject`
    pub(crate) fn chapter(&self, chapter: Reference, view: &View<'_>) -> Json {
        let audiobook = Reference::new(Kind::Audiobook, self.spoken.audiobook_of(chapter.index).0);
        let simplified = self.chapter_base(chapter, view);
        self.finish(chapter, &Chapter { audiobook: self.simplified_audiobook(audiobook, view), simplified })
    }

    /// `SimplifiedChapterObject`
    pub(crate) fn simplified_chapter(&self, chapter: Reference, view: &View<'_>) -> Json {
        self.finish(chapter, &self.chapter_base(chapter, view))
    }

    fn audiobook_base(&self, audiobook: Reference, view: &View<'_>) -> SimplifiedAudiobook {
        let mut dice = self.dice(Kind::Audiobook, audiobook.index, Purpose::Career);
        let mut voice = || Voice { name: name::artist(Words::drawn(&mut dice), Style::Plain) };
        let (author, narrator) = (voice(), voice());
        let chapters = self.spoken.chapters_of(audiobook.index);
        SimplifiedAudiobook {
            authors: vec![author],
            edition: "Unabridged",
            narrators: vec![narrator],
            total_chapters: chapters.end - chapters.start,
            work: self.work(audiobook, self.spoken_name(audiobook), Some(MARKETS), view),
        }
    }

    fn chapter_base(&self, chapter: Reference, view: &View<'_>) -> SimplifiedChapter {
        let (audiobook, place) = self.spoken.audiobook_of(chapter.index);
        let mut dice = self.dice(Kind::Audiobook, audiobook, Purpose::Release);
        // All chapters come out in the same week.
        let released = Week { year: 1990 + dice.below(35), week: dice.below(48) };
        let is_playable = view.market.is_none_or(has_audiobooks);
        let audiobook = Reference::new(Kind::Audiobook, audiobook);
        SimplifiedChapter {
            available_markets: (view.fields.has("chapter", "available_markets") && view.market.is_none())
                .then_some(MARKETS),
            chapter_number: place + 1,
            part: self.part(chapter, audiobook, &released, is_playable, view),
        }
    }
}
