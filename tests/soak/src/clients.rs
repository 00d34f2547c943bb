//! The process with the clients: does as it is told, round by round, and says what it sent and what its callers got.

mod calls;
mod crew;
mod sending;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::{self, Runtime};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::Fallible;
use crate::measures::Measures;
use crate::plan::Plan;
use crate::protocol::{Begin, Call, Order, Report, Round, hear, say};
use calls::Work;
pub(crate) use crew::users;
use crew::{Crew, Member};
use sending::{Sent, VirtualClock};

/// Threads for the clients that block.
const THREADS: usize = 16;

/// Async calls under way at once: enough for every login to be asked from several sides, few enough for the machine to answer in time.
const AT_ONCE: usize = 128;

/// How long it may take until all is quiet.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs until told to end.
pub(crate) fn run() -> Fallible {
    let (mut orders, mut reports) = (io::stdin().lock(), io::stdout().lock());
    let Some(Order::Begin(begin)) = hear(&mut orders)? else {
        return Err("the first order was no beginning".into());
    };
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let sent = Arc::new(Sent::default());
    let before = measures(&runtime, &sent);
    let mut crew = Some(begin_work(&runtime, &begin, &sent)?);
    say(&mut reports, &Report::Ready)?;
    while let Some(order) = hear(&mut orders)? {
        let (number, jump, off_by, is_roll_call) = match order {
            Order::Round { number, jump, off_by } => (number, jump, off_by, false),
            Order::RollCall { number, jump } => (number, jump, 0, true),
            Order::Begin(_) => return Err("there is one beginning".into()),
            Order::End => {
                if let Some(crew) = crew.take() {
                    runtime.block_on(crew.end());
                }
                let after = at_rest(&runtime, &sent, before)?;
                say(&mut reports, &Report::Over { before, after })?;
                return Ok(());
            }
        };
        let crew = crew.as_ref().ok_or("the crew has gone")?;
        VirtualClock::time()?.jump(Duration::from_millis(jump));
        VirtualClock::time()?.set_off_by(off_by);
        let calls = round(&runtime, crew, &begin.plan, number, is_roll_call);
        quiet(|| sent.under_way() == 0, "requests are under way that nobody waits for")?;
        say(&mut reports, &Report::Round(Round { attempts: sent.take(), calls }))?;
        say(&mut reports, &Report::Holds(measures(&runtime, &sent)))?;
    }
    Err("nobody gives orders any more".into())
}

fn begin_work(runtime: &Runtime, begin: &Begin, sent: &Arc<Sent>) -> Fallible<Crew> {
    VirtualClock::begin(begin.beginning);
    let logins: HashMap<&str, &str> = begin.logins.iter().map(|(user, token)| (&**user, &**token)).collect();
    runtime.block_on(Crew::new(begin, &logins, sent))
}

/// Lets everybody who is active make a call, all at once: some tasks, some threads.
fn round(runtime: &Runtime, crew: &Crew, plan: &Plan, number: u64, is_roll_call: bool) -> Vec<Call> {
    let active = |member: &&Arc<Member>| is_roll_call || plan.is_active(number, member.client.number);
    let (blocking, asynchronous): (Vec<_>, Vec<_>) =
        crew.members.iter().filter(active).cloned().partition(|member| member.client.is_blocking);
    let work = |member: &Member| {
        if is_roll_call { Work::roll_call(number, member) } else { Work::of(plan, number, member) }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|index| {
                let mine: Vec<_> = blocking.iter().skip(index).step_by(THREADS).collect();
                scope.spawn(move || {
                    mine.into_iter().map(|member| work(member).block(member)).collect::<Vec<_>>()
                })
            })
            .collect();
        let mut calls = runtime.block_on(async {
            let permits = Arc::new(Semaphore::new(AT_ONCE));
            let mut tasks = JoinSet::new();
            for member in asynchronous {
                let (permits, work) = (permits.clone(), work(&member));
                tasks.spawn(async move {
                    let _permit = permits.acquire().await;
                    work.run(&member).await
                });
            }
            tasks.join_all().await
        });
        // A panic of a thread is one of the SDK, and goes on here.
        calls.extend(
            threads
                .into_iter()
                .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))),
        );
        calls
    })
}

fn measures(runtime: &Runtime, sent: &Sent) -> Measures {
    let background = sent.background();
    Measures::take(std::iter::once(runtime.handle()).chain(background.as_ref()))
}

/// What is left when nobody uses anything any more. Threads that tokio keeps for blocking work go ten seconds after their last.
fn at_rest(runtime: &Runtime, sent: &Sent, before: Measures) -> Fallible<Measures> {
    let mut after = measures(runtime, sent);
    let start = Instant::now();
    while !after.is_at_rest(&before) && start.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(100));
        after = measures(runtime, sent);
    }
    Ok(after)
}

fn quiet(is_quiet: impl Fn() -> bool, otherwise: &str) -> Fallible {
    let start = Instant::now();
    while !is_quiet() {
        if start.elapsed() > PATIENCE {
            return Err(otherwise.into());
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}
