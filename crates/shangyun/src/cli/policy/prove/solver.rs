//! Runs a solver as a child process, for a limited time.

use clap::ValueEnum;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Solver {
    #[default]
    Z3,
    Cvc5,
    None,
}

impl Solver {
    /// Its program, which is also the name of its Debian package.
    const fn program(self) -> &'static str {
        match self {
            Self::Z3 => "z3",
            Self::Cvc5 => "cvc5",
            Self::None => "",
        }
    }

    /// The words that make it read standard input and stop by itself after so long.
    fn words(self, limit: Duration) -> Vec<String> {
        match self {
            Self::Z3 => vec!["-in".to_owned(), "-smt2".to_owned(), format!("-T:{}", limit.as_secs().max(1))],
            Self::Cvc5 => {
                vec!["--lang=smt2".to_owned(), format!("--tlimit={}", limit.as_millis().max(1)), "-".to_owned()]
            }
            Self::None => Vec::new(),
        }
    }

    /// The output for a script; in words why there is none.
    pub fn ask(self, script: &str, limit: Duration) -> Result<String, String> {
        let program = self.program();
        let started = Command::new(program)
            .args(self.words(limit))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let child = started.map_err(|error| {
            if error.kind() == ErrorKind::NotFound {
                format!("`{program}` is not installed; on Debian `apt-get install {program}` brings it")
            } else {
                format!("cannot start `{program}`: {error}")
            }
        })?;
        talk(child, script).map_err(|error| format!("cannot talk to `{program}`: {error}"))
    }
}

/// Hands the script over and reads to the end. A solver reads all of it before it answers, so neither side waits for the other.
fn talk(mut child: Child, script: &str) -> std::io::Result<String> {
    if let Some(mut input) = child.stdin.take() {
        input.write_all(script.as_bytes())?;
    }
    let mut output = String::new();
    if let Some(mut from) = child.stdout.take() {
        from.read_to_string(&mut output)?;
    }
    child.wait()?;
    Ok(output)
}
