//! Users.

use super::open_enum::open_enum;
use super::{ExternalUrls, Followers, Image, Link, model};
use crate::id::UserId;

model! {
    /// The user who is logged in, as `GET /me` answers.
    #[serde(tag = "type", rename = "user")]
    pub struct CurrentUser {
        /// The user's id. It can change: recognise people by `account_id`.
        pub id: UserId,
        /// An identifier of the account that never changes (since May 2026).
        pub account_id: Option<String>,
        /// The name on the profile, where the user has set one.
        pub display_name: Option<String>,
        /// The email address, which nobody has verified. Needs the scope `user-read-email`; `None` for apps in Development
        /// Mode.
        pub email: Option<String>,
        /// The account's country (ISO 3166-1 alpha-2). Needs the scope `user-read-private`; `None` for apps in Development
        /// Mode.
        pub country: Option<String>,
        /// The subscription. Needs the scope `user-read-private`; `None` for apps in Development Mode, which does not mean
        /// that the user has no Premium.
        pub product: Option<Product>,
        /// Settings for explicit content. Needs the scope `user-read-private`; `None` for apps in Development Mode.
        pub explicit_content: Option<ExplicitContent>,
        /// How many follow the user. `None` for apps in Development Mode.
        pub followers: Option<Followers>,
        /// Profile pictures.
        pub images: Vec<Image>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

model! {
    /// What everybody may know of a user, as `GET /users/{user_id}` answers.
    #[serde(tag = "type", rename = "user")]
    pub struct PublicUser {
        /// The user's id. It can change.
        pub id: UserId,
        /// The name on the profile, where the user has set one.
        pub display_name: Option<String>,
        /// How many follow the user, where Spotify says.
        pub followers: Option<Followers>,
        /// Profile pictures.
        pub images: Vec<Image>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

model! {
    /// What a user's account does with explicit content.
    pub struct ExplicitContent {
        /// Whether explicit content should not be played.
        pub filter_enabled: bool,
        /// Whether the user can't change that.
        pub filter_locked: bool,
    }
}

open_enum! {
    /// A user's subscription.
    pub enum Product {
        /// Premium: the only one that can control playback.
        Premium = "premium",
        /// Free.
        Free = "free",
        /// The same as free, says Spotify.
        Open = "open",
    }
}
