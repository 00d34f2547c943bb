//! Options of browsing.

use super::Call;
use crate::endpoint::HasLocale;

impl<C, E: HasLocale> Call<C, E> {
    /// The language that names and messages shall be in: a language (ISO 639-1) and a country (ISO 3166-1 alpha-2), such as
    /// `sv_SE`. Where Spotify has none such, and by default, it answers in American English.
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        *self.endpoint.locale_mut() = Some(locale.into());
        self
    }
}
