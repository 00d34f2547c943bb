//! Lists that are read by cursor.

use std::time::SystemTime;

use url::{Url, form_urlencoded};

use super::{Listed, Place, TakeLimit as _, good_places, passed_over};
use crate::endpoint::{GetFollowedArtists, GetRecentlyPlayed};
use crate::error::Result;
use crate::id::ArtistId;
use crate::model::{Artist, PlayHistory, RecentlyPlayed};
use crate::page::CursorPage;

impl Listed for GetFollowedArtists {
    type Row = Artist;

    fn following(&self, page: &CursorPage<Artist>) -> Option<Self> {
        let next = page.next.as_deref().filter(|_| page.row_count() > 0)?;
        let after = page.next_after().map(str::to_owned).or_else(|| parameter(next, "after"))?;
        let is_stuck = matches!(&self.after, Some(Ok(at)) if at.as_str() == after);
        let mut next = self.clone();
        next.after = Some(ArtistId::parse(&after));
        (!is_stuck).then_some(next)
    }

    fn at(&self, place: &Place) -> Result<Self> {
        let after = place.get("after").ok_or_else(|| place.is_none_of("an `after`"))?;
        let mut at = self.clone();
        at.after = Some(Ok(ArtistId::parse(after)?));
        at.take_limit(place)?;
        Ok(at)
    }

    fn rows(&self, page: CursorPage<Artist>) -> (Vec<Artist>, usize) {
        passed_over::<Self>(page.rejected.iter().map(|row| (row.index, row.error.json_path())));
        (page.items, page.rejected.len())
    }

    fn places(&self, page: &CursorPage<Artist>) -> Vec<usize> {
        good_places(page.rows())
    }
}

/// The latest play comes first, so the way on leads into the past. A call with `after` ends where its time begins: its later
/// pages are asked for with `before`, as Spotify takes only one of the two.
impl Listed for GetRecentlyPlayed {
    type Row = PlayHistory;

    fn following(&self, page: &RecentlyPlayed) -> Option<Self> {
        let next = page.next.as_deref()?;
        let cursor = page.cursors.as_ref().and_then(|cursors| cursors.before_ms());
        let before = parameter(next, "before")
            .and_then(|before| before.parse().ok())
            .or(cursor)
            .filter(|_| !page.items.is_empty() || !page.rejected.is_empty())?;
        let until = self.until.max(self.after);
        let moves = self.before.is_none_or(|at| before < at) && until.is_none_or(|until| before > until);
        let mut next = self.clone();
        (next.before, next.after, next.until) = (Some(before), None, until);
        moves.then_some(next)
    }

    fn at(&self, place: &Place) -> Result<Self> {
        let (before, after) = (place.number("before")?, place.number("after")?);
        if before.is_none() && after.is_none() {
            return Err(place.is_none_of("a `before` or an `after`"));
        }
        let until = if before.is_some() { self.until.max(self.after) } else { self.until };
        let mut at = self.clone();
        (at.before, at.after, at.until) = (before, after, until);
        at.take_limit(place)?;
        Ok(at)
    }

    fn rows(&self, page: RecentlyPlayed) -> (Vec<PlayHistory>, usize) {
        passed_over::<Self>(page.rejected_at().map(|row| (row, None)));
        (page.items.into_iter().filter(|play| self.wants(play)).collect(), page.rejected.len())
    }

    fn places(&self, page: &RecentlyPlayed) -> Vec<usize> {
        let items = page.places().zip(&page.items);
        items.filter(|(_, play)| self.wants(play)).map(|(place, _)| place).collect()
    }
}

impl GetRecentlyPlayed {
    fn wants(&self, play: &PlayHistory) -> bool {
        match (self.until, played_ms(play)) {
            (Some(until), Some(played)) => played > until,
            _ => true,
        }
    }
}

/// A cursor, as the address of the next page has it.
fn parameter(next: &str, name: &str) -> Option<String> {
    let url = Url::parse(next).ok()?;
    let mut query = form_urlencoded::parse(url.query()?.as_bytes());
    query.find(|(other, value)| other == name && !value.is_empty()).map(|(_, value)| value.into_owned())
}

fn played_ms(play: &PlayHistory) -> Option<u64> {
    let played = play.played_at.to_system_time()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    u64::try_from(played.as_millis()).ok()
}
