//! `shangyun verify`: folds the journal and compares everything with it.

use super::{Stop, Where};
use clap::Args;
use serde_json::json;
use std::io::{self, IsTerminal, Write};
use store::store::Store;
use store::verify::{self, Progress, Report};

#[derive(Args, Debug)]
pub(super) struct VerifyArguments {
    #[command(flatten)]
    city: Where,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(arguments: &VerifyArguments) -> Result<(), Stop> {
    let store = arguments.city.open().await?;
    let report = report(&store).await;
    store.close().await;
    let report = report?;
    let _ = io::stdout().write_all(told(&report, arguments.json).as_bytes());
    if report.is_clean() { Ok(()) } else { Err(Stop::Found) }
}

/// Verifies a store, showing on a terminal how far it is.
pub(super) async fn report(store: &Store) -> Result<Report, Stop> {
    let shows = io::stderr().is_terminal();
    let progress = move |progress: Progress| {
        let words = match progress {
            Progress::Entries(count) => format!("{count} entries folded"),
            Progress::Rows(count) => format!("{count} rows compared"),
            Progress::Documents(count) => format!("{count} documents read"),
        };
        if shows {
            let _ = write!(io::stderr(), "\r\x1b[K{words}");
        }
    };
    let report = verify::verify(store, Vec::new(), progress).await;
    if shows {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    report.map_err(|error| Stop::Wrong(format!("cannot verify: {}", crate::config::causes(&error))))
}

/// The report as text or JSON.
pub(super) fn told(report: &Report, as_json: bool) -> String {
    let root = crate::web::security::random::hex(&report.root);
    let findings: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    if as_json {
        let value = json!({
            "clean": report.is_clean(), "entries": report.entries, "root": root, "rows": report.rows,
            "documents": report.documents, "findings": findings,
        });
        return format!("{value}\n");
    }
    let mut text =
        format!("{} entries, {} rows, {} documents\nroot {root}\n", report.entries, report.rows, report.documents);
    for finding in &findings {
        text.push_str(finding);
        text.push('\n');
    }
    text.push_str(if report.is_clean() {
        "clean\n"
    } else {
        "NOT CLEAN: stop writing and keep the machine as it is\n"
    });
    text
}
