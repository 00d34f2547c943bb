//! What the cache and the service do when the machine asks something of them.

use super::*;

impl World {
    pub(super) fn carry_out(&mut self, index: usize, command: Command, requests: &mut u32) -> Event {
        match command {
            Command::Load if self.kind.fails && self.mishap() => Event::Loaded(Err(cache_error())),
            Command::Load => {
                if self.kind.forgets && self.mishap() {
                    self.cache = None;
                }
                Event::Loaded(Ok(self.cache.clone()))
            }
            Command::Pause(_) => Event::Paused,
            Command::Request(Grant::RefreshToken(token)) => {
                *requests += 1;
                let shown = token.expose_secret();
                // Processes whose cache forgets what they tell each other can't know what was given up.
                let in_the_dark = self.kind.forgets && self.acted.len() > 1;
                let keeps_old = self.service.keeps_old();
                let process = &mut self.processes[index];
                assert!(
                    in_the_dark || keeps_old || process.may_send(shown),
                    "{shown} was refused or replaced before"
                );
                let turned_away = self.turns_away && self.mishap();
                if turned_away {
                    return Event::Answered(Err(self.turned_away()));
                }
                let answer = self.service.refresh(shown);
                if self.loses_answers && answer.is_ok() && self.mishap() {
                    let replaces = answer.is_ok_and(|answer| answer.refresh_token.is_some());
                    self.lost_in_the_window += u32::from(replaces && !self.service.keeps_old());
                    return Event::Answered(Err(Error::new(ErrorKind::Network, "the answer was lost")));
                }
                let process = &mut self.processes[index];
                match &answer {
                    Ok(TokenAnswer { refresh_token: Some(next), .. }) => {
                        let next = next.expose_secret().to_owned();
                        process.used_up.insert(shown.to_owned(), Fate::Replaced(next));
                    }
                    Ok(_) => {}
                    Err(_) => {
                        process.used_up.insert(shown.to_owned(), Fate::Refused);
                    }
                }
                Event::Answered(answer)
            }
            Command::Save { expected, token } => self.compare_and_set(expected.as_ref(), token, Event::Saved),
            Command::Bury { expected } => {
                self.compare_and_set(Some(&expected), TokenInfo::tombstone(), Event::Buried)
            }
            Command::Lock | Command::Request(_) | Command::Finish(_) => {
                unreachable!("not for this flow, or done before")
            }
        }
    }

    fn compare_and_set(
        &mut self,
        expected: Option<&TokenInfo>,
        token: TokenInfo,
        event: fn(Result<bool, Error>) -> Event,
    ) -> Event {
        if self.kind.fails && self.mishap() {
            return event(Err(cache_error()));
        }
        let same = self.cache.as_ref() == expected;
        if same {
            self.cache = Some(token);
            self.writes += 1;
        }
        event(Ok(same))
    }
}
