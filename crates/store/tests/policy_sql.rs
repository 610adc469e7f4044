//! A policy decides alike claim by claim, over columns, and as SQL on SQLite and on PostgreSQL: shipped policies and
//! made-up ones, with facts left out.

#[path = "../../policy/tests/support/shipped.rs"]
mod shipped;

use policy::columnar::Columnar;
use policy::facts::{Facts, Readings};
use policy::policy::Policy;
use policy::sample::Sampler;
use policy::sample::plans::plan;
use policy::sql::{self, Claims, Dialect};
use policy::value::Value;
use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use std::fmt::Write as _;
use tokio_postgres::{Client, NoTls};

/// What a row must say: award in fen and reason.
type Answer = (i64, String);

/// A policy under readings with claims and what the policy says of them.
struct Trial {
    name: String,
    policy: Policy,
    readings: Readings,
    claims: Vec<Facts>,
    expected: Vec<Answer>,
}

const TABLE: Claims<'_> = Claims { table: "claims", never_null: &[] };

impl Trial {
    fn new(name: &str, policy: Policy, readings: Readings, seed: u64, count: usize) -> Self {
        let mut sampler = Sampler::new(&policy, &readings, seed, 20);
        let claims: Vec<Facts> = (0..count).map(|_| sampler.claim()).collect();
        let answer = |claim| {
            let outcome = policy.outcome(claim, &readings);
            (outcome.award().fen(), outcome.reason().to_owned())
        };
        let expected = claims.iter().map(answer).collect();
        Self { name: name.to_owned(), policy, readings, claims, expected }
    }

    fn select(&self, dialect: Dialect) -> String {
        let text = sql::select(&self.policy, &self.readings, dialect, TABLE);
        text.map_err(|why| format!("{}: {why}", self.name)).expect("the policy is written as SQL")
    }

    /// Whether it can be written at all: an amount must stay in 64 bits.
    fn is_writable(&self) -> bool {
        sql::select(&self.policy, &self.readings, Dialect::Sqlite, TABLE).is_ok()
    }

    fn columns(&self) -> Vec<String> {
        sql::columns(&self.policy, &self.readings)
    }

    /// Every way but the first, which gave what is expected.
    async fn run(&self, client: &Client) {
        self.over_columns();
        self.on_sqlite();
        self.on_postgres(client).await;
    }

    fn compare(&self, answers: &[Answer], how: &dyn Fn() -> String) {
        assert_eq!(answers.len(), self.claims.len(), "{}", self.name);
        for (at, (answer, expected)) in answers.iter().zip(&self.expected).enumerate() {
            let (claim, source) = (&self.claims[at], self.policy.source());
            assert_eq!(answer, expected, "{} row {at} {claim:?}\n{source}\n{}", self.name, how());
        }
    }

    fn over_columns(&self) {
        let columnar = Columnar::new(&self.policy, &self.readings);
        let found = columnar.run(&columnar.columns_of(&self.claims));
        let rows = found.awards.iter().zip(&found.reasons);
        let answers: Vec<Answer> =
            rows.map(|(award, reason)| (*award, columnar.reason_code(*reason).to_owned())).collect();
        self.compare(&answers, &|| "over columns".to_owned());
    }

    fn on_sqlite(&self) {
        let mut db = Connection::open_in_memory().expect("a database in memory");
        let create = sql::table(&self.policy, &self.readings, Dialect::Sqlite, TABLE).expect("a table");
        db.execute_batch(&create).expect("the table is created");
        let columns = self.columns();
        let marks = vec!["?"; columns.len() + 1].join(", ");
        let tx = db.transaction().expect("a transaction");
        {
            let mut insert = tx.prepare(&format!("insert into claims values ({marks})")).expect("an insert");
            for (id, claim) in self.claims.iter().enumerate() {
                let id = Cell::Integer(i64::try_from(id).expect("few claims"));
                let cells = columns.iter().map(|column| claim.value(column).map_or(Cell::Null, cell));
                insert.execute(rusqlite::params_from_iter(std::iter::once(id).chain(cells))).expect("a row");
            }
        }
        tx.commit().expect("the rows are in");
        let text = self.select(Dialect::Sqlite);
        let mut statement = db.prepare(&text).map_err(|why| format!("{why}\n{text}")).expect("it is SQL");
        let rows =
            statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, (row.get(1)?, row.get(2)?)))).expect("it runs");
        let mut found: Vec<(i64, Answer)> =
            rows.collect::<Result<_, _>>().map_err(|why| format!("{} {why}\n{text}", self.name)).expect("rows");
        found.sort_unstable();
        let found: Vec<Answer> = found.into_iter().map(|(_, answer)| answer).collect();
        self.compare(&found, &|| self.select(Dialect::Sqlite));
    }

    async fn on_postgres(&self, client: &Client) {
        let create = sql::table(&self.policy, &self.readings, Dialect::Postgres, TABLE).expect("a table");
        let create = create.replacen("create table", "drop table if exists claims; create temp table", 1);
        client.batch_execute(&create).await.expect("the table is created");
        let sink = client.copy_in("copy claims from stdin").await.expect("a copy");
        futures_util::pin_mut!(sink);
        let mut lines = String::new();
        for (id, claim) in self.claims.iter().enumerate() {
            write!(lines, "{id}").expect("text grows");
            for column in self.columns() {
                let shown = claim.value(&column).map_or("\\N".to_owned(), |value| match cell(value) {
                    Cell::Integer(number) => number.to_string(),
                    Cell::Text(text) => text,
                    Cell::Null | Cell::Real(_) | Cell::Blob(_) => "\\N".to_owned(),
                });
                write!(lines, "\t{shown}").expect("text grows");
            }
            lines.push('\n');
        }
        futures_util::SinkExt::send(&mut sink, std::io::Cursor::new(lines.into_bytes())).await.expect("rows");
        sink.finish().await.expect("the rows are in");
        let text = self.select(Dialect::Postgres);
        let rows = client.query(&text, &[]).await.map_err(|why| format!("{why:?}\n{text}")).expect("it runs");
        let mut found: Vec<(i64, Answer)> =
            rows.iter().map(|row| (row.get::<_, i64>(0), (row.get(1), row.get(2)))).collect();
        found.sort_unstable();
        let found: Vec<Answer> = found.into_iter().map(|(_, answer)| answer).collect();
        self.compare(&found, &|| self.select(Dialect::Postgres));
    }
}

