//! A policy as one SQL statement: `id`, `award_fen` and `reason` for every row of a table of claims.
//!
//! The table has a column for each fact that the readings in force can reach, under its id: amounts and whole numbers as
//! BIGINT (amounts in fen), ratios as BIGINT in ten-thousandths, members as text, yes and no as booleans, days as dates.
//! NULL is a fact left out. Values lie in their declared ranges; [`table`] writes a table that sees to it.
//! The answer is that of [`crate::policy::Policy::outcome`], to the fen and the code, unknown facts included.
//! All arithmetic is whole numbers of 64 bits; where a policy could leave them no statement is written.

mod days;
mod dialect;
mod expr;
mod layers;
mod lookup;
mod lower;
mod names;
mod share;
mod statement;
mod text;
mod verdict;

use std::collections::BTreeSet;

use crate::facts::Readings;
use crate::kernel::Kernel;
use crate::policy::Policy;

pub use dialect::Dialect;

/// Where the claims stand.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a> {
    /// The table, with its schema where it has one.
    pub table: &'a str,
    /// Ids of facts whose columns hold no NULL; asking less of them makes the statement faster.
    pub never_null: &'a [String],
}

/// Why a policy is not written as SQL.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unwritable {
    /// Some number may need more than 64 bits.
    #[error("an amount may leave 64 bits on its way to the award; narrow the ranges of the facts it is computed from")]
    TooLarge,
    /// A fact has the name of a column of the answer.
    #[error("the fact `{0}` has the name of a column of the answer; give it another id")]
    Taken(String),
    /// No such fact.
    #[error("there is no fact `{0}` among those that decide; they are: {1}")]
    NoFact(String, String),
}

/// The columns of the answer.
const ANSWER: [&str; 3] = ["id", "award_fen", "reason"];

/// The statement that decides every claim of a table under these readings, defaults where none is named.
pub fn select(
    policy: &Policy,
    readings: &Readings,
    dialect: Dialect,
    claims: Claims<'_>,
) -> Result<String, Unwritable> {
    let kernel = policy.kernel(readings);
    let never_null = places(&kernel, claims.never_null)?;
    statement::select(policy, readings, &kernel, dialect, claims.table, never_null)
}

/// The statement that creates the table of claims: a column for each fact, each held to its declared range where the
/// database can.
pub fn table(policy: &Policy, readings: &Readings, dialect: Dialect, claims: Claims<'_>) -> Result<String, Unwritable> {
    let kernel = policy.kernel(readings);
    let never_null = places(&kernel, claims.never_null)?;
    Ok(statement::table(policy, &kernel, dialect, claims.table, &never_null))
}

/// The ids of the facts that are columns, in the order of the plan.
pub fn columns(policy: &Policy, readings: &Readings) -> Vec<String> {
    policy.kernel(readings).facts.into_iter().map(|fact| fact.id).collect()
}

/// The places of facts in the kernel; also sees that no fact bears a name of the answer.
fn places(kernel: &Kernel, ids: &[String]) -> Result<BTreeSet<usize>, Unwritable> {
    if let Some(fact) = kernel.facts.iter().find(|fact| ANSWER.contains(&fact.id.as_str())) {
        return Err(Unwritable::Taken(fact.id.clone()));
    }
    let known = || kernel.facts.iter().map(|fact| fact.id.as_str()).collect::<Vec<_>>().join(", ");
    let place = |id: &String| {
        let place = kernel.facts.iter().position(|fact| fact.id == *id);
        place.ok_or_else(|| Unwritable::NoFact(id.clone(), known()))
    };
    ids.iter().map(place).collect()
}
