//! Lists of ids or URIs that one request names.

use super::RequestBuilder;
use crate::error::{Error, Result};
use crate::id::{IntoId, IntoUri, Kind, SpotifyId, Uri};

/// Ids or URIs as one request names them: checked one by one when they come, counted when the request is made. The first
/// that can't work is kept and reported then.
#[derive(Debug, Clone)]
pub struct Batch(Result<Vec<String>>);

impl Batch {
    /// These ids.
    pub fn of_ids<I: SpotifyId>(ids: impl IntoIterator<Item: IntoId<I>>) -> Self {
        let text = |id: Result<I>| {
            let id = id?;
            id.validate()?;
            Ok(id.as_str().to_owned())
        };
        Self(ids.into_iter().map(|id| text(id.into_id())).collect())
    }

    /// These URIs. `check` says which of them the operation takes.
    pub fn of_uris(uris: impl IntoIterator<Item: IntoUri>, check: impl Fn(&Uri) -> Result<()>) -> Self {
        let text = |uri: Result<Uri>| {
            let uri = uri?;
            check(&uri)?;
            Ok(uri.as_str().to_owned())
        };
        Self(uris.into_iter().map(|uri| text(uri.into_uri())).collect())
    }

    /// Words; `name` is what the parameter calls them.
    pub(super) fn of_texts<T: Into<String>>(name: &str, texts: impl IntoIterator<Item = T>) -> Self {
        let text = |text: String| match text.trim() {
            "" => Err(Error::invalid_argument(format!("`{name}` has an entry without anything in it"))),
            text => Ok(text.to_owned()),
        };
        Self(texts.into_iter().map(|entry| text(entry.into())).collect())
    }

    /// The URIs of things of one kind, whose ids were checked before.
    pub(super) fn of_kind(kind: Kind, ids: &[String]) -> Self {
        Self(Ok(ids.iter().map(|id| format!("spotify:{kind}:{id}")).collect()))
    }

    /// Takes the entries out.
    pub(super) fn take(&mut self) -> Result<Vec<String>> {
        std::mem::replace(&mut self.0, Ok(Vec::new()))
    }

    /// Names these, which were taken out of it before.
    pub(super) fn set(&mut self, entries: Vec<String>) {
        self.0 = Ok(entries);
    }

    /// What it names; nothing if one of them can't work.
    pub(super) fn entries(&self) -> &[String] {
        self.0.as_deref().unwrap_or_default()
    }

    /// How many it names.
    pub(super) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, Vec::len)
    }

    /// Whether it names nothing. One that can't work is not empty.
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_ref().is_ok_and(Vec::is_empty)
    }

    /// What the parameter `name` may carry: at least one and at most `most`.
    pub(super) fn checked(&self, name: &str, most: usize) -> Result<&[String]> {
        let all = self.0.as_ref().map_err(Clone::clone)?;
        match all.len() {
            0 => Err(Error::invalid_argument(format!("`{name}` is empty"))
                .with_advice("Pass at least one, or leave the call out")),
            count if count > most => Err(Error::invalid_argument(format!(
                "`{name}` has {count} entries, but one request takes at most {most}"
            ))
            .with_advice(format!("Make several calls of up to {most} each"))),
            _ => Ok(all),
        }
    }

    /// The same as text between commas, where an entry with a comma in it would count as two.
    fn joined(&self, name: &str, most: usize) -> Result<String> {
        let all = self.checked(name, most)?;
        match all.iter().find(|entry| entry.contains(',')) {
            Some(entry) => {
                Err(Error::invalid_argument(format!("`{name}` has an entry with a comma in it: `{entry}`"))
                    .with_advice("Spotify reads the comma as the end of an entry; leave this one out"))
            }
            None => Ok(all.join(",")),
        }
    }
}

impl RequestBuilder {
    /// Adds a batch to the query, between commas.
    #[must_use]
    pub fn batch(self, name: &str, batch: &Batch, most: usize) -> Self {
        self.try_query(name, batch.joined(name, most).map(Some))
    }

    /// Makes the body of a batch: `{"ids": ["..", ".."]}`.
    #[must_use]
    pub fn json_batch(self, name: &str, batch: &Batch, most: usize) -> Self {
        match batch.checked(name, most) {
            Ok(all) => self.json(&serde_json::json!({ name: all })),
            Err(error) => self.fail(|| error),
        }
    }
}
