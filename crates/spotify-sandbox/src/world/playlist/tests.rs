//! Changes against earlier states.

use std::sync::Arc;
use std::time::SystemTime;

use super::*;

fn file(n: usize) -> Content {
    Content::Local(LocalFile { artist: "a".into(), album: String::new(), title: n.to_string(), seconds: 1 })
}

fn playlist(count: usize) -> Playlist {
    let mut playlist = Playlist::new("x".into(), "ada", "Road".into());
    playlist.fill((0..count).map(|n| (file(n), SystemTime::UNIX_EPOCH)));
    playlist
}

fn titles(playlist: &Playlist) -> String {
    let title = |row: &Row| match &row.content {
        Content::Local(file) => file.title.clone(),
        _ => "?".to_owned(),
    };
    playlist.rows().iter().map(title).collect::<Vec<_>>().join(" ")
}

fn reorder(playlist: &mut Playlist, start: usize, length: usize, before: usize, snapshot: Option<&str>) {
    let wanted = Move { range_start: start, range_length: length, insert_before: before };
    playlist.reorder(wanted, snapshot).expect("a change");
}

#[test]
fn a_file_of_any_length_has_one_in_milliseconds() {
    let file = |seconds| LocalFile { artist: "a".into(), album: "b".into(), title: "c".into(), seconds };
    assert_eq!(file(3).duration_ms(), 3_000);
    assert_eq!(file(u64::MAX).duration_ms(), u64::MAX);
}

#[test]
fn rows_move_up_down_and_nowhere() {
    for (start, length, before, expected) in [
        (0, 1, 5, "1 2 3 4 0"),
        (4, 1, 0, "4 0 1 2 3"),
        (1, 2, 4, "0 3 1 2 4"),
        (3, 2, 1, "0 3 4 1 2"),
        (1, 2, 2, "0 1 2 3 4"),
        (1, 2, 3, "0 1 2 3 4"),
        (0, 5, 0, "0 1 2 3 4"),
        (2, 0, 0, "0 1 2 3 4"),
    ] {
        let mut playlist = playlist(5);
        reorder(&mut playlist, start, length, before, None);
        assert_eq!(titles(&playlist), expected, "{start} {length} {before}");
    }
    for (start, length, before) in [(5, 1, 0), (0, 6, 0), (0, 1, 6), (usize::MAX, 2, 0)] {
        let wanted = Move { range_start: start, range_length: length, insert_before: before };
        assert_eq!(playlist(5).reorder(wanted, None), Err(Refusal::OutOfBounds));
    }
}

#[test]
fn a_change_to_an_earlier_state_finds_its_rows_by_now() {
    let mut playlist = playlist(5);
    let before = playlist.snapshot_id().to_owned();
    playlist.add(vec![file(8), file(9)], Some(0), "bob", SystemTime::UNIX_EPOCH).expect("a change");
    playlist.remove(&[file(3)], None).expect("a change");
    assert_eq!(titles(&playlist), "8 9 0 1 2 4");
    // Rows 1, 2 and 3 of then to before row 0 of then: 3 is gone, 8 and 9 were not there.
    reorder(&mut playlist, 1, 3, 0, Some(&before));
    assert_eq!(titles(&playlist), "8 9 1 2 0 4");
    // To before row 3 of then, which is gone: before the next that is there.
    reorder(&mut playlist, 0, 1, 3, Some(&before));
    assert_eq!(titles(&playlist), "8 9 1 2 0 4");
    // What was added since is not meant.
    playlist.add(vec![file(1)], None, "bob", SystemTime::UNIX_EPOCH).expect("a change");
    playlist.remove(&[file(1), file(8)], Some(&before)).expect("a change");
    assert_eq!(titles(&playlist), "8 9 2 0 4 1");
}

#[test]
fn every_change_is_a_state_and_some_are_remembered() {
    let mut playlist = playlist(1);
    let mut seen = vec![playlist.snapshot_id().to_owned()];
    for _ in 0..256 {
        playlist.remove(&[file(7)], None).expect("a change");
        seen.push(playlist.snapshot_id().to_owned());
    }
    let count = seen.len();
    assert_eq!(playlist.remove(&[], Some(&seen[0])), Err(Refusal::UnknownSnapshot));
    assert_eq!(playlist.remove(&[], Some(&seen[2])), Ok(()));
    assert_eq!(playlist.remove(&[], Some("x")), Err(Refusal::UnknownSnapshot));
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count);
}

#[test]
fn states_with_the_same_rows_share_them() {
    let mut playlist = playlist(3);
    let filled = playlist.snapshot_id().to_owned();
    playlist.name = "Street".into();
    playlist.changed();
    let renamed = playlist.snapshot_id().to_owned();
    playlist.remove(&[file(7)], None).expect("a change");
    let unchanged = playlist.snapshot_id().to_owned();
    reorder(&mut playlist, 0, 1, 3, None);
    let moved = playlist.snapshot_id().to_owned();
    let rows = |id: &str| playlist.past.rows(id).expect("a state");
    assert!(renamed != filled && unchanged != renamed);
    assert!(Arc::ptr_eq(rows(&filled), rows(&renamed)) && Arc::ptr_eq(rows(&filled), rows(&unchanged)));
    assert!(!Arc::ptr_eq(rows(&filled), rows(&moved)));
    assert_eq!((&rows(&filled)[..], &rows(&moved)[..]), (&[1, 2, 3][..], &[2, 3, 1][..]));
}
