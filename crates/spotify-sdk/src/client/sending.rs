//! One call from arguments to model: token, request, attempts, the 401 that a new token mends, answer.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Request};
use tracing::Instrument as _;
use url::Url;

use super::Core;
use crate::attempt::{Answer, Attempts, Pace as _, Plan};
use crate::auth::{Flow, SharedProvider};
use crate::endpoint::{ApiRequest, Body, CallOptions, Login, Operation, Repeat, Step};
use crate::error::{Error, ErrorKind, Result, without};
use crate::gate::{Gate, Passage, SharedPauses};
use crate::secret::AccessToken;

/// How long a hurried request may take, with the token and all else that it waits for.
const HURRY: Duration = Duration::from_secs(5);

pub(super) async fn run<S: Step>(
    core: &Core,
    provider: &SharedProvider,
    (gate, shared): (&Gate, Option<&SharedPauses>),
    options: &CallOptions,
    step: &S,
) -> Result<S::Answer> {
    let operation = step.describe();
    let span = tracing::debug_span!(
        "spotify",
        operation = operation.id,
        method = operation.method.as_str(),
        path = operation.path
    );
    async {
        let request = step.prepare().map_err(|error| error.with_operation(operation.id))?;
        refuse_without_user(&operation, provider)?;
        let is_hurried = options.is_hurried();
        let max_wait = if is_hurried { Duration::ZERO } else { core.attempts.policy.max_wait };
        let passage = Passage::new(gate, shared, max_wait);
        let exchange = exchange(core, provider, &passage, options, &operation, &request);
        let Exchange { answer, token, renewed } = match is_hurried {
            false => exchange.await?,
            true => {
                let longest = HURRY.min(attempts(core, options).timeout);
                tokio::time::timeout(longest, exchange).await.map_err(|_| too_late(&operation))??
            }
        };
        let error = match answer.status {
            200..=299 => match step.read(answer.status, &answer.body) {
                Ok(output) => return Ok(output),
                Err(error) => unread(&operation, error),
            },
            _ => refusal(step, &answer, renewed),
        };
        if !repeats(&answer, &token) {
            return Err(error);
        }
        // Whoever answered repeats the token. Errors are shown and logged, so this one is made of an answer without it.
        let clean = answer.without(&[token.expose()]);
        Err(match clean.status {
            200..=299 => unread(
                &operation,
                step.read(clean.status, &clean.body).err().unwrap_or_else(|| without_token(&operation)),
            ),
            _ => refusal(step, &clean, renewed),
        })
    }
    .instrument(span)
    .await
}

/// The error for an answer that says success in words that can't be read. A write was taken then, if it was Spotify who
/// answered.
fn unread(operation: &Operation, error: Error) -> Error {
    match (operation.repeat, error.kind()) {
        (Repeat::OnlyIfUnsent, ErrorKind::Decode | ErrorKind::InvalidResponse) => {
            error.with_kind(ErrorKind::RequestMaybeApplied).with_advice(
                "The answer says success, and the rest of it can't be read: look whether it was done before you repeat it",
            )
        }
        _ => error,
    }
}

/// An answer, and how it was obtained.
struct Exchange {
    answer: Answer,
    token: AccessToken,
    /// Whether the provider had another token when the first was refused.
    renewed: bool,
}

fn repeats(answer: &Answer, token: &AccessToken) -> bool {
    let contains = |bytes: &[u8]| without(bytes, &[token.expose()]) != bytes;
    contains(&answer.body) || answer.headers.values().any(|value| contains(value.as_bytes()))
}

/// For a request that has little time, and took more.
fn too_late(operation: &Operation) -> Error {
    Error::new(ErrorKind::Timeout, "there was no answer in the little time that it had")
        .with_operation(operation.id)
}

/// For an answer that can be read only with the token in it.
fn without_token(operation: &Operation) -> Error {
    Error::invalid_response("the answer repeats the access token and can't be read")
        .with_operation(operation.id)
}

/// Sends the request, and once more with another token if Spotify refuses the first and the provider has another.
async fn exchange(
    core: &Core,
    provider: &SharedProvider,
    passage: &Passage<'_>,
    options: &CallOptions,
    operation: &Operation,
    request: &ApiRequest,
) -> Result<Exchange> {
    let url = core.api.join(request.path(), Some(request.query()));
    let repeatable = operation.repeat == Repeat::Safe;
    let plan = Plan { operation: operation.id, path: operation.path, repeatable, patience: 1 };
    let attempts = attempts(core, options);
    let send = async |token: &AccessToken| {
        let mut request = to_http(url.as_str(), request, token)?;
        options.add_headers_to(request.headers_mut());
        attempts.run(plan, request, passage).await.map_err(|error| error.with_operation(operation.id))
    };
    // Before the token: while nothing may be sent, none is asked for, and after a long wait an old one would have expired.
    passage.before(&plan).await?;
    let token = provider.access_token().await?;
    let answer = send(&token).await?;
    // Who is in a hurry has no time to wait for another token.
    if answer.status != 401 || lacks_permission(&answer) || options.is_hurried() {
        return Ok(Exchange { answer, token, renewed: true });
    }
    provider.invalidate(&token);
    let another = provider.access_token().await?;
    if another == token {
        return Ok(Exchange { answer, token, renewed: false });
    }
    tracing::debug!(operation = operation.id, "the access token was refused; repeating with another");
    Ok(Exchange { answer: send(&another).await?, token: another, renewed: true })
}

