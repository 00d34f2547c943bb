//! Small things that many resources share.

use super::open_enum::open_enum;
use super::text_type::text_type;
use super::{Link, model};

model! {
    /// A picture: a cover, a portrait.
    pub struct Image {
        /// Where the image is. Some hosts serve it for less than a day: don't keep the address.
        pub url: Link,
        /// The height in pixels, where Spotify says.
        pub height: Option<u32>,
        /// The width in pixels, where Spotify says.
        pub width: Option<u32>,
    }
}

model! {
    /// Links for people.
    pub struct ExternalUrls {
        /// The page on `open.spotify.com`.
        pub spotify: Option<Link>,
    }
}

model! {
    /// The numbers by which the rest of the world knows a recording or release.
    pub struct ExternalIds {
        /// International Standard Recording Code, of tracks.
        pub isrc: Option<ExternalId>,
        /// International Article Number.
        pub ean: Option<ExternalId>,
        /// Universal Product Code, of albums.
        pub upc: Option<ExternalId>,
    }
}

text_type! {
    /// One number of [`ExternalIds`], as text.
    pub struct ExternalId = "an external id";
}

model! {
    /// A copyright statement.
    pub struct Copyright {
        /// The statement.
        pub text: String,
        /// What it covers.
        #[serde(rename = "type")]
        pub copyright_type: CopyrightType,
    }
}

open_enum! {
    /// What a [`Copyright`] covers.
    pub enum CopyrightType {
        /// The copyright.
        Copyright = "C",
        /// The sound recording (performance).
        Performance = "P",
    }
}

model! {
    /// That something can't be played, and why.
    pub struct Restriction {
        /// Why.
        pub reason: RestrictionReason,
    }
}

open_enum! {
    /// Why something can't be played. Spotify announces that more may be added.
    pub enum RestrictionReason {
        /// Not available in the market.
        Market = "market",
        /// Not part of the user's subscription.
        Product = "product",
        /// Explicit, and the account does not play explicit content.
        Explicit = "explicit",
        /// Has to be bought.
        PaymentRequired = "payment_required",
    }
}

model! {
    /// How many follow an artist, a playlist or a user.
    pub struct Followers {
        /// How many.
        pub total: u64,
    }
}