/// A value as its column holds it.
fn cell(value: &Value) -> Cell {
    match value {
        Value::Money(fen) => Cell::Integer(fen.fen()),
        Value::Integer(number) => Cell::Integer(*number),
        Value::Ratio(ratio) => Cell::Integer(ratio.numerator() * (10_000 / ratio.denominator())),
        Value::Date(day) => Cell::Text(day.to_string()),
        Value::Bool(yes) => Cell::Integer(i64::from(*yes)),
        Value::Member(id) | Value::Text(id) => Cell::Text(id.clone()),
    }
}

/// The server that ./test and ./drill start.
#[expect(clippy::disallowed_methods, reason = "tests find their server in the environment")]
async fn postgres() -> Client {
    let address = std::env::var("SHANGYUN_TEST_PG").expect("SHANGYUN_TEST_PG: run ./test");
    let (client, connection) = tokio_postgres::connect(&address, NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}

/// The default readings, then every other option of every open question alone.
fn all_readings(policy: &Policy) -> Vec<Readings> {
    let mut all = vec![Readings::default()];
    for switch in &policy.plan().switches {
        let others = switch.options.iter().filter(|option| !option.default);
        all.extend(others.map(|option| Readings::default().with(&switch.id, &option.id)));
    }
    all
}

/// Rows compared.
async fn compare_shipped(count: usize) -> usize {
    let client = postgres().await;
    let mut compared = 0;
    for (name, text) in shipped::documents() {
        let policy = shipped::load(&name, &text);
        let all = all_readings(&policy);
        let each = count / all.len() + 1;
        for (seed, readings) in (0..).zip(all) {
            let trial = Trial::new(&name, policy.clone(), readings, seed, each);
            trial.run(&client).await;
            compared += each;
        }
    }
    compared
}

/// Rows compared, and how many policies were written.
async fn compare_made_up(seeds: std::ops::Range<u64>, count: usize) -> (usize, usize) {
    let client = postgres().await;
    let (mut compared, mut written) = (0, 0);
    for seed in seeds {
        let name = format!("seed {seed}");
        let policy = shipped::load(&name, &plan(seed));
        let mut all = all_readings(&policy);
        let readings = all.swap_remove(usize::try_from(seed).unwrap_or(0) % all.len());
        let trial = Trial::new(&name, policy, readings, seed, count);
        if trial.is_writable() {
            trial.run(&client).await;
            (compared, written) = (compared + count, written + 1);
        }
    }
    (compared, written)
}

#[tokio::test]
async fn every_shipped_policy_decides_alike_in_every_way() {
    assert!(compare_shipped(10_000).await >= 70_000);
}

#[tokio::test]
async fn made_up_policies_decide_alike_in_every_way() {
    let (compared, written) = compare_made_up(0..100, 50).await;
    assert!(written >= 95 && compared >= 4_750, "{written} policies written");
}

#[tokio::test]
#[ignore = "long: ./drill"]
async fn drill_sql_a_million_claims_of_every_shipped_policy() {
    let compared = compare_shipped(1_000_000).await;
    println!("{compared} claims one by one, over columns, on SQLite and on PostgreSQL: no difference");
}

#[tokio::test]
#[ignore = "long: ./drill"]
async fn drill_sql_ten_thousand_made_up_policies() {
    let (compared, written) = compare_made_up(0..10_400, 200).await;
    assert!(written >= 10_000, "{written} policies written");
    println!(
        "{written} of 10400 made-up policies, {compared} claims one by one, over columns, on SQLite and on PostgreSQL: no difference"
    );
}
