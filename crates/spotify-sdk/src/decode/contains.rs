//! Answers to "are these in there?": a list of yes and no, in the order of the question.

use bytes::Bytes;

use super::{Decode, json};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;

impl Decode for Vec<bool> {
    /// Reads the list. `null` is no; it keeps its place, as places are all that says what an answer is about.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let answers: Vec<Option<bool>> = json(operation, status, body)?;
        Ok(answers.into_iter().map(Option::unwrap_or_default).collect())
    }
}

/// The list of answers to a question about this many things. One of another length can't be matched with them.
pub(crate) fn contains(operation: &Operation, status: u16, body: &Bytes, asked: usize) -> Result<Vec<bool>> {
    let answers = Vec::<bool>::decode(operation, status, body)?;
    if answers.len() == asked {
        return Ok(answers);
    }
    let message = format!("the question was about {asked}, but the answer has {}", answers.len());
    Err(Error::new(ErrorKind::Decode, message)
        .with_json_path(".".to_owned())
        .with_operation(operation.id)
        .with_status(status)
        .with_body(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATION: Operation = Operation::get("check-library-contains", "/me/library/contains");

    fn read(body: &str) -> Result<Vec<bool>> {
        contains(&OPERATION, 200, &Bytes::copy_from_slice(body.as_bytes()), 3)
    }

    #[test]
    fn answers_keep_their_places() {
        assert_eq!(read("[true,false,true]").expect("answers"), [true, false, true]);
        assert_eq!(read("[null,true,null]").expect("answers"), [false, true, false]);
    }

    #[test]
    fn fault_119_what_does_not_answer_the_question_is_a_typed_error() {
        for body in ["[]", "[true]", "[true,true,true,true]", "[1,2,3]", "{}", "null"] {
            let error = read(body).expect_err(body);
            assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{body}: {error}");
            assert!(error.json_path().is_some(), "{body}: {error}");
        }
        for body in ["", "OK", "[true,"] {
            assert_eq!(read(body).expect_err(body).kind(), ErrorKind::InvalidResponse, "{body}");
        }
        let error = read("[true]").expect_err("too few");
        assert!(error.message().contains("about 3") && error.message().contains("has 1"), "{error}");
    }
}
