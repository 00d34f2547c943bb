//! What holds when clocks jump, processes are killed, answers get lost and logins end.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use super::model::{CacheKind, Step};
use super::properties::{GOOD, PROCESSES, configuration, logged_in, policy, step, steps};
use super::service::Policy;

/// Callers who ask while somebody sets the clock. A machine that sleeps as well is noticed by neither clock.
fn step_in_uneven_time() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => Just(Step::Ask),
        2 => Just(Step::Look),
        1 => Just(Step::Hour),
        1 => (-200_000_i32..200_000).prop_map(Step::SetWall),
        1 => (-4000_i32..4000).prop_map(Step::SetWall),
    ]
}

fn step_with_kills() -> impl Strategy<Value = Step> {
    prop_oneof![10 => step(), 1 => Just(Step::Kill)]
}

proptest! {
    #![proptest_config(configuration())]

    #[test]
    fn fault_043_a_process_gives_out_no_stale_token_however_its_clocks_go(
        policy in policy(),
        has_lock: bool,
        steps in vec(step_in_uneven_time(), 1..120),
    ) {
        // The model looks at each token that is given out.
        let mut world = logged_in(policy, CacheKind { has_lock, ..GOOD }, Vec::new());
        for step in steps {
            if matches!(step, Step::Hour) {
                // No store takes an hour; that the clock is set meanwhile is another matter.
                world.settle();
            }
            world.step(0, step);
        }
        world.settle();
        prop_assert!(world.current_login_is_kept());
        prop_assert_eq!(world.processes[0].false_logouts, 0);
    }

    #[test]
    fn fault_044_processes_that_share_a_cache_give_out_no_stale_token_when_the_machine_sleeps(
        policy in policy(),
        steps in steps(prop_oneof![
            12 => Just(Step::Ask),
            2 => Just(Step::Look),
            1 => Just(Step::Hour),
            1 => (0_u32..20_000).prop_map(Step::Sleep),
            1 => Just(Step::Kill),
        ]),
    ) {
        let mut world = logged_in(policy, GOOD, Vec::new());
        for (process, step) in steps {
            world.step(process, step);
        }
        world.settle();
    }

    #[test]
    fn fault_045_no_token_is_immortal(
        policy in prop_oneof![3 => policy(), 1 => Just(Policy::RotateKeepsOld)],
        steps in steps(prop_oneof![
            24 => step_in_uneven_time(),
            2 => (0_u32..20_000).prop_map(Step::Sleep),
            1 => Just(Step::Kill),
        ]),
    ) {
        let mut world = logged_in(policy, GOOD, Vec::new());
        for (process, step) in steps {
            world.step(process, step);
        }
        world.settle();
        // Whichever of two tokens seems to be the later one by such clocks: no refresh token is sent that was spent.
        prop_assert!(world.killed_in_the_window > 0 || world.service.revoked.is_empty());
        // A day and an hour, in which the clocks go as they should.
        for _ in 0..25 {
            world.step(0, Step::Hour);
            for process in 0..PROCESSES {
                world.step(process, Step::Ask);
                world.settle();
            }
        }
        for process in 0..PROCESSES {
            let age = world.age_of_what_is_given(process);
            prop_assert!(
                // It has none where a kill took the login along.
                age.is_none_or(|age| age < Duration::from_secs(3600)),
                "process {} gives out a token that is {:?} old", process, age
            );
        }
        prop_assert!(world.no_login_was_lost());
    }

    #[test]
    fn fault_045_a_login_is_followed_by_all_however_the_clock_was_set(
        policy in prop_oneof![3 => policy(), 1 => Just(Policy::RotateKeepsOld)],
        steps in steps(prop_oneof![
            16 => step_in_uneven_time(),
            2 => (0_u32..20_000).prop_map(Step::Sleep),
            2 => Just(Step::LogIn),
        ]),
        looks in vec(0..PROCESSES, 0..10),
    ) {
        let mut world = logged_in(policy, GOOD, Vec::new());
        for (process, step) in steps {
            world.step(process, step);
        }
        world.settle();
        world.step(0, Step::LogIn);
        world.settle();
        let login = world.cache.clone();
        for process in looks {
            world.step(process, Step::Look);
            prop_assert_eq!(&world.cache, &login, "a look puts an old login back");
        }
        for process in 0..PROCESSES {
            world.step(process, Step::Look);
            world.step(process, Step::Ask);
            world.settle();
        }
        prop_assert!(world.current_login_is_kept());
        let good = world.service.good.get(&world.current.unwrap()).cloned();
        for process in 0..PROCESSES {
            let memory = world.processes[process].memory.as_ref().and_then(|login| login.refresh_token());
            prop_assert_eq!(memory, good.as_deref(), "process {} is not on the newest login", process);
        }
    }

    #[test]
    fn fault_032_each_expiry_costs_one_request(
        policy in policy(),
        steps in steps(prop_oneof![
            16 => Just(Step::Ask), 2 => Just(Step::Look), 1 => Just(Step::Hour),
        ]),
    ) {
        let mut world = logged_in(policy, GOOD, Vec::new());
        let mut hours = 0;
        for (process, step) in steps {
            hours += u32::from(matches!(step, Step::Hour));
            world.step(process, step);
        }
        world.settle();
        prop_assert!(world.service.refreshes <= hours, "{} for {} expiries", world.service.refreshes, hours);
        prop_assert_eq!(world.service.refusals, 0);
    }

    #[test]
    fn fault_031_kills_lose_no_login_with_a_server_that_keeps_refresh_tokens(
        replaces: bool,
        steps in steps(step_with_kills()),
    ) {
        let policy = if replaces { Policy::RotateKeepsOld } else { Policy::Keep };
        let mut world = logged_in(policy, GOOD, Vec::new());
        for (process, step) in steps {
            world.step(process, step);
        }
        world.settle();
        prop_assert!(world.processes.iter().all(|process| process.false_logouts == 0));
        // Whoever comes next has the login.
        for process in 0..PROCESSES {
            world.step(process, Step::Kill);
            world.step(process, Step::Hour);
            world.step(process, Step::Ask);
            world.settle();
            prop_assert!(world.has_token(process), "process {} has none", process);
        }
    }

    #[test]
    fn fault_031_with_a_rotating_server_only_a_kill_between_answer_and_save_loses_a_login(
        detects_reuse: bool,
        steps in steps(step_with_kills()),
    ) {
        let policy = if detects_reuse { Policy::RotateReuseDetection } else { Policy::Rotate };
        let mut world = logged_in(policy, GOOD, Vec::new());
        for (process, step) in steps {
            world.step(process, step);
        }
        world.settle();
        prop_assert!(world.no_login_was_lost());
    }

    #[test]
    fn fault_034_answers_that_get_lost_and_requests_that_are_turned_away_end_no_login(
        policy in prop_oneof![1 => policy(), 1 => Just(Policy::RotateKeepsOld)],
        fails: bool,
        luck in vec(any::<bool>(), 1..40),
        steps in steps(step_with_kills()),
    ) {
        let mut world = logged_in(policy, CacheKind { fails: false, ..GOOD }, luck);
        // What a rotating server gave and the cache did not take, other processes can't know.
        world.kind.fails = fails && matches!(policy, Policy::Keep | Policy::RotateKeepsOld);
        world.loses_answers = true;
        world.turns_away = true;
        for (process, step) in steps {
            world.step(process, step);
        }
        world.settle();
        // A refresh token that replaced another one and was lost on its way is lost: nothing else ends a login.
        prop_assert!(
            world.lost_in_the_window > 0 || world.processes.iter().all(|process| process.false_logouts == 0)
        );
    }

    #[test]
    fn fault_034_requests_that_are_turned_away_end_no_login_of_a_server_that_rotates(
        policy in policy(),
        luck in vec(any::<bool>(), 1..40),
        steps in steps(step()),
    ) {
        let mut world = logged_in(policy, GOOD, luck);
        world.turns_away = true;
        for (process, step) in steps {
            world.step(process, step);
        }
        world.settle();
        prop_assert!(world.service.revoked.is_empty());
        prop_assert!(world.current_login_is_kept());
        prop_assert!(world.processes.iter().all(|process| process.false_logouts == 0));
    }

    #[test]
    fn fault_025_a_dead_login_costs_one_request(
        policy in policy(),
        before in steps(step()),
        after in steps(prop_oneof![10 => Just(Step::Ask), 1 => Just(Step::Hour), 1 => Just(Step::Kill)]),
    ) {
        let mut world = logged_in(policy, GOOD, Vec::new());
        for (process, step) in before {
            world.step(process, step);
        }
        world.settle();
        world.step(0, Step::Revoke);
        world.step(0, Step::Hour);
        let refusals = world.service.refusals;
        for (process, step) in after {
            world.step(process, step);
        }
        world.settle();
        // Killed after it was told and before it had written so, a process has told nobody.
        let allowed = 1 + world.killed_after_a_refusal;
        prop_assert!(world.service.refusals - refusals <= allowed, "{}", world.service.refusals - refusals);
    }
}
