//! rspotify as a program of its user would drive it: `rspotify-peer <task>`.
//!
//! The sandbox's addresses and the app's credentials come from the environment. The address to log in at is printed; the
//! callback that the browser was sent to is read from standard input; then the task runs. What rspotify cannot read or what
//! is not as it should be ends the program with a message and status 1.

mod login;
mod tasks;

use std::process::ExitCode;

/// Anything that ends a task.
type Failure = Box<dyn std::error::Error>;

/// Ends a task with a message unless what should hold holds.
#[macro_export]
macro_rules! ensure {
    ($holds:expr, $($seen:expr),+ $(,)?) => {
        if !$holds {
            return Err(format!(concat!("not so: ", stringify!($holds), $("; ", stringify!($seen), " is {:?}"),+), $($seen),+).into());
        }
    };
}

fn main() -> ExitCode {
    let Some(task) = std::env::args().nth(1) else {
        eprintln!("which task? {}", tasks::NAMES.join(", "));
        return ExitCode::from(2);
    };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let outcome = runtime.block_on(async {
        let spotify = login::log_in().await?;
        tasks::run(&task, &spotify).await
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{task}: {failure}");
            ExitCode::FAILURE
        }
    }
}
