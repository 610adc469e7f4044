//! `shangyun access`: who may take which route, from the one list that also serves them (I13), and who may ask for which
//! command, from the table that every act meets first.

use crate::routes::{Line, May, SeatKind};
use crate::server;
use clap::Args;
use domain::permits::TABLE;
use serde_json::json;
use std::fmt::Write as _;
use std::io::{self, Write};

#[derive(Args, Debug)]
pub(super) struct AccessArguments {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &AccessArguments) {
    let text = if arguments.json { as_json() } else { tables() };
    let _ = io::stdout().write_all(text.as_bytes());
}

/// The kinds of seats that sign in, which are the columns of the routes.
fn seats() -> Vec<SeatKind> {
    let none = [SeatKind::Public, SeatKind::Clock, SeatKind::Founder];
    SeatKind::ALL.into_iter().filter(|kind| !none.contains(kind)).collect()
}

/// Whether a route is open to a kind of seat that has signed in.
fn is_open(line: &Line, kind: SeatKind) -> bool {
    match line.may {
        May::Everyone | May::SignedIn => true,
        May::Seats(kinds) => kinds.contains(&kind),
        May::Demo => false,
    }
}

fn lines() -> Vec<Line> {
    let mut lines = server::lines(false);
    lines.retain(|line| line.may != May::Demo);
    lines.sort_by(|one, other| (one.path, one.method.as_str()).cmp(&(other.path, other.method.as_str())));
    lines
}

/// The table as Markdown.
fn table() -> String {
    let seats = seats();
    let words: Vec<&str> = seats.iter().map(|kind| kind.word()).collect();
    let mut text = format!("| route | everyone | {} |\n|---|---|{}\n", words.join(" | "), "---|".repeat(words.len()));
    for line in lines() {
        let mark = |yes: bool| if yes { "x" } else { "" };
        let _ = write!(text, "| {} `{}` | {} |", line.method, line.path, mark(line.may == May::Everyone));
        for kind in &seats {
            let _ = write!(text, " {} |", mark(is_open(&line, *kind)));
        }
        text.push('\n');
    }
    text
}

/// The seats and the commands, as Markdown.
fn commands() -> String {
    let words: Vec<&str> = SeatKind::ALL.iter().map(|kind| kind.word()).collect();
    let mut text = format!("| command | {} |\n|---|{}\n", words.join(" | "), "---|".repeat(words.len()));
    for (name, kinds) in TABLE {
        let _ = write!(text, "| `{name}` |");
        for kind in SeatKind::ALL {
            let _ = write!(text, " {} |", if kinds.contains(&kind) { "x" } else { "" });
        }
        text.push('\n');
    }
    text
}

/// Both tables, with what stands between them.
fn tables() -> String {
    format!(
        "{}\n## Who may ask for which command\n\nThe first thing an act meets. Which office acts at a step, in which rank and \
         district, and whose case it is, is asked afterwards, of the policy and the registers.\n\n{}",
        table(),
        commands()
    )
}

fn as_json() -> String {
    let routes = lines().into_iter().map(|line| {
        let allowed: Vec<&str> = seats().into_iter().filter(|kind| is_open(&line, *kind)).map(SeatKind::word).collect();
        let everyone = line.may == May::Everyone;
        json!({ "method": line.method.as_str(), "path": line.path, "everyone": everyone, "seats": allowed })
    });
    let commands = TABLE.iter().map(|(name, kinds)| {
        let seats: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        json!({ "command": name, "seats": seats })
    });
    let (routes, commands): (Vec<_>, Vec<_>) = (routes.collect(), commands.collect());
    format!("{}\n", json!({ "routes": routes, "commands": commands }))
}

#[cfg(test)]
mod tests {
    /// The reviewed tables. To renew it: `shangyun access`, and read what changed.
    const REVIEWED: &str = include_str!("../../../../docs/access.md");

    #[test]
    fn the_tables_are_the_reviewed_ones() {
        let found = super::tables();
        for line in found.lines() {
            assert!(REVIEWED.contains(line), "not reviewed, {RENEW}: {line}");
        }
        for line in REVIEWED.lines().filter(|line| line.starts_with("| ")) {
            assert!(found.contains(line), "reviewed, and gone; {RENEW}: {line}");
        }
    }

    const RENEW: &str = "renew the tables in docs/access.md by `shangyun access`, and read what changed";
}
