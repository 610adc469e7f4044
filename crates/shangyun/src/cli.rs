//! The command line: what it takes, and which part of the program answers.

mod demo;
mod policy;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Shangyun (上云): a city's enterprise cloud-adoption programme, from the policy document to the last fen.
#[derive(Parser, Debug)]
#[command(name = "shangyun", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Makes a city to try everything in, and serves it on this machine.
    Demo(demo::DemoArguments),
    /// Reads, checks and runs policy documents.
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
}

/// Runs the command line. Exit codes: 0 done, 1 found something wrong, 2 called wrongly or could not read.
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Policy(command) => policy::run(&command),
    }
}
