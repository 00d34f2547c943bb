//! What a client does in a round, async or blocking.

use std::time::Duration;

use spotify_sdk::{Error, SpotifyClient, blocking};

use super::crew::Member;
use crate::plan::Plan;
use crate::protocol::{CALL, Call, Doing, Failure};

/// One call to make.
pub(crate) struct Work {
    name: String,
    task: Task,
    /// After how long the caller loses interest; only where calls can be dropped.
    gives_up: Option<Duration>,
}

enum Task {
    Profile,
    Album(String),
    Track(String),
    SavedPages,
    AlbumPages(String),
    Save(String),
    Create,
}

type Result = std::result::Result<(), Failure>;

impl Work {
    /// What chance wants of this client in this round.
    pub(crate) fn of(plan: &Plan, round: u64, member: &Member) -> Self {
        let choice = plan.choice(round, member.client.number);
        let (percent, rest) = (choice % 100, choice / 100);
        let pick = |ids: &[String]| ids[rest as usize % ids.len()].clone();
        let task = match (member.client.user().is_some(), percent) {
            (true, 0..25) => Task::Profile,
            (true, 25..40) => Task::Album(pick(&member.service.albums)),
            (true, 40..60) => Task::Track(pick(&member.service.tracks)),
            (true, 60..80) => Task::SavedPages,
            (true, 80..90) => Task::Save(pick(&member.service.tracks)),
            (true, _) => Task::Create,
            (false, 0..40) => Task::Album(pick(&member.service.albums)),
            (false, 40..80) => Task::Track(pick(&member.service.tracks)),
            (false, _) => Task::AlbumPages(pick(&member.service.albums)),
        };
        let gives_up = (rest % 40 == 7).then(|| Duration::from_millis(1 + rest / 40 % 40));
        Self { name: format!("{round}-{}", member.client.number), task, gives_up }
    }

    /// The same for all: whether their login is still there.
    pub(crate) fn roll_call(round: u64, member: &Member) -> Self {
        let task = match member.client.user() {
            Some(_) => Task::Profile,
            None => Task::Album(member.service.albums[0].clone()),
        };
        Self { name: format!("{round}-{}", member.client.number), task, gives_up: None }
    }

    pub(crate) async fn run(self, member: &Member) -> Call {
        let spotify = member.spotify();
        let work = self.send(member, spotify);
        let result = match self.gives_up {
            Some(patience) => tokio::time::timeout(patience, work).await.ok(),
            None => Some(work.await),
        };
        self.call(member, result)
    }

    pub(crate) fn block(self, member: &Member) -> Call {
        let result = self.send_blocking(member, &member.spotify().into());
        self.call(member, Some(result))
    }

    fn call(&self, member: &Member, result: Option<Result>) -> Call {
        let doing = match self.task {
            Task::Save(_) => Doing::Saving,
            Task::Create => Doing::Creating,
            _ => Doing::Reading,
        };
        Call { name: self.name.clone(), client: member.client.number, doing, result }
    }

    async fn send(&self, member: &Member, spotify: SpotifyClient) -> Result {
        let name = &*self.name;
        match &self.task {
            Task::Profile => {
                let profile =
                    spotify.users().get_current_profile().header(CALL, name).await.map_err(failure)?;
                own(member, profile.id.as_str())
            }
            Task::Album(id) => {
                same(id, spotify.albums().get(id).header(CALL, name).await.map_err(failure)?.id.as_str())
            }
            Task::Track(id) => spotify.tracks().get(id).header(CALL, name).await.map(drop).map_err(failure),
            Task::SavedPages => {
                let rows = spotify.tracks().get_saved().limit(20).header(CALL, name).stream();
                enough(rows.collect_up_to(45).await.map_err(failure)?.len(), 45)
            }
            Task::AlbumPages(id) => {
                let rows = spotify.albums().get_tracks(id).limit(4).header(CALL, name).stream();
                enough(rows.collect_up_to(8).await.map_err(failure)?.len(), 1)
            }
            Task::Save(id) => spotify.tracks().save([id]).header(CALL, name).await.map_err(failure),
            Task::Create => {
                spotify.playlists().create(name).header(CALL, name).await.map(drop).map_err(failure)
            }
        }
    }

    fn send_blocking(&self, member: &Member, spotify: &blocking::SpotifyClient) -> Result {
        let name = &*self.name;
        match &self.task {
            Task::Profile => {
                let profile =
                    spotify.users().get_current_profile().header(CALL, name).send().map_err(failure)?;
                own(member, profile.id.as_str())
            }
            Task::Album(id) => {
                same(id, spotify.albums().get(id).header(CALL, name).send().map_err(failure)?.id.as_str())
            }
            Task::Track(id) => spotify.tracks().get(id).header(CALL, name).send().map(drop).map_err(failure),
            Task::SavedPages => {
                let rows = spotify.tracks().get_saved().limit(20).header(CALL, name).iter();
                enough(rows.collect_up_to(45).map_err(failure)?.len(), 45)
            }
            Task::AlbumPages(id) => {
                let rows = spotify.albums().get_tracks(id).limit(4).header(CALL, name).iter();
                enough(rows.collect_up_to(8).map_err(failure)?.len(), 1)
            }
            Task::Save(id) => spotify.tracks().save([id]).header(CALL, name).send().map_err(failure),
            Task::Create => {
                spotify.playlists().create(name).header(CALL, name).send().map(drop).map_err(failure)
            }
        }
    }
}

fn failure(error: Error) -> Failure {
    Failure { kind: format!("{:?}", error.kind()), text: error.to_string() }
}

fn own(member: &Member, id: &str) -> Result {
    same(&member.client.user().unwrap_or_default(), id)
}

fn same(wanted: &str, got: &str) -> Result {
    if wanted == got {
        return Ok(());
    }
    Err(Failure { kind: "Foreign".to_owned(), text: format!("{got} instead of {wanted}") })
}

fn enough(rows: usize, wanted: usize) -> Result {
    if rows >= wanted {
        return Ok(());
    }
    Err(Failure { kind: "Missing".to_owned(), text: format!("{rows} rows of {wanted}") })
}
