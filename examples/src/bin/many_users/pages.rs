//! What the application shows. Everything that comes from elsewhere is escaped by the template.

use maud::{DOCTYPE, Markup, html};
use spotify_sdk::Page;
use spotify_sdk::model::{CurrentUser, SavedTrack};

fn page(content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Many users" }
                style { "body{font:1.1rem/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}
                         .button,button{font:inherit;background:#1a7f37;color:#fff;border:0;border-radius:1.5rem;padding:.5rem 1.4rem;
                         text-decoration:none;cursor:pointer} li{margin:.2rem 0}" }
            }
            body { (content) }
        }
    }
}

/// For who is not logged in.
pub(crate) fn welcome() -> Markup {
    page(&html! {
        h1 { "Your library" }
        p { "Log in to see what you saved last." }
        p { a.button href="/login" { "Log in with Spotify" } }
    })
}

/// For who is.
pub(crate) fn library(profile: &CurrentUser, saved: &Page<SavedTrack>) -> Markup {
    let name = profile.display_name.as_deref().unwrap_or(profile.id.as_str());
    page(&html! {
        h1 { "Hello, " (name) }
        @if saved.items.is_empty() {
            p { "You have not saved any tracks yet." }
        } @else {
            p { "You have saved " (saved.total) " tracks, these last:" }
        }
        ol { @for row in &saved.items { li { (row.track.name) " by " (row.track.artists.first().map_or("", |artist| &artist.name)) } } }
        form method="post" action="/logout" { button { "Log out" } }
        p { small {
            "Spotify has no way for an app to revoke a login: logging out makes this application forget it. To take its permission away, "
            a href="https://www.spotify.com/account/apps/" { "remove the app from your account" } "."
        } }
    })
}

/// For who met an error.
pub(crate) fn failure(what: &str) -> Markup {
    page(&html! {
        h1 { "That did not work" }
        p { (what) }
        p { a.button href="/" { "Back" } }
    })
}
