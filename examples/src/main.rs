//! Runs one example by its name.

use std::process::ExitCode;

use spotify_sdk_examples::EXAMPLES;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let blocking = arguments.iter().any(|argument| argument == "--blocking");
    let Some(name) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        EXAMPLES.iter().for_each(|example| println!("{}", example.name));
        return ExitCode::SUCCESS;
    };
    let Some(example) = EXAMPLES.iter().find(|example| example.name == name) else {
        eprintln!("there is no example `{name}`; without a name, all are listed");
        return ExitCode::from(2);
    };
    let result = if blocking {
        // The blocking form is meant for a thread without a runtime.
        let run = example.blocking;
        std::thread::spawn(run).join().expect("an example does not panic")
    } else {
        (example.asynchronous)().await
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