/// The client's attempts, with what this call has of its own.
fn attempts<'a>(core: &'a Core, options: &CallOptions) -> Cow<'a, Attempts> {
    let mut attempts = Cow::Borrowed(&core.attempts);
    if let Some(timeout) = options.own_timeout() {
        attempts.to_mut().timeout = timeout;
    }
    if let Some(max_retries) = options.own_max_retries() {
        attempts.to_mut().policy.max_retries = max_retries;
    }
    attempts
}

/// The player says with a 401 that a scope is missing, and so does the upload of a cover: no other token of the same login mends
/// it.
fn lacks_permission(answer: &Answer) -> bool {
    let messages: [&[u8]; 2] = [b"Permissions missing", b"\"Unauthorized.\""];
    let has = |message: &&[u8]| answer.body.windows(message.len()).any(|window| window == *message);
    answer.body.len() < 1024 && messages.iter().any(has)
}

/// The bearer goes where the base URL points and nowhere else: paths are made here, and nothing from an answer becomes a URL.
fn to_http(url: &str, request: &ApiRequest, token: &AccessToken) -> Result<Request<Bytes>> {
    let builder = Request::builder()
        .method(http::Method::from(request.method()))
        .uri(url)
        .header(AUTHORIZATION, token.authorization())
        .header(ACCEPT, HeaderValue::from_static("application/json"));
    let json = HeaderValue::from_static("application/json");
    let request = match request.body() {
        // Spotify answers a PUT without a length with 411.
        Body::None if request.method().as_str() != "GET" => {
            builder.header(CONTENT_LENGTH, HeaderValue::from_static("0")).body(Bytes::new())
        }
        Body::None => builder.body(Bytes::new()),
        Body::Json(bytes) => builder.header(CONTENT_TYPE, json).body(bytes.clone()),
        Body::Bytes { content_type, bytes } => {
            builder.header(CONTENT_TYPE, *content_type).body(bytes.clone())
        }
    };
    request.map_err(|error| Error::invalid_argument("the request can't be built").with_source(error))
}

fn refuse_without_user(operation: &Operation, provider: &SharedProvider) -> Result<()> {
    if operation.login == Login::App || provider.flow() != Some(Flow::ClientCredentials) {
        return Ok(());
    }
    let scopes = operation.scopes.join(" ");
    let scopes = if scopes.is_empty() { String::new() } else { format!(" with the scopes `{scopes}`") };
    Err(Error::new(
        ErrorKind::UserLoginRequired,
        "this operation is about a user, and client credentials are an app without one",
    )
    .with_operation(operation.id)
    .with_advice(format!("Log a user in: use AuthorizationCode{scopes}")))
}

/// The error for an answer that is not a success.
fn refusal(step: &impl Step, answer: &Answer, renewed: bool) -> Error {
    let error =
        step.refusal(answer.status, &answer.headers, &answer.body).with_retry_after(answer.retry_after);
    match answer.status {
        300..=399 => {
            let target = redirect_target(answer).map_or_else(String::new, |target| format!(" (this one leads to {target})"));
            error.with_kind(ErrorKind::InvalidResponse).with_advice(format!(
                "Redirects are never followed, as they would carry the token elsewhere{target}; check the API base URL"
            ))
        }
        401 if !renewed => error.with_advice(
            "It has expired, was revoked or is not Spotify's, and there is no other: a fixed access token is not refreshed. Get \
             another one, or use a login that renews its tokens",
        ),
        500..=599 if step.describe().repeat == Repeat::OnlyIfUnsent => {
            error.with_kind(ErrorKind::RequestMaybeApplied).with_advice(
                "Spotify failed while it carried this out: look whether it was done before you repeat it",
            )
        }
        _ => error,
    }
}

/// Scheme, host and port that a redirect leads to. The rest of the URL may hold anything.
fn redirect_target(answer: &Answer) -> Option<String> {
    let target = Url::parse(answer.headers.get(LOCATION)?.to_str().ok()?).ok()?;
    target.has_host().then(|| target.origin().ascii_serialization())
}

#[cfg(test)]
mod tests;
