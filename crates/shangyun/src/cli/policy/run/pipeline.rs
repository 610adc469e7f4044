//! Pieces of a file go round the threads, and their answers come back in order.

use super::chunks::{Chunk, Chunks, Encoding, Unreadable};
use crate::cli::policy::Stop;
use ::policy::claims_csv::{Block, Fault, Layout};
use ::policy::columnar::{Answers, Columnar};
use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Pieces that a thread may have before it, beside the one it works on.
const WAITING: usize = 1;

/// A piece answered.
#[derive(Default)]
pub(super) struct Done {
    /// The answers as they are written.
    pub out: Vec<u8>,
    pub faults: Vec<Fault>,
    pub lines: u64,
    pub rows: usize,
    times: Times,
    /// The room of the piece, to be used again.
    bytes: Vec<u8>,
}

/// Time spent, added up over all threads.
#[derive(Clone, Copy, Default)]
pub(super) struct Times {
    pub read: Duration,
    pub evaluate: Duration,
    pub write: Duration,
}

/// What was done altogether.
#[derive(Default)]
pub(super) struct Totals {
    pub rows: usize,
    pub bad: usize,
    pub bytes: u64,
    pub times: Times,
}

/// Why a run ends early.
pub(super) enum Ended {
    Unreadable(Unreadable),
    Stop(Stop),
    /// A thread is gone.
    Lost,
}

/// Answers one piece after the other.
struct Worker<'a> {
    columnar: &'a Columnar<'a>,
    layout: &'a Layout,
    block: Block,
    answers: Answers,
}

/// A thread with its piece and its answer.
struct Hand {
    pieces: SyncSender<Chunk>,
    answers: Receiver<Done>,
}

/// Answers all pieces, hands the answers to `sink` in order, and says how long reading the file took.
pub(super) fn run<R: Read>(
    columnar: &Columnar<'_>,
    layout: &Layout,
    chunks: &mut Chunks<R>,
    threads: usize,
    mut sink: impl FnMut(&Done) -> Result<(), Stop>,
) -> Result<Duration, Ended> {
    if threads == 1 {
        return alone(Worker::new(columnar, layout), chunks, sink);
    }
    thread::scope(|scope| {
        let hands: Vec<Hand> = (0..threads)
            .map(|_| {
                let (pieces, todo) = sync_channel::<Chunk>(WAITING);
                let (done, answers) = sync_channel(WAITING);
                scope.spawn(move || Worker::new(columnar, layout).serve(&todo, &done));
                Hand { pieces, answers }
            })
            .collect();
        let (mut sent, mut received, mut took) = (0, 0, Duration::ZERO);
        let mut room = Vec::new();
        loop {
            let begun = Instant::now();
            let chunk = chunks.next(std::mem::take(&mut room))?;
            took += begun.elapsed();
            let is_end = chunk.is_none();
            if let Some(chunk) = chunk {
                hands[sent % threads].pieces.send(chunk).map_err(|_| Ended::Lost)?;
                sent += 1;
            }
            while received < sent && (is_end || sent - received > threads * WAITING) {
                let done = hands[received % threads].answers.recv().map_err(|_| Ended::Lost)?;
                received += 1;
                sink(&done).map_err(Ended::Stop)?;
                room = done.bytes;
            }
            if is_end {
                return Ok(took);
            }
        }
    })
}

fn alone<R: Read>(
    mut worker: Worker<'_>,
    chunks: &mut Chunks<R>,
    mut sink: impl FnMut(&Done) -> Result<(), Stop>,
) -> Result<Duration, Ended> {
    let (mut took, mut room) = (Duration::ZERO, Vec::new());
    loop {
        let begun = Instant::now();
        let chunk = chunks.next(room)?;
        took += begun.elapsed();
        let Some(chunk) = chunk else { return Ok(took) };
        let done = worker.answer(chunk);
        sink(&done).map_err(Ended::Stop)?;
        room = done.bytes;
    }
}

impl<'a> Worker<'a> {
    fn new(columnar: &'a Columnar<'a>, layout: &'a Layout) -> Self {
        Self { columnar, layout, block: Block::new(columnar), answers: Answers::default() }
    }

    /// Answers pieces until there are no more, or nobody takes the answers.
    fn serve(mut self, todo: &Receiver<Chunk>, done: &SyncSender<Done>) {
        while let Ok(chunk) = todo.recv() {
            if done.send(self.answer(chunk)).is_err() {
                return;
            }
        }
    }

    fn answer(&mut self, chunk: Chunk) -> Done {
        let begun = Instant::now();
        if chunk.encoding == Encoding::Gb18030 {
            let (text, _) = encoding_rs::GB18030.decode_without_bom_handling(&chunk.bytes);
            self.layout.fill(text.as_bytes(), &mut self.block);
        } else {
            self.layout.fill(&chunk.bytes, &mut self.block);
        }
        let read = Instant::now();
        self.columnar.run_into(&self.block.columns, &mut self.answers);
        let evaluated = Instant::now();
        let mut out = Vec::with_capacity(chunk.bytes.len() / 2);
        self.block.write(self.columnar, &self.answers, &mut out);
        let times = Times { read: read - begun, evaluate: evaluated - read, write: evaluated.elapsed() };
        let faults = std::mem::take(&mut self.block.faults);
        Done { out, faults, lines: self.block.lines, rows: self.block.columns.rows(), times, bytes: chunk.bytes }
    }
}

impl Totals {
    pub fn add(&mut self, done: &Done) {
        self.rows += done.rows;
        self.bad += done.faults.len();
        self.bytes += u64::try_from(done.bytes.len()).unwrap_or(0);
        self.times.read += done.times.read;
        self.times.evaluate += done.times.evaluate;
        self.times.write += done.times.write;
    }

    /// Nanoseconds a row by part, added up over the threads, and for the whole by the clock.
    pub fn timings(&self, whole: Duration, threads: usize) -> String {
        let rows = u128::try_from(self.rows.max(1)).unwrap_or(1);
        let line = |name: &str, time: Duration, note: &str| {
            let tenths = time.as_nanos() * 10 / rows;
            format!("{name:<9}{:>7}.{} ns/row{note}\n", tenths / 10, tenths % 10)
        };
        let note = format!("  by the clock, {} rows, {threads} threads", self.rows);
        line("read", self.times.read, "")
            + &line("evaluate", self.times.evaluate, "")
            + &line("write", self.times.write, "")
            + &line("all", whole, &note)
    }
}

impl From<Unreadable> for Ended {
    fn from(error: Unreadable) -> Self {
        Self::Unreadable(error)
    }
}
