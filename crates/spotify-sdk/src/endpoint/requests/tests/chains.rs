//! Requests of which each needs the answer to the one before.

use super::*;
use crate::endpoint::{GetAlbum, GetTrack};

/// Reads an album, and then the track whose id is the album's name, and so on to the end.
#[derive(Debug, Clone)]
struct Trail {
    next: Option<String>,
    seen: Vec<String>,
}

impl Links for Trail {
    type Answer = (String, String);
    type Output = Vec<String>;

    fn next(&mut self) -> Option<BoxedStep<Self::Answer>> {
        let id = self.next.take()?;
        Some(if self.seen.is_empty() {
            BoxedStep::new(GetAlbum::new(id), |album| (album.id.to_string(), album.name))
        } else {
            BoxedStep::new(GetTrack::new(id), |track| (track.id.to_string(), track.name))
        })
    }

    fn came(&mut self, (id, name): Self::Answer) -> Result<()> {
        if self.seen.contains(&id) {
            return Err(Error::new(ErrorKind::Decode, "it goes in circles"));
        }
        self.seen.push(id);
        self.next = Some(name).filter(|name| !name.is_empty());
        Ok(())
    }

    fn progress(&self) -> Option<crate::Progress> {
        Some(crate::Progress::new(self.seen.iter().cloned(), 9))
    }

    fn finish(self) -> Vec<String> {
        self.seen
    }
}

fn begin() -> Driver<InOrder<Trail>> {
    Driver::new(InOrder::new(Trail { next: Some("a".to_owned()), seen: Vec::new() }))
}

fn answer(id: &str, name: &str) -> (u16, String) {
    (200, format!(r#"{{"id":"{id}","name":"{name}"}}"#))
}

#[test]
fn each_request_is_made_of_the_answer_before() {
    let mut driver = begin();
    for (id, next) in [("a", "b"), ("b", "c"), ("c", "")] {
        assert_eq!(driver.under_way.len(), 1, "never two at a time");
        driver.answer(0, |_| answer(id, next));
    }
    let paths: Vec<&str> = driver.sent.iter().map(ApiRequest::path).collect();
    assert_eq!(paths, ["/albums/a", "/tracks/b", "/tracks/c"]);
    assert_eq!(driver.requests.finish().expect("the trail"), ["a", "b", "c"]);
}

#[test]
fn an_error_ends_a_chain_and_says_how_far_it_came() {
    let mut driver = begin();
    driver.answer(0, |_| answer("a", "b"));
    driver.answer(0, |_| (500, String::new()));
    assert_eq!((driver.is_over, driver.sent.len()), (true, 2));
    let error = driver.requests.finish().expect_err("the second failed");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Server, Some("get-track")));
    assert_eq!(error.progress().expect("how far").done(), ["a"]);

    let mut driver = begin();
    driver.answer(0, |_| answer("a", "a"));
    driver.answer(0, |_| answer("a", "a"));
    assert_eq!(driver.requests.finish().expect_err("a circle").kind(), ErrorKind::Decode);
    assert!(begin().requests.finish().is_err(), "nothing was answered");
}
