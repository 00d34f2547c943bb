//! Which of Spotify's texts for one and the same refusal are used.

/// Spotify has said some things in several ways. Give it to [`Builder::wording`](crate::Builder::wording); a program that reads
/// messages should be tried with each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wording {
    /// One text for every bad token, `Missing/invalid/expired access token`, and `User not registered in the Developer
    /// Dashboard`.
    #[default]
    Current,
    /// As in 2021: `No token provided`, `Invalid access token`, `The access token expired`, and `User not approved for app`.
    Of2021,
    /// As in 2025: tokens as in 2021, and `Check settings on developer.spotify.com/dashboard, the user may not be registered.`
    Of2025,
    /// As in May 2026: tokens as today, and `The user is not registered for this application. Please check your settings on
    /// https://developer.spotify.com/dashboard.`
    OfMay2026,
}

impl Wording {
    /// What a user hears whom the app's owner has not put on the list of users. It is no JSON.
    pub(crate) fn not_registered(self) -> &'static str {
        match self {
            Self::Current => "User not registered in the Developer Dashboard",
            Self::Of2021 => "User not approved for app",
            Self::Of2025 => {
                "Check settings on developer.spotify.com/dashboard, the user may not be registered."
            }
            Self::OfMay2026 => {
                "The user is not registered for this application. Please check your settings on \
                 https://developer.spotify.com/dashboard."
            }
        }
    }

    /// The message of a 401, of which there once were three.
    pub(crate) fn unauthorized(self, classic: &'static str) -> &'static str {
        match self {
            Self::Of2021 | Self::Of2025 => classic,
            Self::Current | Self::OfMay2026 => "Missing/invalid/expired access token",
        }
    }
}
