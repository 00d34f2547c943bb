//! Creating playlists, and changing what is said about them.

use http::StatusCode;

use super::fields::Filter;
use super::{body, forbidden, found, items, json_body, modify, need};
use crate::http::web_api::{Answer, ApiError, Call, Outcome};
use crate::world::Playlist;

/// What a request says about a playlist.
struct Details {
    name: Option<String>,
    public: Option<bool>,
    collaborative: Option<bool>,
    description: Option<String>,
}

impl Details {
    fn of(call: &Call<'_>) -> Result<Self, ApiError> {
        let body = json_body(call)?;
        let given = |name: &str| body.get(name).filter(|value| !value.is_null());
        let text = |name: &str| given(name).map(|value| value.as_str().map(str::to_owned).ok_or_else(bad));
        let flag = |name: &str| given(name).map(|value| value.as_bool().ok_or_else(bad));
        Ok(Self {
            name: text("name").transpose()?,
            public: flag("public").transpose()?,
            collaborative: flag("collaborative").transpose()?,
            description: text("description").transpose()?,
        })
    }

    /// Makes it so. A playlist is not public and collaborative at once.
    fn apply(self, playlist: &mut Playlist) -> Result<(), ApiError> {
        let public = self.public.unwrap_or(playlist.public);
        let collaborative = self.collaborative.unwrap_or(playlist.collaborative);
        if public && collaborative {
            return Err(bad());
        }
        (playlist.public, playlist.collaborative) = (public, collaborative);
        if let Some(name) = self.name {
            playlist.name = name;
        }
        if let Some(description) = self.description {
            playlist.description = Some(description).filter(|description| !description.is_empty());
        }
        Ok(())
    }
}

fn bad() -> ApiError {
    ApiError::bad_request("Bad request")
}

pub(in crate::http::web_api) fn create(call: &Call<'_>) -> Outcome {
    let details = Details::of(call)?;
    let name = details.name.clone().filter(|name| !name.is_empty());
    let name = name.ok_or(ApiError::bad_request("Missing required field: name"))?;
    let user = call.caller.user.as_deref().ok_or_else(forbidden)?;
    need(call, modify(details.public.unwrap_or(true)))?;
    if details.collaborative == Some(true) {
        need(call, modify(true))?;
    }
    let look = items::Look::of(call)?;
    let mut world = call.shared.world();
    let capacity = call.shared.rules.set().capacity;
    if world.person(user).is_some_and(|person| person.playlists.len() >= capacity.playlists) {
        return Err(ApiError::full());
    }
    let id = call.shared.catalogue.playlist_id(world.playlists.len() as u64);
    let mut playlist = Playlist::new(id.clone(), user, name);
    details.apply(&mut playlist)?;
    world.add_playlist(playlist);
    let body = body::full(call, &world, found(&world, &id)?, &look, &Filter::default());
    Ok(Answer::json(StatusCode::CREATED, &body))
}

/// The older form names the user, who can be nobody else.
pub(in crate::http::web_api) fn create_for(call: &Call<'_>) -> Outcome {
    if call.caller.user.as_deref() != Some(&*call.id) {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "You cannot create a playlist for another user."));
    }
    create(call)
}

/// `PUT /playlists/{id}`: the owner's alone, also where others may change what is in it.
pub(in crate::http::web_api) fn change(call: &Call<'_>) -> Outcome {
    let details = Details::of(call)?;
    if details.name.as_deref() == Some("") {
        return Err(bad());
    }
    let mut world = call.shared.world();
    let playlist = found(&world, &call.id)?;
    need(call, modify(playlist.public))?;
    if call.caller.user.as_deref() != Some(&*playlist.owner) {
        return Err(forbidden());
    }
    let public = details.public;
    let playlist = world.playlist_mut(&call.id).ok_or_else(forbidden)?;
    details.apply(playlist)?;
    playlist.changed();
    if let (Some(public), Some(user)) = (public, call.caller.user.as_deref()) {
        // What an owner says about a playlist, they say about their profile.
        if let Some(owner) = world.person_mut(user) {
            owner.show_on_profile(&call.id, public);
        }
    }
    Ok(Answer::empty(StatusCode::OK))
}
