//! The command line: what it takes, and which part of the program answers.

mod access;
mod demo;
mod doctor;
mod init;
mod keeping;
mod policy;
mod serve;
mod verify;

use crate::config::Config;
use crate::demo::opening;
use clap::{Args, Parser, Subcommand};
use std::future::Future;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use store::store::Store;

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
    /// Makes an empty city with three administrators, who come in by links that work once.
    Init(init::InitArguments),
    /// Serves a city until it is asked to end.
    Serve(serve::ServeArguments),
    /// Folds the journal and compares every row, balance and document with it.
    Verify(verify::VerifyArguments),
    /// Copies the whole of a city, database and documents, into a folder; acts may go on meanwhile.
    Backup(keeping::BackupArguments),
    /// Restores a backup into an empty city, of either kind of database, and verifies it.
    Restore(keeping::RestoreArguments),
    /// Prints who may take which route, and who may ask for which command.
    Access(access::AccessArguments),
    /// Looks at what a person would look at first; changes nothing.
    Doctor(doctor::DoctorArguments),
    /// Reads, checks and runs policy documents.
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
}

/// Why a command ends without having done what was asked.
enum Stop {
    /// It was called wrongly, or something it needs cannot be read.
    Called(String),
    /// It could not be done.
    Wrong(String),
    /// It was done, and something wrong was found; the finding is printed already.
    Found,
}

/// Which city: a configured one, or a demo's folder.
#[derive(Args, Debug)]
struct Where {
    /// The configuration of the city.
    #[arg(long, value_name = "FILE", group = "where")]
    config: Option<PathBuf>,
    /// The folder of a demo city.
    #[arg(long, value_name = "DIR", group = "where")]
    data: Option<PathBuf>,
    /// The database of the demo city, where it is not a file in the folder.
    #[arg(long, value_name = "URL", requires = "data")]
    database: Option<String>,
}

impl Where {
    /// Where its backups are made.
    fn backups(&self) -> Result<PathBuf, Stop> {
        match (&self.config, &self.data) {
            (Some(config), _) => {
                let config = Config::read(config).map_err(Stop::Called)?;
                Ok(config.path(&config.backups))
            }
            (None, Some(folder)) => Ok(folder.join("backups")),
            (None, None) => Err(Stop::Called("name the city by --config or --data".to_owned())),
        }
    }

    /// Opens its store.
    async fn open(&self) -> Result<Store, Stop> {
        match (&self.config, &self.data) {
            (Some(config), _) => {
                let config = Config::read(config).map_err(Stop::Called)?;
                Ok(config.open().await.map_err(Stop::Called)?.app.store)
            }
            (None, Some(folder)) => opening::store(folder, self.database.as_deref()).await.map_err(Stop::Called),
            (None, None) => Err(Stop::Called("name the city by --config or --data".to_owned())),
        }
    }
}

/// Runs the command line. Exit codes: 0 done, 1 found something wrong, 2 called wrongly or could not read.
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Policy(command) => policy::run(&command),
        Command::Access(arguments) => {
            access::run(&arguments);
            ExitCode::SUCCESS
        }
        Command::Serve(arguments) => until_done(serve::run(&arguments)),
        Command::Init(arguments) => logged(init::run(&arguments)),
        Command::Verify(arguments) => logged(verify::run(&arguments)),
        Command::Backup(arguments) => logged(keeping::back_up(&arguments)),
        Command::Restore(arguments) => logged(keeping::restore(&arguments)),
        Command::Doctor(arguments) => logged(doctor::run(&arguments)),
    }
}

/// A command for somebody at a terminal: only what is wrong is logged, beside what it prints.
fn logged(command: impl Future<Output = Result<(), Stop>>) -> ExitCode {
    let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_writer(io::stderr).try_init();
    until_done(command)
}

fn until_done(command: impl Future<Output = Result<(), Stop>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(command),
        Err(error) => Err(Stop::Called(error.to_string())),
    };
    let (words, code) = match done {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Stop::Found) => return ExitCode::from(1),
        Err(Stop::Wrong(words)) => (words, 1),
        Err(Stop::Called(words)) => (words, 2),
    };
    let _ = writeln!(io::stderr(), "shangyun: {}", words.trim_end());
    ExitCode::from(code)
}

/// Comes when somebody ends the program.
async fn ended() {
    let asked = async {
        #[cfg(unix)]
        if let Ok(mut term) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            term.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = asked => {}
    }
}
