//! Bodies of shows and episodes.

use serde::Serialize;
use serde_json::value::RawValue;

use super::dice::Purpose;
use super::entity::FirstPage;
use super::market::ListId;
use super::spoken::{Part, Week, Work};
use super::{Catalogue, Json, Kind, Reference, View};

/// `SimplifiedShowObject`
#[derive(Serialize)]
struct SimplifiedShow<'a> {
    #[serde(flatten)]
    work: Work<&'a RawValue>,
    is_externally_hosted: bool,
    total_episodes: u64,
}

/// `ShowObject`
#[derive(Serialize)]
struct Show<'a> {
    #[serde(flatten)]
    simplified: SimplifiedShow<'a>,
    episodes: FirstPage,
}

/// `SimplifiedEpisodeObject`
#[derive(Serialize)]
struct SimplifiedEpisode {
    #[serde(flatten)]
    part: Part,
    is_externally_hosted: bool,
    language: &'static str,
}

/// `EpisodeObject`
#[derive(Serialize)]
struct Episode {
    #[serde(flatten)]
    simplified: SimplifiedEpisode,
    show: Json,
}

impl Catalogue {
    /// The episodes of a show, the newest first.
    pub(crate) fn show_episodes(&self, show: Reference) -> Vec<Reference> {
        self.spoken.episodes_of(show.index).map(|index| Reference::new(Kind::Episode, index)).collect()
    }

    /// `ShowObject`, with the first fifty episodes.
    pub(crate) fn show(&self, show: Reference, view: &View<'_>) -> Json {
        let episodes = self.first_page(show, "episodes", &self.show_episodes(show), view, |episode| {
            self.simplified_episode(episode, view)
        });
        self.finish(show, &Show { simplified: self.show_base(show, view), episodes })
    }

    /// `SimplifiedShowObject`
    pub(crate) fn simplified_show(&self, show: Reference, view: &View<'_>) -> Json {
        self.finish(show, &self.show_base(show, view))
    }

    /// `EpisodeObject`
    pub(crate) fn episode(&self, episode: Reference, view: &View<'_>) -> Json {
        let show = Reference::new(Kind::Show, self.spoken.show_of(episode.index).0);
        let simplified = self.episode_base(episode, view);
        self.finish(episode, &Episode { simplified, show: self.simplified_show(show, view) })
    }

    /// `SimplifiedEpisodeObject`
    pub(crate) fn simplified_episode(&self, episode: Reference, view: &View<'_>) -> Json {
        self.finish(episode, &self.episode_base(episode, view))
    }

    fn show_base(&self, show: Reference, view: &View<'_>) -> SimplifiedShow<'_> {
        let markets = self.markets.json(self.show_markets(show.index));
        let episodes = self.spoken.episodes_of(show.index);
        SimplifiedShow {
            work: self.work(show, self.spoken_name(show), Some(markets), view),
            is_externally_hosted: false,
            total_episodes: episodes.end - episodes.start,
        }
    }

    fn episode_base(&self, episode: Reference, view: &View<'_>) -> SimplifiedEpisode {
        let (show, place) = self.spoken.show_of(episode.index);
        let episodes = self.spoken.episodes_of(show);
        let markets = self.show_markets(show);
        let year = 2008 + self.dice(Kind::Show, show, Purpose::Career).below(15);
        let released = Week { year, week: episodes.end - episodes.start - 1 - place };
        let is_playable = view.market.is_none_or(|market| self.markets.contains(markets, market));
        let show = Reference::new(Kind::Show, show);
        SimplifiedEpisode {
            part: self.part(episode, show, &released, is_playable, view),
            is_externally_hosted: false,
            language: self.language(show),
        }
    }

    /// An episode is available wherever its show is.
    pub(super) fn show_markets(&self, show: u64) -> ListId {
        self.markets.wide(&mut self.dice(Kind::Show, show, Purpose::Markets))
    }
}
