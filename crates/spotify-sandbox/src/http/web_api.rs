//! The Web API, `/v1`: which operation, who calls, and whether they may.

mod albums;
mod artists;
mod audiobooks;
mod batch;
mod browse;
mod cache;
mod closed;
mod episodes;
mod following;
mod library;
mod limited;
mod markets;
mod operations;
mod page;
mod player;
mod playlists;
mod recommendations;
mod saved;
mod search;
mod several;
mod shows;
mod top;
mod tracks;
mod users;

use std::borrow::Cow;
use std::time::SystemTime;

use http::header::AUTHORIZATION;
use http::{Method, StatusCode};
use url::form_urlencoded;

use super::{Answer, ApiError, Request, pages};
use crate::catalogue::{Kind, Missing, Positions, Reference, View};
use crate::shared::{Shared, lock};
use crate::world::Caller;

pub(crate) use cache::Cache;
use cache::Key;
use operations::{Access, OPERATIONS, Operation};

/// What an operation gives.
type Outcome = Result<Answer, ApiError>;

/// One call of an operation by a caller who may make it.
struct Call<'a> {
    shared: &'a Shared,
    request: &'a Request,
    caller: Caller,
    /// What stands for `{id}` in the path.
    id: String,
    now: SystemTime,
    /// Where the user is in episodes and chapters; none without the scope for it.
    positions: Option<Positions>,
}

pub(super) fn route(shared: &Shared, request: &Request) -> Answer {
    if [Method::POST, Method::PUT].contains(&request.method) && !has_length(request) {
        return pages::without_length();
    }
    let path = request.route().strip_prefix("/v1").unwrap_or_default();
    let mut same_path =
        OPERATIONS.iter().filter_map(|operation| Some((operation, matched(operation.path, path)?)));
    let found = same_path.find(|(operation, _)| operation.method == request.method);
    let now = shared.clock.now();
    let caller = match authenticate(shared, request, now) {
        Ok(caller) => caller,
        Err(error) => return error.into(),
    };
    let (client_id, user) = (Some(caller.client_id.clone()), caller.user.clone());
    if let Some(mut answer) = limited::refusal(shared, &caller, request, now) {
        (answer.client_id, answer.user) = (client_id, user);
        return answer;
    }
    let outcome = match (closed::refusal(shared.rules, &request.method, path), found) {
        (Some(refusal), _) => Err(refusal),
        (None, Some((operation, id))) => {
            let positions = positions(shared, &caller, now);
            run(operation, Call { shared, request, caller, id: id.into_owned(), now, positions })
        }
        (None, None) => Err(ApiError::new(StatusCode::NOT_FOUND, "Service not found")),
    };
    let mut answer = outcome.unwrap_or_else(Answer::from);
    (answer.client_id, answer.user) = (client_id, user);
    answer
}

/// Where the user of a token is in what they have played, if the token may see it.
fn positions(shared: &Shared, caller: &Caller, now: SystemTime) -> Option<Positions> {
    let user = caller.user.as_deref().filter(|_| caller.scopes.contains("user-read-playback-position"))?;
    shared.world().person_mut(user).map(|person| person.player.positions(now).clone())
}

fn run(operation: &Operation, call: Call<'_>) -> Outcome {
    let needs_user = !matches!(operation.access, Access::Anyone);
    if needs_user && call.caller.user.is_none() {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "This request requires user authentication."));
    }
    match operation.access {
        Access::Scope(scope) if !call.caller.scopes.contains(scope) => {
            return Err(ApiError::new(StatusCode::FORBIDDEN, "Insufficient client scope"));
        }
        Access::Player(scope) if !call.caller.scopes.contains(scope) => {
            return Err(ApiError::new(StatusCode::UNAUTHORIZED, "Permissions missing"));
        }
        _ => {}
    }
    if operation.method != Method::GET {
        let answer = (operation.run)(&call)?;
        lock(&call.shared.cache).outdate();
        return Ok(answer);
    }
    // Where a user is in an episode changes with time alone.
    let moves_on = call.positions.as_ref().is_some_and(|positions| !positions.is_empty());
    if !operation.is_cacheable() || moves_on {
        return (operation.run)(&call);
    }
    let key = Key::of(&call, lock(&call.shared.cache).age());
    if let Some(answer) = lock(&call.shared.cache).get(&key) {
        return Ok(answer);
    }
    let answer = (operation.run)(&call)?;
    lock(&call.shared.cache).put(key, &answer);
    Ok(answer)
}

