//! `shangyun verify`: folds the journal and compares everything with it.

use super::{Stop, Where};
use crate::keys;
use clap::Args;
use serde_json::json;
use std::io::{self, IsTerminal, Write};
use store::store::Store;
use store::verify::{self, Progress, Report, SignedRoot};

#[derive(Args, Debug)]
pub(super) struct VerifyArguments {
    #[command(flatten)]
    city: Where,
    /// A root that was printed or signed earlier, with the number of entries it covers, as `ENTRIES:HEX`: the journal up
    /// to there must still be that one. May be given several times.
    #[arg(long = "root", value_name = "ENTRIES:HEX", value_parser = signed)]
    roots: Vec<SignedRoot>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Reads `ENTRIES:HEX`.
fn signed(text: &str) -> Result<SignedRoot, String> {
    let wrong = || format!("`{text}` is not ENTRIES:HEX, as `shangyun verify` prints it");
    let (size, root) = text.split_once(':').ok_or_else(wrong)?;
    let root = keys::from_hex(root).filter(|_| root.len() == 64).ok_or_else(wrong)?;
    Ok(SignedRoot { size: size.parse().map_err(|_| wrong())?, root })
}

pub(super) async fn run(arguments: &VerifyArguments) -> Result<(), Stop> {
    let store = arguments.city.open().await?;
    let report = report(&store, arguments.roots.clone()).await;
    store.close().await;
    let report = report?;
    let _ = io::stdout().write_all(told(&report, arguments.json).as_bytes());
    if report.is_clean() { Ok(()) } else { Err(Stop::Found) }
}

/// Verifies a store, showing on a terminal how far it is.
pub(super) async fn report(store: &Store, roots: Vec<SignedRoot>) -> Result<Report, Stop> {
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
    let report = verify::verify(store, roots, progress).await;
    if shows {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    report.map_err(|error| Stop::Called(format!("cannot verify: {}", crate::config::causes(&error))))
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
    let mut text = format!(
        "{0} entries, {1} rows, {2} documents\nroot {0}:{root}\n",
        report.entries, report.rows, report.documents
    );
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
