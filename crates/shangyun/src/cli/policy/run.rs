//! `shangyun policy run`: a CSV of claims in, a CSV of awards out, block by block, so that a file of any length takes
//! little memory. How a cell is read is `policy::claims_csv`'s matter.

mod chunks;
mod pipeline;
mod progress;

use super::Stop;
use super::document::{load, readings};
use ::policy::claims_csv::{HeaderFault, Layout};
use ::policy::columnar::Columnar;
use chunks::{Chunks, Unreadable};
use clap::Args;
use pipeline::{Done, Ended, Totals};
use progress::Progress;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::time::Instant;

/// Bad lines that are named one by one.
const NAMED_MAX: usize = 20;

#[derive(Args, Debug)]
pub(in crate::cli) struct RunArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// A CSV file with a column for each fact, named by its id, and `id`; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    input: String,
    /// Where to write `id,award_fen,reason`; `-` for standard output.
    #[arg(long, value_name = "FILE")]
    output: String,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
    /// Prints on standard error how long reading, evaluating and writing took, in nanoseconds a row.
    #[arg(long)]
    timings: bool,
    /// How many threads work; as many as there are processors where it is not given.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

pub(super) fn run(arguments: &RunArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let readings = readings(&policy, &arguments.switches)?;
    let columnar = Columnar::new(&policy, &readings);
    let begun = Instant::now();
    let (source, bytes_all) = open(&arguments.input)?;
    let mut chunks = Chunks::new(source);
    let layout = head(&columnar, &mut chunks).map_err(|fault| wrong_file(&arguments.input, fault))?;
    let mut out = create(&arguments.output, &arguments.input)?;
    out.write_all(b"id,award_fen,reason\n").map_err(|error| unwritable(&arguments.output, &error))?;

    let threads = arguments.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let mut told = Told { name: &arguments.input, line: 2, named: 0 };
    let mut progress = Progress::new(bytes_all);
    let mut totals = Totals::default();
    let sink = |done: &Done| {
        progress.clear();
        told.tell(done);
        let begun = Instant::now();
        out.write_all(&done.out).map_err(|error| unwritable(&arguments.output, &error))?;
        totals.add(done);
        totals.times.write += begun.elapsed();
        progress.show(totals.rows, totals.bytes);
        Ok(())
    };
    let read = pipeline::run(&columnar, &layout, &mut chunks, threads, sink);
    progress.clear();
    totals.times.read += read.map_err(|ended| match ended {
        Ended::Unreadable(fault) => wrong_file(&arguments.input, fault.into()),
        Ended::Stop(stop) => stop,
        Ended::Lost => Stop::Called("a thread ended before its work".to_owned()),
    })?;
    out.flush().map_err(|error| unwritable(&arguments.output, &error))?;
    if arguments.timings {
        eprint(&totals.timings(begun.elapsed(), threads));
    }
    told.end(&totals)
}

/// Reads the first line.
fn head(columnar: &Columnar<'_>, chunks: &mut Chunks<Box<dyn Read>>) -> Result<Layout, Fault> {
    let first = chunks.peek()?;
    let (layout, bytes) = Layout::read(columnar, first).map_err(|fault| Fault::Header(fault, hint(first)))?;
    chunks.skip(bytes);
    Ok(layout)
}

/// What is wrong with the whole file.
enum Fault {
    Header(HeaderFault, &'static str),
    Unreadable(Unreadable),
}

impl From<Unreadable> for Fault {
    fn from(fault: Unreadable) -> Self {
        Self::Unreadable(fault)
    }
}

/// What may have happened where the names of the columns cannot be made out.
fn hint(bytes: &[u8]) -> &'static str {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if bytes.starts_with(b"PK\x03\x04") {
        return "; this is a workbook: save the sheet as CSV";
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return "; this is UTF-16: save the file as CSV UTF-8";
    }
    if !line.contains(&b',') && (line.contains(&b';') || line.contains(&b'\t')) {
        return "; cells are parted by commas";
    }
    ""
}

fn wrong_file(name: &str, fault: Fault) -> Stop {
    match fault {
        Fault::Header(fault, hint) => {
            eprint(&format!("shangyun: `{name}`: {fault}{hint}\n"));
            Stop::Wrong
        }
        Fault::Unreadable(Unreadable::LineTooLong { mebibytes }) => {
            eprint(&format!("shangyun: `{name}`: a line is longer than {mebibytes} MiB; this is no CSV of claims\n"));
            Stop::Wrong
        }
        Fault::Unreadable(Unreadable::Io(error)) => Stop::Called(format!("cannot read `{name}`: {error}")),
    }
}

fn unwritable(name: &str, error: &io::Error) -> Stop {
    Stop::Called(format!("cannot write `{name}`: {error}"))
}

/// The input, and how long it is where that is known.
fn open(name: &str) -> Result<(Box<dyn Read>, Option<u64>), Stop> {
    if name == "-" {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let opened = File::open(name).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (bytes, file) = opened.map_err(|error| Stop::Called(format!("cannot read `{name}`: {error}")))?;
    Ok((Box::new(file), Some(bytes)))
}

fn create(name: &str, input: &str) -> Result<Box<dyn Write>, Stop> {
    if name == "-" {
        return Ok(Box::new(io::stdout().lock()));
    }
    if fs::canonicalize(name).is_ok_and(|path| fs::canonicalize(input).is_ok_and(|input| input == path)) {
        return Err(Stop::Called(format!("`{name}` is the input too; name another file for the output")));
    }
    let file = File::create(name).map_err(|error| unwritable(name, &error))?;
    Ok(Box::new(file))
}

/// Words on standard error; if nobody can be told, the exit code still says it.
fn eprint(words: &str) {
    let _ = io::stderr().write_all(words.as_bytes());
}

/// Tells of bad lines, the first ones by name.
struct Told<'a> {
    name: &'a str,
    /// Number of the next block's first line in the file.
    line: u64,
    named: usize,
}

impl Told<'_> {
    fn tell(&mut self, done: &Done) {
        for fault in done.faults.iter().take(NAMED_MAX - self.named) {
            eprint(&format!("shangyun: `{}` line {}: {}\n", self.name, self.line + fault.line, fault.kind));
            self.named += 1;
        }
        self.line += done.lines;
    }

    fn end(&self, totals: &Totals) -> Result<(), Stop> {
        if totals.bad == 0 {
            return Ok(());
        }
        let unnamed = totals.bad - self.named;
        let more = if unnamed == 0 { String::new() } else { format!("; {unnamed} of them are not named here") };
        let (bad, rows) = (totals.bad, totals.rows);
        eprint(&format!("shangyun: {bad} of {rows} claims could not be read and have the reason BAD_INPUT{more}\n"));
        Err(Stop::Wrong)
    }
}
