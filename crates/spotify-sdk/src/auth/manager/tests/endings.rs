//! What memory holds when a login has ended.

use std::time::Duration;

use super::looks::login;
use crate::auth::manager::refresh::Refused;
use crate::auth::manager::state::State;
use crate::error::{Error, ErrorKind};

#[test]
fn fault_025_memory_gives_up_the_login_that_was_refused_and_no_other() {
    for (refused, left) in [("rt", false), ("rt-before", true)] {
        let mut state = State::new(None);
        state.memory = Some(login("rt", 1.0));
        let error = Error::new(ErrorKind::InvalidGrant, "invalid_grant");
        let refused = Refused { tokens: vec![refused.to_owned()], error: error.clone() };
        state.bury(refused, error, Duration::ZERO);
        assert_eq!(state.memory.is_some(), left);
    }
}
