//! What was seen after a write whose answer was lost.

/// In which state a playlist was found after the answer to a change had been lost
/// ([`ErrorKind::RequestMaybeApplied`](crate::ErrorKind::RequestMaybeApplied)): see [`Error::aftermath`](crate::Error::aftermath).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Aftermath {
    /// Still in the state from before. The change was not made, unless Spotify is slow to show it: look once more, some seconds
    /// later, before you repeat it.
    Unchanged,
    /// In another state. The change was made, unless somebody else made another one at that moment.
    Changed {
        /// The state by now: an answer's [`snapshot_id`](crate::model::Playlist::snapshot_id).
        snapshot_id: String,
    },
}

impl Aftermath {
    /// What to do about it.
    pub(super) fn advice(&self) -> &'static str {
        match self {
            Self::Unchanged => {
                "The playlist was still in its former state right afterwards, so it was most likely not carried out; Spotify can be \
                 slow to show a change, so look once more before you repeat it"
            }
            Self::Changed { .. } => {
                "The playlist was in another state right afterwards, so it was most likely carried out: read it before you go on"
            }
        }
    }
}
