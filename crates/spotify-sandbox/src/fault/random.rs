//! Everything that goes wrong, a little of each, at random from one seed.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Fault, FaultHandle};

/// Trouble of all kinds at random, from one seed: for long tests. Give it to [`Sandbox::random_faults`](crate::Sandbox::random_faults).
///
/// Server errors, short and long rate limits, refused tokens, connections that are closed or reset before or after a request was
/// carried out, torn and slow bodies, pages of HTML; of the Web API and of the token endpoint. One seed is one sequence of faults. Which
/// request meets which of them depends on the order in which requests arrive.
///
/// Where refresh tokens rotate ([`RefreshTokens::Rotate`](crate::RefreshTokens::Rotate) and its like), an answer of the token endpoint
/// that is lost takes the login with it, whatever a client does. There only requests that were not carried out go wrong at the token
/// endpoint.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// use spotify_sandbox::{RandomFaults, Sandbox};
///
/// let sandbox = Sandbox::builder().start()?;
/// let trouble = sandbox.random_faults(RandomFaults::new(7).web_api(0.1).token_endpoint(0.2));
/// // .. a program at work ..
/// assert_eq!(trouble.hits().values().sum::<u64>(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "faults do nothing until they are given to Sandbox::random_faults"]
pub struct RandomFaults {
    seed: u64,
    web_api: f64,
    token_endpoint: f64,
}

impl RandomFaults {
    /// Five requests of a hundred to the Web API and ten of a hundred to the token endpoint go wrong, as `seed` decides.
    pub fn new(seed: u64) -> Self {
        Self { seed, web_api: 0.05, token_endpoint: 0.1 }
    }

    /// The part of requests to the Web API that something happens to, 0 to 1.
    pub fn web_api(mut self, part: f64) -> Self {
        self.web_api = part;
        self
    }

    /// The part of requests to the token endpoint that something happens to, 0 to 1.
    pub fn token_endpoint(mut self, part: f64) -> Self {
        self.token_endpoint = part;
        self
    }

    /// The faults with their names, each aimed and given its share.
    pub(crate) fn plan(self, answers_may_be_lost: bool) -> Vec<(&'static str, Fault)> {
        let mut plan = self.shared_out("/v1/*", self.web_api, web_api());
        let mut at_token = token_endpoint();
        if answers_may_be_lost {
            at_token.extend(lost_token_answers());
        }
        plan.extend(self.shared_out("POST /api/token", self.token_endpoint, at_token));
        plan
    }

    fn shared_out(&self, target: &str, part: f64, kinds: Vec<Kind>) -> Vec<(&'static str, Fault)> {
        let weights: f64 = kinds.iter().map(|kind| kind.weight).sum();
        let part = part.clamp(0.0, 1.0);
        let mut left = 1.0;
        let mut faults = Vec::new();
        for Kind { name, weight, fault } in kinds {
            // Each is asked only about what those before it have let pass.
            let share = part * weight / weights;
            let probability = if left > 0.0 { (share / left).min(1.0) } else { 0.0 };
            left -= share;
            faults.push((name, fault.at(target).at_random(probability, self.seed)));
        }
        faults
    }
}

/// A kind of trouble, and how much more of it there is than of others.
struct Kind {
    name: &'static str,
    weight: f64,
    fault: Fault,
}

fn kind(name: &'static str, weight: f64, fault: Fault) -> Kind {
    Kind { name, weight, fault }
}

/// What happens to requests of the Web API; where they are aimed is decided by the plan.
fn web_api() -> Vec<Kind> {
    let on = || Fault::on("/v1/*");
    vec![
        kind("api 500", 2.0, on().status(500)),
        kind("api 502", 2.0, on().status(502)),
        kind("api 502, applied", 2.0, on().status(502).after_applying()),
        kind("api 503 with Retry-After", 2.0, on().status(503).header("retry-after", "2")),
        kind("api 429, short", 2.0, Fault::rate_limited(2)),
        kind("api 429 without Retry-After", 1.0, Fault::rate_limited_without_header()),
        kind("api 429, long", 0.1, Fault::rate_limited(1_800)),
        kind("api 401, token missing", 2.0, Fault::access_token_missing()),
        kind("api closed", 2.0, on().close()),
        kind("api closed, applied", 2.0, on().close().after_applying()),
        kind("api reset", 1.0, on().reset()),
        kind("api reset, applied", 1.0, on().reset().after_applying()),
        kind("api torn", 2.0, on().truncate(20)),
        kind("api reset amid the body", 1.0, on().truncate(20).reset()),
        kind("api slow", 2.0, on().delay(Duration::from_millis(100))),
        kind("api HTML", 1.0, on().html()),
        kind("api 502 in HTML", 1.0, on().status(502).html()),
        kind("api wrong content type", 1.0, on().content_type("text/plain")),
    ]
}

