//! The HTML a person sees: plain, without scripts, readable in a terminal browser, and unlike anything of Spotify's.

mod consent;
mod layout;

use http::StatusCode;

use super::{Answer, Request};
use crate::builder::User;
use crate::shared::Shared;
use crate::world::authorize::Refusal;
pub(super) use consent::consent;
use layout::{escape, page};

/// The login page: choose who you are.
pub(super) fn login(users: &[User], nonce: &str) -> Answer {
    let mut buttons = String::new();
    for user in users {
        let plan = if user.premium { "Premium" } else { "Free" };
        buttons.push_str(&format!(
            "<li><button name=\"user\" value=\"{id}\"><span>{name}</span> <small>{id}, {plan}</small></button></li>\n",
            id = escape(&user.id),
            name = escape(&user.display_name),
        ));
    }
    let body = format!(
        "<p>Nobody needs a password here.</p>\n\
         <form method=\"post\" action=\"/en/login\">\n\
         <input type=\"hidden\" name=\"nonce\" value=\"{}\">\n<ul class=\"choices\">\n{buttons}</ul>\n</form>",
        escape(nonce),
    );
    page(StatusCode::OK, "Who are you?", &body)
}

/// The page that ends an authorization which may not be answered with a redirect.
pub(super) fn refusal(refusal: &Refusal) -> Answer {
    let body = format!(
        "<p class=\"error\"><strong>{}</strong></p>\n<p>{}</p>\n\
         <p>Spotify ends here too, with a page of its own: an app that cannot be told from an impostor gets no redirect.</p>",
        escape(&refusal.to_string()),
        escape(&refusal.advice()),
    );
    page(StatusCode::BAD_REQUEST, "This login cannot begin", &body)
}

/// The page for a form that was sent before, or that was never given out.
pub(super) fn stale_form() -> Answer {
    let text = "This form was sent before, is more than an hour old, or does not come from here. Begin the login again.";
    message(StatusCode::BAD_REQUEST, "This form is no longer good", text)
}

/// A page with one paragraph.
pub(super) fn message(status: StatusCode, title: &str, text: &str) -> Answer {
    page(status, title, &format!("<p>{}</p>", escape(text)))
}

/// The page of a front end that lets no body of unknown length through.
pub(super) fn without_length() -> Answer {
    let text = "A write needs the header Content-Length, also where it has no body.";
    message(StatusCode::LENGTH_REQUIRED, "Length Required", text)
}

pub(super) fn not_found(request: &Request) -> Answer {
    let text = format!("There is no {} here.", request.uri.path());
    message(StatusCode::NOT_FOUND, "Not found", &text)
}

/// The front page: what this is, and what a program has to be told to use it.
pub(super) fn home(shared: &Shared, request: &Request) -> Answer {
    let world = shared.world();
    let mut apps = String::new();
    for app in &world.apps {
        let uris: Vec<String> =
            app.redirect_uris.iter().map(|uri| format!("<code>{}</code>", escape(uri))).collect();
        apps.push_str(&format!(
            "<dt>{}</dt><dd>Client id <code>{}</code></dd><dd>Redirect URIs {}</dd>\n",
            escape(&app.name),
            escape(&app.client_id),
            if uris.is_empty() { "none".to_owned() } else { uris.join(", ") },
        ));
    }
    let users: Vec<String> = world.people.iter().map(|person| escape(&person.profile.id)).collect();
    let origin = escape(&request.origin);
    let body = format!(
        "<p>A local stand-in for Spotify’s Accounts service and Web API. Nothing here reaches Spotify.</p>\n\
         <dl><dt>Accounts service</dt><dd><code>{origin}</code></dd>\n\
         <dt>Web API</dt><dd><code>{origin}/v1</code></dd>\n{apps}\
         <dt>Users</dt><dd>{}</dd></dl>",
        users.join(", "),
    );
    page(StatusCode::OK, "A sandbox", &body)
}
