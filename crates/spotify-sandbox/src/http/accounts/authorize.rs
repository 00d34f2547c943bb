//! `/authorize`, the login and the consent, as a browser or a script walks through them.

use http::header::{HeaderValue, REFERRER_POLICY, SET_COOKIE};
use http::{StatusCode, Uri};
use url::form_urlencoded;

use super::super::request::field;
use super::super::{Answer, Request, pages};
use crate::shared::Shared;
use crate::world::authorize::AuthorizationRequest;
use crate::world::login::Form;

/// The session cookie's name.
const SESSION: &str = "sandbox_session";

/// `GET /authorize`. Like Spotify's, it looks at the client and the redirect URI only once somebody is logged in.
pub(super) fn authorize(shared: &Shared, request: &Request) -> Answer {
    let pairs = request.query_pairs();
    note_state(shared, &pairs);
    let user = match shared.auto_approve {
        true => shared.world().people.first().map(|person| person.profile.id.clone()),
        false => logged_in(shared, request, &pairs),
    };
    let Some(user) = user else { return to_login(request) };
    let asked = match AuthorizationRequest::parse(&pairs) {
        Ok(asked) => asked,
        Err(refusal) => return pages::refusal(&refusal),
    };
    let mut answer = {
        let now = shared.clock.now();
        let mut world = shared.world();
        match world.check_authorization(&asked).cloned() {
            Err(refusal) => pages::refusal(&refusal),
            Ok(_) if shared.auto_approve || world.is_approved(&asked, &user) => {
                Answer::see_other(&world.approve(now, &asked, &user))
            }
            Ok(app) => {
                let form = Form::Consent { request: asked.clone(), user: user.clone() };
                let nonce = world.open_form(now, form);
                let name = world.person(&user).map_or(user.as_str(), |person| &person.profile.display_name);
                pages::consent(&app, &asked, name, &nonce, &login_url(request))
            }
        }
    };
    (answer.client_id, answer.user) = (Some(asked.client_id.into()), Some(user.into()));
    answer
}

/// `POST /authorize/accept`: the consent page's two buttons.
pub(super) fn decide(shared: &Shared, request: &Request) -> Answer {
    let form = request.form();
    let now = shared.clock.now();
    let mut world = shared.world();
    let opened = world.close_form(now, field(&form, "nonce").unwrap_or_default());
    let Some(Form::Consent { request: asked, user }) = opened else { return pages::stale_form() };
    let location = match field(&form, "decision") {
        Some("approve") => world.approve(now, &asked, &user),
        _ => asked.denied(),
    };
    let mut answer = Answer::see_other(&location);
    (answer.client_id, answer.user) = (Some(asked.client_id.into()), Some(user.into()));
    answer
}

/// `GET /en/login`: who is it?
pub(super) fn login(shared: &Shared, request: &Request) -> Answer {
    let next = request.query("continue").and_then(|url| own_authorize(request, &url));
    if let Some(query) = next.as_deref().and_then(|next| next.split_once('?')).map(|(_, query)| query) {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        note_state(shared, &pairs);
    }
    let next = next.unwrap_or_else(|| "/".to_owned());
    let mut world = shared.world();
    let nonce = world.open_form(shared.clock.now(), Form::Login { next });
    let users: Vec<_> = world.people.iter().map(|person| person.profile.clone()).collect();
    drop(world);
    pages::login(&users, &nonce)
}

/// `POST /en/login`: begins a session and goes on to where the login came from. The cookie serves browsers; the ticket in the
/// URL serves clients that keep no cookies, for this one hop.
pub(super) fn log_in(shared: &Shared, request: &Request) -> Answer {
    let form = request.form();
    let now = shared.clock.now();
    let mut world = shared.world();
    let opened = world.close_form(now, field(&form, "nonce").unwrap_or_default());
    let Some(Form::Login { next }) = opened else { return pages::stale_form() };
    let Some(user) = field(&form, "user").filter(|user| world.person(user).is_some()).map(str::to_owned)
    else {
        return pages::message(
            StatusCode::BAD_REQUEST,
            "Who?",
            "The sandbox has no such user. Go back and choose one.",
        );
    };
    let session = world.log_in(&user);
    let ticket = world.open_form(now, Form::Ticket { user: user.clone() });
    drop(world);
    let joint = if next.contains('?') { '&' } else { '?' };
    let mut answer = Answer::see_other(&format!("{}{next}{joint}ticket={ticket}", request.origin));
    if let Ok(cookie) = HeaderValue::try_from(format!("{SESSION}={session}; Path=/; HttpOnly; SameSite=Lax"))
    {
        answer.headers.insert(SET_COOKIE, cookie);
    }
    answer.user = Some(user.into());
    answer
}

/// The user of the session cookie, or else of the ticket.
fn logged_in(shared: &Shared, request: &Request, pairs: &[(String, String)]) -> Option<String> {
    let mut world = shared.world();
    let ticket = field(pairs, "ticket").and_then(|ticket| world.close_form(shared.clock.now(), ticket));
    if let Some(Form::Ticket { user }) = ticket {
        return Some(user);
    }
    request.cookie(SESSION).and_then(|cookie| world.session(cookie)).map(str::to_owned)
}

/// Spotify's first hop for somebody who is not logged in.
fn to_login(request: &Request) -> Answer {
    Answer::see_other(&login_url(request)).with(REFERRER_POLICY, "no-referrer")
}

/// The login page, from where it goes on with this request.
fn login_url(request: &Request) -> String {
    let query = request.uri.query().unwrap_or_default();
    let mut next = form_urlencoded::Serializer::new(String::new());
    next.append_pair("continue", &format!("{}/authorize?{query}", request.origin));
    if let Some(client_id) = request.query("client_id") {
        next.append_pair("client_id", &client_id);
    }
    format!("{}/en/login?{}", request.origin, next.finish())
}

/// `url` as a path of this sandbox, if it leads to `/authorize` here: a login must not become an open redirect.
fn own_authorize(request: &Request, url: &str) -> Option<String> {
    let rest = url.strip_prefix(&request.origin)?;
    let uri: Uri = rest.parse().ok()?;
    let without_ticket = form_urlencoded::parse(uri.query()?.as_bytes()).filter(|(name, _)| name != "ticket");
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(without_ticket).finish();
    (uri.path().trim_end_matches('/') == "/authorize").then(|| format!("/authorize?{query}"))
}

fn note_state(shared: &Shared, pairs: &[(String, String)]) {
    if let Some(state) = field(pairs, "state") {
        shared.world().note_secret(state);
    }
}
