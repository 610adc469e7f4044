//! Editions of a programme's policy, the cases on each document, and what was asked of the authority.

use super::cases::{Listed, list};
use crate::database::{Database, DatabaseError, Statement, values};
use domain::edition::Edition;
use domain::interpretation::Interpretation;

const OF_PROGRAMME: &str = "select id, body from edition where programme = $1 order by id";
const ASKED: &str = "select id, body from interpretation where programme = $1 \
    order by answered, asked_at desc, id limit $2";
const FILINGS: &str = "select policy_hash, cast(count(*) as bigint) from filing where programme = $1 \
    group by policy_hash order by policy_hash";
const CLAIMS: &str = "select policy_hash, cast(count(*) as bigint) from claim where programme = $1 \
    group by policy_hash order by policy_hash";

pub(super) const SQL: &[&str] = &[OF_PROGRAMME, ASKED, FILINGS, CLAIMS];

/// The editions of a programme, by their ids.
pub async fn of_programme(database: &Database, programme: &str) -> Result<Vec<Listed<Edition>>, DatabaseError> {
    list(database, Statement::new(OF_PROGRAMME, values![programme])).await
}

/// What was asked of the authority: unanswered first, then the newest.
pub async fn asked(
    database: &Database,
    programme: &str,
    most: i64,
) -> Result<Vec<Listed<Interpretation>>, DatabaseError> {
    list(database, Statement::new(ASKED, values![programme, most])).await
}

/// How many filings and how many claims stand under a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// The hash of the document.
    pub policy_hash: String,
    /// Filings, drafts among them.
    pub filings: i64,
    /// Claims.
    pub claims: i64,
}

/// The cases of a programme by the document they are decided by.
pub async fn standing(database: &Database, programme: &str) -> Result<Vec<Standing>, DatabaseError> {
    let reads = [FILINGS, CLAIMS].map(|sql| Statement::new(sql, values![programme]));
    let answers = database.query_many(reads.to_vec()).await?;
    let mut all: Vec<Standing> = Vec::new();
    for (is_claim, rows) in [false, true].into_iter().zip(answers) {
        for row in rows {
            let (policy_hash, count) = (row.string(0)?, row.int(1)?);
            let (filings, claims) = if is_claim { (0, count) } else { (count, 0) };
            match all.iter_mut().find(|one| one.policy_hash == policy_hash) {
                Some(one) => one.claims = claims,
                None => all.push(Standing { policy_hash, filings, claims }),
            }
        }
    }
    Ok(all)
}
