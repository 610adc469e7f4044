//! The limit: the statements of one act, written straight to the driver, grouped as the writer
//! groups them.

use crate::place::{Kind, Place};
use domain::act::Fresh;
use futures_util::future::join_all;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::store::act_id;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::types::ToSql;

const GROUP_MAX: usize = 64;

/// A value of a statement.
enum Cell {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    fn sqlite(&self) -> &dyn rusqlite::ToSql {
        match self {
            Self::Int(number) => number,
            Self::Text(text) => text,
            Self::Bytes(bytes) => bytes,
        }
    }

    fn postgres(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Int(number) => number,
            Self::Text(text) => text,
            Self::Bytes(bytes) => bytes,
        }
    }
}

type Line = (&'static str, Vec<Cell>);
type Job = (u64, oneshot::Sender<()>);

/// A writer with nothing around it.
#[derive(Clone)]
pub struct Limit {
    jobs: mpsc::Sender<Job>,
}

impl Limit {
    /// Writes the rows of one act.
    pub fn act(&self, number: u64) -> impl Future<Output = ()> + Send + use<> {
        let jobs = self.jobs.clone();
        async move {
            let (reply, answer) = oneshot::channel();
            jobs.send((number, reply)).await.expect("it takes jobs");
            answer.await.expect("it answers");
        }
    }
}

/// Starts it on a database that has the schema.
pub fn start(place: &Place, kind: Kind) -> Limit {
    let (jobs, waiting) = mpsc::channel(1024);
    let address = place.address.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            if kind == Kind::Postgres { postgres(&address, waiting).await } else { sqlite(&address, waiting).await }
        });
    });
    Limit { jobs }
}

/// What the writer reads before, and what it writes: the act of the measurement, row by row.
fn lines(number: u64, seq: &AtomicU64) -> (Vec<Line>, Vec<Line>) {
    let text = |text: &str| Cell::Text(text.to_owned());
    let id = || Cell::Text(format!("f{number}"));
    // Acts and messages are named by hashes: their rows lie all over their tables.
    let done = crate::script::act(&number.to_string(), "");
    let act = || Cell::Text(act_id(&done));
    let fresh = Fresh::of(&done.actor.account, done.command.name(), &done.key);
    let message = || Cell::Text(fresh.id("message", 0));
    let body = "x".repeat(420);
    let reads = vec![
        ("select body_hash, answer from answer where act = $1", vec![act()]),
        ("select version from filing where id = $1", vec![id()]),
        ("select last from counter where name = $1", vec![text("c")]),
        ("select version from message where id = $1", vec![message()]),
    ];
    let mut writes: Vec<Line> = (0..4)
        .map(|place| {
            let seq = i64::try_from(seq.fetch_add(1, Ordering::Relaxed)).unwrap_or(0);
            let cells = vec![
                Cell::Int(seq),
                Cell::Int(1),
                act(),
                text("tester"),
                text("security_admin"),
                text("account.enable"),
                Cell::Int(place),
                text(if place == 3 { "message" } else { "filing" }),
                if place == 3 { message() } else { id() },
                text("filing.started"),
                Cell::Int(1),
                text(&body),
                Cell::Bytes(vec![7; 32]),
            ];
            (
                "insert into journal (seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                cells,
            )
        })
        .collect();
    let case = || vec![text("p"), text("e"), text("沈阳某厂"), text("s1"), text("d1")];
    let mut filing = vec![id(), text(&body.repeat(2)), id()];
    filing.extend(case());
    let mut queue = vec![id()];
    queue.extend(case());
    writes.extend([
        ("insert into counter (name, last) values ($1, 1) on conflict (name) do update set last = counter.last + 1",
            vec![text("c")]),
        ("insert into filing (id, version, body, number, programme, enterprise, enterprise_name, stream, district, \
          provider, step, state, due, received_at, sent_on, reserved_fen, reservation) \
          values ($1, 1, $2, $3, $4, $5, $6, $7, $8, '', 'district', 'underway', '2018-11-05', 1, null, 0, 'none')",
            filing),
        ("insert into queue (kind, id, role, rank, programme, stream, district, enterprise, enterprise_name, number, \
          step, due, received_at, fen) \
          values ('filing', $1, 'bureau', 0, $2, $5, $6, $3, $4, 'n', 'district', '2018-11-05', 1, 0)", queue),
        ("insert into queue_count (programme, role, district, stream, kind, step, rank, cases) \
          values ($1, 'bureau', 'd1', 's1', 'filing', 'district', 0, 1) \
          on conflict (programme, role, district, stream, kind, step, rank) \
          do update set cases = queue_count.cases + 1",
            vec![text("p")]),
        ("insert into message (id, version, body, addressee_kind, addressee, about, at) \
          values ($1, 1, $2, 'enterprise', 'e', 'filing:f', 1)", vec![message(), text(&body)]),
        ("insert into outbox (id, kind, body, state, attempts, due) values ($1, 'mail', $2, 'ready', 0, 1)",
            vec![message(), text("{}")]),
        ("insert into answer (act, body_hash, answer, at) values ($1, $2, $3, 1)",
            vec![act(), Cell::Bytes(vec![7; 32]), text("{\"number\":null,\"show\":{\"id\":\"x\",\"kind\":\"account\"}}")]),
    ]);
    (reads, writes)
}

