//! The workspace's own commands: `cargo xtask test`, `lint`, `layers`, `faults`, `conformance`,
//! `prove`, `bench`, `bill` and `interface`.
//!
//! Every command says what it does before doing it and ends with a status a script can trust: 0 when all is well, 1 when
//! something was found, 2 when it was called wrongly. Children stay in the terminal's process group, so Ctrl-C reaches
//! them and this program alike.

mod arguments;
mod bench;
mod bill;
mod conformance;
mod faults;
mod interface;
mod layers;
mod lint;
mod parts;
mod process;
mod prove;
mod test;
mod workspace;

use std::{error::Error, process::ExitCode};

use arguments::{Arguments, Usage};

/// What every command ends with.
type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// One subcommand: its name, a line for the overview, the text of its `--help`, and what it does.
struct Subcommand {
    name: &'static str,
    summary: &'static str,
    help: &'static str,
    run: fn(Arguments) -> Result,
}

/// In the order of the overview.
const SUBCOMMANDS: [Subcommand; 9] = [
    Subcommand { name: "test", summary: test::SUMMARY, help: test::HELP, run: test::run },
    Subcommand { name: "lint", summary: lint::SUMMARY, help: lint::HELP, run: lint::run },
    Subcommand { name: "layers", summary: layers::SUMMARY, help: layers::HELP, run: layers::run },
    Subcommand { name: "faults", summary: faults::SUMMARY, help: faults::HELP, run: faults::run },
    Subcommand {
        name: "conformance",
        summary: conformance::SUMMARY,
        help: conformance::HELP,
        run: conformance::run,
    },
    Subcommand { name: "prove", summary: prove::SUMMARY, help: prove::HELP, run: prove::run },
    Subcommand { name: "bench", summary: bench::SUMMARY, help: bench::HELP, run: bench::run },
    Subcommand { name: "bill", summary: bill::SUMMARY, help: bill::HELP, run: bill::run },
    Subcommand { name: "interface", summary: interface::SUMMARY, help: interface::HELP, run: interface::run },
];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let Some(name) = words.next() else {
        eprint!("{}", overview());
        return ExitCode::from(2);
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        print!("{}", overview());
        return ExitCode::SUCCESS;
    }
    let Some(subcommand) = SUBCOMMANDS.iter().find(|subcommand| subcommand.name == name) else {
        eprint!("error: there is no command `{name}`\n\n{}", overview());
        return ExitCode::from(2);
    };
    let arguments = Arguments::new(words);
    if arguments.ask_for_help() {
        println!("{}\n\n{}", subcommand.summary, subcommand.help.trim());
        return ExitCode::SUCCESS;
    }
    match (subcommand.run)(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Usage>() => {
            eprintln!("error: {error}\n\n{}", subcommand.help.trim());
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn overview() -> String {
    let mut text = String::from(
        "The workspace's own commands.\n\nUsage: cargo xtask <command> [options]\n\nCommands:\n",
    );
    for Subcommand { name, summary, .. } in &SUBCOMMANDS {
        text.push_str(&format!("  {name:<13}{summary}\n"));
    }
    text.push_str("\n`cargo xtask <command> --help` says more about one of them.\n");
    text
}
