use std::time::Duration;

use super::*;

/// Three items of one, two and three minutes.
fn minutes() -> Vec<Item> {
    let catalogue = crate::catalogue::Catalogue::new(1, 10, crate::catalogue::Ids::Strict);
    let track = |n: u64| Some(catalogue.nth(crate::catalogue::Kind::Track, n));
    let item = |n: u64| Item { uri: format!("spotify:track:{n}"), entity: track(n), duration_ms: n * 60_000 };
    (1..=3).map(item).collect()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds)
}

/// A player that began with the first item at second 0.
fn playing() -> Player {
    let mut player = Player::new(vec![Device::new("d", "Computer").active(), Device::new("e", "TV")], 7);
    let play = Play { context: Some("spotify:album:a".to_owned()), items: minutes(), first: None };
    player.play(None, play, at(0)).unwrap();
    player
}

/// The item, the second it is at, and whether it plays.
fn seen(player: &mut Player, second: u64) -> (String, u64, bool) {
    let seen = player.look(at(second)).unwrap();
    (seen.item.uri.rsplit(':').next().unwrap().to_owned(), seen.progress_ms / 1_000, seen.is_playing)
}

fn is(item: &str, second: u64, plays: bool) -> (String, u64, bool) {
    (item.to_owned(), second, plays)
}

#[test]
fn items_follow_each_other_as_time_passes() {
    let mut player = playing();
    assert_eq!(seen(&mut player, 59), is("1", 59, true));
    assert_eq!(seen(&mut player, 60), is("2", 0, true));
    assert_eq!(seen(&mut player, 200), is("3", 20, true));
    assert_eq!(seen(&mut player, 360), is("1", 0, false), "it rests at the beginning");
    assert_eq!(seen(&mut player, 9_999), is("1", 0, false));
    let ends: Vec<_> = player.history(at(9_999)).iter().map(|played| played.at).collect();
    assert_eq!(ends, [at(60), at(180), at(360)]);
}

#[test]
fn repeating_goes_around_however_long_it_takes() {
    let mut player = playing();
    player.set_repeat(None, Repeat::Context, at(0)).unwrap();
    assert_eq!(seen(&mut player, 360 * 3 + 61), is("2", 1, true));
    player.set_repeat(None, Repeat::Track, at(360 * 3 + 61)).unwrap();
    assert_eq!(seen(&mut player, 360 * 3 + 61 + 120 * 5), is("2", 1, true));
    let year = 360 * 24 * 365;
    player.set_repeat(None, Repeat::Context, at(360 * 3 + 61 + 120 * 5)).unwrap();
    assert_eq!(seen(&mut player, 360 * 3 + 61 + 120 * 5 + 360 * year), is("2", 1, true));
    assert_eq!(player.history(at(0)).len(), 50);
}

#[test]
fn what_lasts_no_time_does_not_go_around_for_ever() {
    for repeat in [Repeat::Context, Repeat::Track] {
        let mut player = playing();
        let mut items = minutes();
        items.iter_mut().for_each(|item| item.duration_ms = 0);
        player.set_repeat(None, repeat, at(0)).unwrap();
        player.play(None, Play { context: None, items, first: None }, at(0)).unwrap();
        assert_eq!(seen(&mut player, 60), is("1", 0, true), "{repeat:?}");
        player.next(None, at(60)).unwrap();
        assert_eq!(seen(&mut player, 61), is("2", 0, true), "{repeat:?}");
        let queued = Item { uri: "spotify:track:q".to_owned(), entity: None, duration_ms: 30_000 };
        player.add_to_queue(None, queued, at(62)).unwrap();
        let next = if repeat == Repeat::Track { is("2", 0, true) } else { is("q", 1, true) };
        assert_eq!(seen(&mut player, 63), next, "{repeat:?}");
    }
}

#[test]
fn the_longest_items_there_can_be_are_played() {
    let mut player = playing();
    let mut items = minutes();
    items.iter_mut().for_each(|item| item.duration_ms = u64::MAX);
    player.play(None, Play { context: None, items, first: None }, at(0)).unwrap();
    player.set_repeat(None, Repeat::Context, at(0)).unwrap();
    assert_eq!(seen(&mut player, 60), is("1", 60, true));
    player.seek(None, u64::MAX - 1, at(60)).unwrap();
    assert_eq!(seen(&mut player, 61).0, "2");
}