async fn group(waiting: &mut mpsc::Receiver<Job>) -> Vec<Job> {
    let mut jobs: Vec<Job> = waiting.recv().await.into_iter().collect();
    while jobs.len() < GROUP_MAX
        && let Ok(job) = waiting.try_recv()
    {
        jobs.push(job);
    }
    jobs
}

fn answer(jobs: Vec<Job>) {
    for (_, reply) in jobs {
        let _ = reply.send(());
    }
}

async fn sqlite(address: &str, mut waiting: mpsc::Receiver<Job>) {
    let raw = rusqlite::Connection::open(address.trim_start_matches("sqlite:")).expect("the file");
    raw.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
        pragma secure_delete = on; pragma cache_size = -32000; pragma temp_store = memory; \
        pragma wal_autocheckpoint = 8000",
    )
    .expect("set");
    raw.set_prepared_statement_cache_capacity(64);
    let seq = AtomicU64::new(1);
    loop {
        let jobs = group(&mut waiting).await;
        if jobs.is_empty() {
            return;
        }
        raw.execute_batch("begin immediate").expect("begun");
        for (number, _) in &jobs {
            let (reads, writes) = lines(*number, &seq);
            for (sql, cells) in &reads {
                run(&raw, sql, cells);
            }
            run(&raw, "savepoint act", &[]);
            for (sql, cells) in &writes {
                run(&raw, sql, cells);
            }
            run(&raw, "release savepoint act", &[]);
        }
        raw.execute_batch("update head set seq = 1; commit").expect("committed");
        answer(jobs);
    }
}

fn run(raw: &rusqlite::Connection, sql: &str, cells: &[Cell]) {
    let mut prepared = raw.prepare_cached(&sql.replace('$', "?")).expect("prepared");
    let cells: Vec<&dyn rusqlite::ToSql> = cells.iter().map(Cell::sqlite).collect();
    let mut rows = prepared.query(cells.as_slice()).expect("run");
    while rows.next().expect("a row").is_some() {}
}

async fn postgres(address: &str, mut waiting: mpsc::Receiver<Job>) {
    let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.expect("a connection");
    tokio::spawn(connection);
    let client = Arc::new(client);
    let seq = AtomicU64::new(1);
    let mut prepared = std::collections::BTreeMap::new();
    let (reads, writes) = lines(0, &AtomicU64::new(1));
    let plain = ["savepoint act", "release savepoint act", "begin", "select seq from head where id = 1 for update"];
    for sql in reads.iter().chain(&writes).map(|(sql, _)| *sql).chain(plain) {
        prepared.insert(sql, client.prepare(sql).await.expect("prepared"));
    }
    loop {
        let jobs = group(&mut waiting).await;
        if jobs.is_empty() {
            return;
        }
        flight(&client, &prepared, &[("begin", vec![]), (plain[3], vec![])]).await;
        let both: Vec<_> = jobs.iter().map(|(number, _)| lines(*number, &seq)).collect();
        let (reads, writes): (Vec<_>, Vec<_>) = both.into_iter().unzip();
        flight(&client, &prepared, &reads.into_iter().flatten().collect::<Vec<_>>()).await;
        for lines in writes {
            let mut all = vec![("savepoint act", vec![])];
            all.extend(lines);
            all.push(("release savepoint act", vec![]));
            flight(&client, &prepared, &all).await;
        }
        client.batch_execute("update head set seq = 1; commit").await.expect("committed");
        answer(jobs);
    }
}

async fn flight(
    client: &tokio_postgres::Client,
    prepared: &std::collections::BTreeMap<&str, tokio_postgres::Statement>,
    lines: &[Line],
) {
    let all = lines.iter().map(|(sql, cells)| {
        let cells: Vec<&(dyn ToSql + Sync)> = cells.iter().map(Cell::postgres).collect();
        async move { client.query(&prepared[sql], &cells).await.expect("run") }
    });
    // Up to thirty futures are polled in their order: all that an act writes.
    join_all(all).await;
}
