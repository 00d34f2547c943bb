//! The consent page.

use http::StatusCode;

use super::Answer;
use super::layout::{escape, page};
use crate::builder::App;
use crate::world::authorize::AuthorizationRequest;
use crate::world::scope::describe;

/// Asks `user` whether `app` may have what it asks for. `login` is where somebody else would go.
pub(in crate::http) fn consent(
    app: &App,
    request: &AuthorizationRequest,
    user: &str,
    nonce: &str,
    login: &str,
) -> Answer {
    let mut scopes = String::new();
    for scope in request.scopes.iter() {
        let words = describe(scope).unwrap_or("Unknown to Spotify");
        scopes.push_str(&format!("<li>{} <small>({})</small></li>\n", escape(words), escape(scope)));
    }
    if scopes.is_empty() {
        scopes.push_str("<li>See what anybody can see about you <small>(no scope)</small></li>\n");
    }
    let pkce = if request.challenge.is_some() {
        "The app proves with PKCE that the code is meant for it."
    } else {
        ""
    };
    let body = format!(
        "<p>Hello, {user}. <strong>{app}</strong> asks to:</p>\n<ul>\n{scopes}</ul>\n\
         <p class=\"note\">You will go on to <code>{to}</code>. {pkce}</p>\n\
         <form method=\"post\" action=\"/authorize/accept\">\n\
         <input type=\"hidden\" name=\"nonce\" value=\"{nonce}\">\n\
         <div class=\"buttons\"><button class=\"main\" name=\"decision\" value=\"approve\">Agree</button>\n\
         <button name=\"decision\" value=\"deny\">Cancel</button></div>\n</form>\n\
         <p class=\"note\">Not {user}? <a href=\"{login}\">Log in as somebody else</a>.</p>",
        user = escape(user),
        app = escape(&app.name),
        to = escape(&request.redirect_uri),
        nonce = escape(nonce),
        login = escape(login),
    );
    page(StatusCode::OK, &format!("Let “{}” in?", app.name), &body)
}