#[test]
fn the_queue_comes_before_the_rest_and_the_list_goes_on_after_it() {
    let mut player = playing();
    let queued = |n: u64| Item { uri: format!("spotify:track:q{n}"), entity: None, duration_ms: 30_000 };
    player.add_to_queue(None, queued(1), at(10)).unwrap();
    player.add_to_queue(None, queued(2), at(11)).unwrap();
    let next: Vec<_> = player.upcoming(at(12), 3).1.into_iter().map(|item| item.uri.clone()).collect();
    assert_eq!(next, ["spotify:track:q1", "spotify:track:q2", "spotify:track:2"]);
    assert_eq!(seen(&mut player, 61), is("q1", 1, true));
    player.next(None, at(62)).unwrap();
    assert_eq!(seen(&mut player, 62), is("q2", 0, true));
    player.previous(None, at(63)).unwrap();
    assert_eq!(seen(&mut player, 63), is("1", 0, true), "back to where the list was left");
}

#[test]
fn the_end_of_an_item_can_be_jumped_over() {
    let mut player = playing();
    player.seek(None, 59_000, at(1)).unwrap();
    assert_eq!(seen(&mut player, 2), is("2", 0, true));
    player.pause(None, at(3)).unwrap();
    player.seek(None, 999_000, at(4)).unwrap();
    assert_eq!(seen(&mut player, 5), is("3", 0, false));
    assert!(player.history(at(5)).is_empty(), "nothing was heard for half a minute");
    assert_eq!(player.pause(None, at(6)), Err(Refusal::Restricted));
    player.resume(None, at(6)).unwrap();
    assert_eq!(player.resume(None, at(7)), Err(Refusal::Restricted));
    player.next(None, at(40)).unwrap();
    assert_eq!(player.history(at(40)).len(), 1);
}

#[test]
fn a_shuffle_keeps_what_plays_and_is_the_same_for_one_seed() {
    let order = |seed| {
        let mut player = playing();
        player.list = List::new(seed);
        let items = (0..9)
            .map(|n| Item { uri: format!("spotify:track:{n}"), entity: None, duration_ms: 9_000 })
            .collect();
        player.play(None, Play { context: None, items, first: Some(4) }, at(0)).unwrap();
        player.set_shuffle(None, true, at(0)).unwrap();
        let (current, next) = player.upcoming(at(0), 20);
        assert_eq!(current.unwrap().uri, "spotify:track:4");
        let next: Vec<String> = next.into_iter().map(|item| item.uri.clone()).collect();
        player.set_shuffle(None, false, at(1)).unwrap();
        assert_eq!(player.upcoming(at(1), 1).1[0].uri, "spotify:track:5");
        next
    };
    assert_eq!(order(1), order(1));
    assert_ne!(order(1), order(2));
    assert_eq!(order(1).len(), 8);
}

#[test]
fn commands_find_their_device() {
    let mut player = playing();
    assert_eq!(player.pause(Some("x"), at(1)), Err(Refusal::DeviceNotFound));
    player.transfer("e", false, at(1)).unwrap();
    assert!(player.is_active(1));
    player.set_volume(Some("d"), 3, at(2)).unwrap();
    assert!(player.is_active(1), "the volume of a device does not move playback");
    let mut nowhere = Player::new(Vec::new(), 7);
    assert_eq!(nowhere.resume(None, at(0)), Err(Refusal::NoActiveDevice));
    let mut restricted = Player::new(vec![Device::new("r", "Speaker").restricted().active()], 7);
    assert_eq!(restricted.set_shuffle(None, true, at(0)), Err(Refusal::DeviceNotControllable));
    assert_eq!(restricted.set_shuffle(Some("r"), true, at(0)), Err(Refusal::DeviceNotFound));
}

#[test]
fn episodes_are_noted_where_they_were_left_and_tracks_are_not() {
    use crate::catalogue::{Catalogue, Ids, Kind, Position};

    let catalogue = Catalogue::new(1, 10, Ids::Strict);
    let episode = |n: u64| catalogue.nth(Kind::Episode, n);
    let item = |n: u64| Item { uri: String::new(), entity: Some(episode(n)), duration_ms: 60_000 };
    let at_ms = |resume_position_ms| Position { fully_played: false, resume_position_ms };
    let mut player = playing();
    player.add_to_queue(None, item(1), at(0)).unwrap();
    player.add_to_queue(None, item(2), at(0)).unwrap();
    assert!(player.positions(at(59)).is_empty(), "a track was played");
    assert!(player.positions(at(60)).is_empty(), "nothing of the episode was heard");
    assert_eq!(player.positions(at(75)).get(&episode(1)), Some(&at_ms(15_000)));
    player.seek(None, 40_000, at(75)).unwrap();
    player.next(None, at(80)).unwrap();
    assert_eq!(player.positions(at(80)).get(&episode(1)), Some(&at_ms(45_000)));
    assert_eq!(player.positions(at(80)).get(&episode(2)), None);
    let played = Position { fully_played: true, resume_position_ms: 0 };
    assert_eq!(player.positions(at(150)).get(&episode(2)), Some(&played));
    assert_eq!(player.positions(at(9_999)).len(), 2);
    assert!(player.history(at(9_999)).iter().all(|played| played.track.kind() == Kind::Track));
}