/// Whose token it is (RFC 6750 2.1; Spotify takes it from nowhere but the header).
fn authenticate(shared: &Shared, request: &Request, now: SystemTime) -> Result<Caller, ApiError> {
    let unauthorized =
        |classic| ApiError::new(StatusCode::UNAUTHORIZED, shared.wording.unauthorized(classic));
    let Some(header) = request.headers.get(AUTHORIZATION) else {
        let challenge =
            r#"Bearer realm="spotify", error="missing_token", error_description="No token provided""#;
        return Err(unauthorized("No token provided").authenticate(challenge));
    };
    let bearer = header.to_str().ok().and_then(|header| header.split_once(' '));
    let Some(token) =
        bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token)
    else {
        return Err(ApiError::bad_request("Only valid bearer authentication supported"));
    };
    let mut world = shared.world();
    world.bearer(now, token.trim()).ok_or_else(|| {
        world.note_secret(token.trim());
        let challenge =
            r#"Bearer realm="spotify", error="invalid_token", error_description="Invalid access token""#;
        let classic = if world.has_expired(now, token.trim()) {
            "The access token expired"
        } else {
            "Invalid access token"
        };
        unauthorized(classic).authenticate(challenge)
    })
}

/// What `{id}` is in `path`, if the path fits the template; empty where the template has none.
fn matched<'a>(template: &str, path: &'a str) -> Option<Cow<'a, str>> {
    let mut id = Cow::Borrowed("");
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(id),
            (Some(name), Some(segment)) if name.starts_with('{') => id = decoded(segment)?,
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

/// A path segment without its percent-encoding. `+` is a plus sign in a path.
fn decoded(segment: &str) -> Option<Cow<'_, str>> {
    if !segment.contains('%') {
        return Some(Cow::Borrowed(segment));
    }
    let query = format!("x={}", segment.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| Cow::Owned(value.into_owned()))
}

/// A write without a length gets no further than Spotify's front end.
fn has_length(request: &Request) -> bool {
    request.headers.contains_key(http::header::CONTENT_LENGTH)
        || request.headers.contains_key(http::header::TRANSFER_ENCODING)
}

impl Call<'_> {
    /// The entity that `{id}` names.
    fn find(&self, kind: Kind) -> Result<Reference, ApiError> {
        self.shared.catalogue.find(kind, &self.id).map_err(|missing| match missing {
            Missing::Malformed => ApiError::bad_request("Invalid base62 id"),
            Missing::Unknown => ApiError::unknown(kind.uri_word(), &self.id),
        })
    }

    /// The country of the user's account.
    fn country(&self) -> Option<String> {
        let user = self.caller.user.as_deref()?;
        self.shared.world().person(user).map(|person| person.profile.country.clone())
    }

    /// The market the answer is for. The country of a user's account wins over the parameter.
    fn market(&self) -> Result<Option<String>, ApiError> {
        let Some(asked) = self.request.query("market") else { return Ok(None) };
        let country = self.country();
        let is_code = asked.len() == 2 && asked.bytes().all(|byte| byte.is_ascii_alphabetic());
        match country {
            Some(country) if is_code || asked == "from_token" => Ok(Some(country)),
            None if is_code => Ok(Some(asked.to_ascii_uppercase())),
            _ => Err(ApiError::bad_request("Invalid market code")),
        }
    }

    fn view<'v>(&'v self, market: Option<&'v str>) -> View<'v> {
        View {
            origin: &self.request.origin,
            market,
            fields: self.shared.rules.fields(),
            positions: self.positions.as_ref(),
            previews: self.shared.rules.set().previews,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_gives_the_decoded_id() {
        let id = |path| matched("/albums/{id}/tracks", path).map(Cow::into_owned);
        assert_eq!(id("/albums/4aawyAB9vmqN3uQ7FjRGTy/tracks").as_deref(), Some("4aawyAB9vmqN3uQ7FjRGTy"));
        assert_eq!(id("/albums/a%2Fb+c%26d/tracks").as_deref(), Some("a/b+c&d"));
        assert_eq!(id("/albums//tracks").as_deref(), Some(""));
        assert_eq!(id("/albums/x"), None);
        assert_eq!(id("/albums/x/tracks/y"), None);
        assert_eq!(matched("/me", "/me").as_deref(), Some(""));
    }
}
