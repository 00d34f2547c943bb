//! The process with the services: gives orders, reads the journals, and judges.

mod account;
mod figures;
mod services;
mod written;

use std::io::{BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Fallible;
use crate::measures::Measures;
use crate::plan::Plan;
use crate::protocol::{Order, Report, Round, hear, say};
use account::{Account, When};
use figures::Figures;
use services::Services;

/// Before everybody is called: any pause is over by then.
const BEFORE_ROLL_CALL: Duration = Duration::from_secs(3 * 3_600);

/// How often progress is told.
const PROGRESS: Duration = Duration::from_secs(5);

pub(crate) fn run(plan: Plan, json: bool) -> Fallible {
    let start = Instant::now();
    eprintln!(
        "{} clients, {} rounds of about an hour, seed {} (--seed {} repeats its faults, not their order among the clients)",
        plan.clients, plan.rounds, plan.seed, plan.seed
    );
    let services = Services::start(&plan)?;
    let mut clients = Clients::start()?;
    clients.order(&Order::Begin(services.begin(plan)))?;
    let Report::Ready = clients.report()? else { return Err("the clients did not begin".into()) };
    let mut account = Account::new(&plan);
    let mut told = Instant::now();
    for number in 0..plan.rounds {
        if number == plan.removal() {
            let removed = account.removed();
            services.remove_apps(removed.iter().map(|(service, user)| (*service, &**user)));
            account.removals_begin();
        }
        let when = When { round: number, off_by: plan.clock_is_off_by(number), is_roll_call: false };
        let jump = plan.jump(number);
        services.jump(jump);
        clients.order(&Order::Round { number, jump: milliseconds(jump), off_by: when.off_by })?;
        account.round(when, clients.round()?, &services);
        if told.elapsed() > PROGRESS {
            told = Instant::now();
            eprintln!("  {}", account.progress(&services));
        }
    }
    let faults = services.end_faults();
    services.jump(BEFORE_ROLL_CALL);
    clients.order(&Order::RollCall { number: plan.rounds, jump: milliseconds(BEFORE_ROLL_CALL) })?;
    account.round(When { round: plan.rounds, off_by: 0, is_roll_call: true }, clients.round()?, &services);
    clients.order(&Order::End)?;
    let Report::Over { before, after } = clients.report()? else {
        return Err("the clients did not end".into());
    };
    clients.ended()?;
    account.over(before, after, services.connections_left());
    let written = written::compare(&mut account, &services)?;
    let figures = Figures::of(&plan, &account, &written, &services, faults, start.elapsed());
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&figures)?)?;
    } else {
        write!(out, "{figures}")?;
    }
    match account.problems() {
        [] => Ok(()),
        [first, ..] => {
            Err(format!("{} of what must hold did not, first: {first}", account.problems().len()).into())
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The other process. It ends with this one.
struct Clients {
    process: Child,
    orders: ChildStdin,
    reports: BufReader<ChildStdout>,
}

impl Clients {
    fn start() -> Fallible<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut process = command.arg("clients").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let orders = process.stdin.take().ok_or("no way to the clients")?;
        let reports = BufReader::new(process.stdout.take().ok_or("no way from the clients")?);
        Ok(Self { process, orders, reports })
    }

    fn order(&mut self, order: &Order) -> Fallible {
        Ok(say(&mut self.orders, order)?)
    }

    fn report(&mut self) -> Fallible<Report> {
        hear(&mut self.reports)?.ok_or_else(|| "the clients have ended before their time".into())
    }

    fn round(&mut self) -> Fallible<(Round, Measures)> {
        match (self.report()?, self.report()?) {
            (Report::Round(round), Report::Holds(measures)) => Ok((round, measures)),
            _ => Err("the clients did not tell of a round".into()),
        }
    }

    fn ended(&mut self) -> Fallible {
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the clients ended with {status}").into()) }
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