/// What happens to token requests that are not carried out, or whose answer arrives whole.
fn token_endpoint() -> Vec<Kind> {
    let on = || Fault::on("POST /api/token");
    let error = |status: u16| on().status(status);
    vec![
        kind("token 500", 2.0, error(500)),
        kind("token 503", 3.0, error(503)),
        kind("token 503 with Retry-After", 1.0, error(503).header("retry-after", "2")),
        kind("token 429, short", 2.0, error(429).header("retry-after", "2")),
        kind("token 429, long", 0.05, error(429).header("retry-after", "600")),
        kind("token closed", 2.0, on().close()),
        kind("token reset", 1.0, on().reset()),
        kind("token HTML", 1.0, on().html()),
        kind("token 503 in HTML", 1.0, error(503).html()),
        kind("token slow", 2.0, on().delay(Duration::from_millis(50))),
        kind("token wrong content type", 1.0, on().content_type("text/html")),
    ]
}

/// What loses an answer with a token in it.
fn lost_token_answers() -> Vec<Kind> {
    let on = || Fault::on("POST /api/token");
    vec![
        kind("token 502, issued", 1.0, on().status(502).after_applying()),
        kind("token closed, issued", 2.0, on().close().after_applying()),
        kind("token reset, issued", 1.0, on().reset().after_applying()),
        kind("token torn", 2.0, on().truncate(40)),
    ]
}

/// Random faults that were given to a sandbox: what has happened. Dropping it leaves them where they are.
#[derive(Clone, Debug)]
pub struct RandomFaultsHandle(Vec<(&'static str, FaultHandle)>);

impl RandomFaultsHandle {
    pub(crate) fn new(faults: Vec<(&'static str, FaultHandle)>) -> Self {
        Self(faults)
    }

    /// How many requests each kind of trouble has hit so far.
    pub fn hits(&self) -> BTreeMap<&'static str, u64> {
        self.0.iter().map(|(name, handle)| (*name, handle.hits())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Faults;
    use super::*;

    fn hits(faults: RandomFaults, path: &str, requests: u64) -> RandomFaultsHandle {
        let mut registry = Faults::default();
        let plan = faults.plan(true).into_iter().map(|(name, fault)| (name, registry.add(fault)));
        let handle = RandomFaultsHandle::new(plan.collect());
        for _ in 0..requests {
            registry.due("POST", path);
        }
        handle
    }

    #[test]
    fn every_kind_has_its_share_and_all_together_have_theirs() {
        let handle = hits(RandomFaults::new(7).web_api(0.5), "/v1/me", 20_000);
        let of_api =
            handle.hits().into_iter().filter(|(name, _)| name.starts_with("api")).collect::<Vec<_>>();
        assert!(of_api.iter().all(|(_, hits)| *hits > 0), "{of_api:?}");
        let all: u64 = of_api.iter().map(|(_, hits)| hits).sum();
        assert!((9_700..10_300).contains(&all), "{all} of 20,000");
        let (often, seldom) = (handle.hits()["api torn"], handle.hits()["api reset"]);
        assert!(often > seldom + seldom / 2, "{often} and {seldom}");
        assert_eq!(handle.hits()["token torn"], 0);
    }

    #[test]
    fn a_seed_is_one_sequence() {
        let of = |seed| hits(RandomFaults::new(seed), "/api/token", 5_000).hits();
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        assert_eq!(hits(RandomFaults::new(7).token_endpoint(0.0), "/api/token", 500).hits()["token 503"], 0);
    }

    #[test]
    fn where_refresh_tokens_rotate_no_answer_with_one_is_lost() {
        let plan = RandomFaults::new(7).plan(false);
        let at_token = plan.iter().filter(|(name, _)| name.starts_with("token"));
        for (name, fault) in at_token {
            let effect = &fault.effect;
            let arrives = effect.replacement.is_none() && effect.ending.is_none();
            assert!(!effect.applies() || arrives, "{name}");
        }
    }
}
