//! What holds beside programs that use the same cache and know less of it.

use proptest::collection::vec;
use proptest::prelude::*;

use super::model::{OtherProgram, Step, World};
use super::properties::{GOOD, PROCESSES, configuration, logged_in, policy, step, steps};
use super::service::Policy;

fn step_beside_others() -> impl Strategy<Value = Step> {
    let other = prop_oneof![
        4 => Just(OtherProgram::Renews),
        4 => Just(OtherProgram::RenewsWithoutCounting),
        1 => Just(OtherProgram::LogsIn),
        1 => Just(OtherProgram::StoresAnExpiredLogin),
    ];
    prop_oneof![8 => step(), 4 => Just(Step::Ask), 2 => Just(Step::Hour), 3 => other.prop_map(Step::Other)]
}

/// Begins with a login of ours, or with another program's.
fn begun(policy: Policy, with_us: bool) -> World {
    if with_us {
        return logged_in(policy, GOOD, Vec::new());
    }
    let mut world = World::new(policy, GOOD, PROCESSES, Vec::new());
    world.step(0, Step::Other(OtherProgram::LogsIn));
    world
}

proptest! {
    #![proptest_config(configuration())]

    #[test]
    fn fault_063_beside_programs_that_do_not_count_no_login_is_lost_or_overwritten(
        policy in prop_oneof![3 => policy(), 1 => Just(Policy::RotateKeepsOld)],
        with_us: bool,
        steps in steps(step_beside_others()),
        looks in vec(0..PROCESSES, 0..10),
    ) {
        let mut world = begun(policy, with_us);
        for (process, step) in steps {
            world.step(process, step);
            if matches!(step, Step::Other(OtherProgram::LogsIn | OtherProgram::StoresAnExpiredLogin)) {
                world.settle();
                prop_assert!(world.cache_holds_the_current_login(), "another user's login was overwritten");
            }
        }
        world.settle();
        for process in looks {
            world.step(process, Step::Look);
        }
        prop_assert!(world.cache_holds_the_current_login(), "{:?}", world.cache);
        prop_assert!(world.service.revoked.is_empty(), "an old refresh token was sent again");
        prop_assert!(world.processes.iter().all(|process| process.false_logouts == 0));
        // Whoever asks next is on that login.
        for process in 0..PROCESSES {
            world.step(process, Step::Hour);
            world.step(process, Step::Go);
            world.settle();
            prop_assert!(world.cache_holds_the_current_login(), "process {}", process);
            let memory = world.processes[process].memory.as_ref().and_then(|login| login.refresh_token());
            let good = world.service.good.get(&world.current.unwrap()).map(String::as_str);
            prop_assert_eq!(memory, good, "process {} is not on the newest login", process);
        }
    }
}
