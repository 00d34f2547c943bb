//! What shows and audiobooks have in common, and episodes and chapters: who belongs to whom, and most of their bodies.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use super::dice::{Dice, Purpose};
use super::entity::{Heading, Image, Restrictions};
use super::partition::Partition;
use super::{Catalogue, Kind, Reference, View, name};

/// Episodes per show in one round; the longest runs take several pages.
const EPISODES_PER_SHOW: [u64; 8] = [12, 61, 5, 130, 1, 34, 24, 8];
/// Chapters per audiobook in one round.
const CHAPTERS_PER_AUDIOBOOK: [u64; 8] = [14, 32, 9, 61, 1, 20, 45, 18];
const LANGUAGES: [&str; 6] = ["en", "en", "en", "sv", "de", "es"];
const PUBLISHERS: [&str; 4] =
    ["Sandbox Audio", "Loopback Stories", "Third Bucket Press", "Sandbox Public Radio"];

/// Which episodes a show has, and which chapters an audiobook, as arithmetic on indices.
#[derive(Debug)]
pub(super) struct Spoken {
    episodes: Partition,
    chapters: Partition,
}

impl Spoken {
    /// As many episodes, and as many chapters, as there are tracks.
    pub(super) fn new(tracks: u64) -> Self {
        Self {
            episodes: Partition::new(&EPISODES_PER_SHOW, tracks),
            chapters: Partition::new(&CHAPTERS_PER_AUDIOBOOK, tracks),
        }
    }

    pub(super) fn shows(&self) -> u64 {
        self.episodes.owners()
    }

    pub(super) fn episodes(&self) -> u64 {
        self.episodes.members()
    }

    pub(super) fn audiobooks(&self) -> u64 {
        self.chapters.owners()
    }

    pub(super) fn chapters(&self) -> u64 {
        self.chapters.members()
    }

    pub(super) fn episodes_of(&self, show: u64) -> Range<u64> {
        self.episodes.run(show)
    }

    /// The show of an episode, and the episode's place in it from 0, the newest.
    pub(super) fn show_of(&self, episode: u64) -> (u64, u64) {
        self.episodes.owner(episode)
    }

    pub(super) fn chapters_of(&self, audiobook: u64) -> Range<u64> {
        self.chapters.run(audiobook)
    }

    /// The audiobook of a chapter, and the chapter's place in it from 0.
    pub(super) fn audiobook_of(&self, chapter: u64) -> (u64, u64) {
        self.chapters.owner(chapter)
    }
}

/// The fields that shows and audiobooks share. `M` is how the list of markets is written.
#[derive(Serialize)]
pub(super) struct Work<M> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) available_markets: Option<M>,
    copyrights: [Copyright; 1],
    description: String,
    explicit: bool,
    #[serde(flatten)]
    heading: Heading,
    html_description: String,
    images: Vec<Image>,
    languages: [&'static str; 1],
    media_type: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'static str>,
}

#[derive(Serialize)]
struct Copyright {
    text: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The fields that episodes and chapters share.
#[derive(Serialize)]
pub(super) struct Part {
    audio_preview_url: Option<String>,
    description: String,
    duration_ms: u64,
    explicit: bool,
    #[serde(flatten)]
    heading: Heading,
    html_description: String,
    images: Vec<Image>,
    is_playable: bool,
    languages: [&'static str; 1],
    name: String,
    release_date: String,
    release_date_precision: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    restrictions: Option<Restrictions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resume_point: Option<Position>,
}

/// Where a listener is in an episode or chapter: `ResumePointObject`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Position {
    pub(crate) fully_played: bool,
    pub(crate) resume_position_ms: u64,
}

/// Where a listener is in what they have played here. In the others they are where the catalogue says.
pub(crate) type Positions = HashMap<Reference, Position>;

/// When a part came out. Everything comes in weeks, so that a later week is a later day.
pub(super) struct Week {
    pub(super) year: u64,
    /// From 0; four to a month.
    pub(super) week: u64,
}

impl Catalogue {
    /// The shared part of a show or audiobook.
    pub(super) fn work<M>(
        &self,
        work: Reference,
        name: String,
        markets: Option<M>,
        view: &View<'_>,
    ) -> Work<M> {
        let has = |field| view.fields.has(work.kind.word(), field);
        let mut dice = self.dice(work.kind, work.index, Purpose::Attributes);
        let publisher = *dice.pick(&PUBLISHERS.each_ref());
        let explicit = dice.once_in(10);
        let copyright = Copyright { text: format!("{publisher}, all rights reserved to nobody"), kind: "C" };
        let (description, html_description) = described(&name);
        Work {
            available_markets: markets.filter(|_| has("available_markets") && view.market.is_none()),
            copyrights: [copyright],
            description,
            explicit,
            heading: self.heading(work, view),
            html_description,
            images: self.images(work, view),
            languages: [self.language(work)],
            media_type: if dice.once_in(6) { "mixed" } else { "audio" },
            name,
            publisher: has("publisher").then_some(publisher),
        }
    }

    /// The shared part of an episode or chapter of `work`.
    pub(super) fn part(
        &self,
        part: Reference,
        work: Reference,
        released: &Week,
        is_playable: bool,
        view: &View<'_>,
    ) -> Part {
        let mut dice = self.dice(part.kind, part.index, Purpose::Attributes);
        let duration_ms = length(&mut dice);
        let name = self.spoken_name(part);
        let (description, html_description) = described(&name);
        let Week { year, week } = released;
        let day = week % 4 * 7 + 1 + dice.below(7);
        let explicit = dice.once_in(12);
        Part {
            audio_preview_url: self.preview(part, view),
            description,
            duration_ms,
            explicit,
            heading: self.heading(part, view),
            html_description,
            images: self.images(work, view),
            is_playable,
            languages: [self.language(work)],
            name,
            release_date: format!("{:04}-{:02}-{day:02}", year + week / 48, week % 48 / 4 + 1),
            release_date_precision: "day",
            restrictions: (!is_playable).then_some(Restrictions::MARKET),
            resume_point: view.positions.map(|positions| {
                let drawn = resume_point(&mut dice, duration_ms);
                positions.get(&part).copied().unwrap_or(drawn)
            }),
        }
    }

    /// The language that is spoken in a show or audiobook.
    pub(super) fn language(&self, work: Reference) -> &'static str {
        self.dice(work.kind, work.index, Purpose::Language).pick(&LANGUAGES)
    }

    pub(super) fn spoken_name(&self, of: Reference) -> String {
        let words = self.words(of.kind, of.index);
        let style = self.style(of.kind, of.index);
        match of.kind {
            Kind::Show | Kind::Audiobook => name::album(words, style),
            _ => name::track(words, style),
        }
    }
}

/// A quarter of an hour to an hour and a quarter.
pub(super) fn length(dice: &mut Dice) -> u64 {
    900_000 + dice.below(3_600_000)
}

/// A third is played to the end, a third was begun, and a third never.
fn resume_point(dice: &mut Dice, duration_ms: u64) -> Position {
    let position = dice.below(duration_ms);
    match dice.below(3) {
        0 => Position { fully_played: true, resume_position_ms: 0 },
        1 => Position { fully_played: false, resume_position_ms: position },
        _ => Position { fully_played: false, resume_position_ms: 0 },
    }
}

/// A description, as text and as HTML.
fn described(name: &str) -> (String, String) {
    let text = format!("About {name} & what nobody ever said.");
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    (text, format!("<p>{escaped}</p>"))
}
