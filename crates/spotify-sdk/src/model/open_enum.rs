//! Enumerations that Spotify may extend at any time.

/// Declares an enum of Spotify's words. Words it does not know are kept as they are; case is ignored, as Spotify does.
macro_rules! open_enum {
    (
        $(#[$attribute:meta])*
        pub enum $Name:ident { $($(#[$variant_attribute:meta])* $Variant:ident = $word:literal,)+ }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $($(#[$variant_attribute])* $Variant,)+
            /// A word this version does not know, as Spotify sent it; empty where Spotify sent none.
            Other(String),
        }

        impl $Name {
            /// Spotify's word for it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl Default for $Name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl From<&str> for $Name {
            fn from(word: &str) -> Self {
                $(if word.eq_ignore_ascii_case($word) { return Self::$Variant; })+
                Self::Other(word.to_owned())
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::text::deserialize(deserializer, "a word")
            }
        }

        crate::lenient::lenient_itself!($Name);
    };
}
pub(super) use open_enum;
