//! `shangyun policy sql`: a policy as one SQL statement.

use super::Stop;
use super::document::{load, readings};
use ::policy::sql::{self, Claims, Dialect};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::io::{self, Write};

#[derive(Args, Debug)]
pub(in crate::cli) struct SqlArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// The database that is to run it.
    #[arg(long, value_parser = dialects())]
    dialect: Dialect,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
    /// The table of claims, with its schema where it has one.
    #[arg(long, default_value = "claims")]
    table: String,
    /// Facts whose columns hold no NULL, by id, or `all`: the statement asks less and runs faster.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    never_null: Vec<String>,
    /// Prints the statement that creates the table of claims instead.
    #[arg(long)]
    create: bool,
}

fn dialects() -> impl TypedValueParser<Value = Dialect> {
    let known = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name));
    known.try_map(|name| Dialect::from_name(&name).ok_or("no such dialect"))
}

pub(super) fn run(arguments: &SqlArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let readings = readings(&policy, &arguments.switches)?;
    let never_null = match arguments.never_null.as_slice() {
        [all] if all == "all" => sql::columns(&policy, &readings),
        some => some.to_vec(),
    };
    let claims = Claims { table: &arguments.table, never_null: &never_null };
    let text = if arguments.create {
        sql::table(&policy, &readings, arguments.dialect, claims)
    } else {
        sql::select(&policy, &readings, arguments.dialect, claims)
    };
    let text = text.map_err(|why| Stop::Called(format!("`{}` is not written as SQL: {why}", arguments.policy)))?;
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}
