//! The register of enterprises: by code, by a part of the name, by district.

use crate::database::{Database, DatabaseError, Row, Statement, values};
use crate::rows::enterprise::fold;
use crate::views::PAGE;

const OF_CODE: &str = "select id, credit_code, name, district from enterprise \
    where credit_code = $1 order by id";
const OF_NAME: &str = "select id, credit_code, name, district from enterprise \
    where name_folded like $1 escape '!' and ($2 = '' or district = $2) \
    and (name_folded, id) > ($3, $4) order by name_folded, id limit $5";
const COUNT: &str = "select cast(count(*) as bigint) from enterprise where ($1 = '' or district = $1)";

pub(super) const SQL: &[&str] = &[OF_CODE, OF_NAME, COUNT];

/// An enterprise in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its unified social credit code.
    pub credit_code: String,
    /// Its name.
    pub name: String,
    /// Its district.
    pub district: String,
}

/// The enterprises with a credit code; one, or none.
pub async fn of_code(database: &Database, code: &str) -> Result<Vec<Listed>, DatabaseError> {
    database.query(Statement::new(OF_CODE, values![code])).await?.iter().map(read).collect()
}

/// The enterprises with these credit codes, read in one go.
pub async fn of_codes(database: &Database, codes: &[&str]) -> Result<Vec<Listed>, DatabaseError> {
    let reads = codes.iter().map(|code| Statement::new(OF_CODE, values![*code]));
    let answers = database.query_many(reads.collect()).await?;
    answers.iter().flatten().map(read).collect()
}

/// Enterprises whose name holds this text, in some districts or all, after one of the page before.
pub async fn search(
    database: &Database,
    text: &str,
    districts: Option<&[String]>,
    after: Option<&Listed>,
) -> Result<Vec<Listed>, DatabaseError> {
    let (name, id) = after.map_or((String::new(), ""), |after| (fold(&after.name), &after.id));
    let everywhere = [String::new()];
    let reads = districts.unwrap_or(&everywhere).iter().map(|district| {
        let values = values![holding(&fold(text)), district.as_str(), name.as_str(), id, PAGE];
        Statement::new(OF_NAME, values)
    });
    let answers = database.query_many(reads.collect()).await?;
    let mut found: Vec<Listed> = answers.iter().flatten().map(read).collect::<Result<_, _>>()?;
    found.sort_by_cached_key(|one| (fold(&one.name), one.id.clone()));
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(found)
}

/// How many enterprises there are, in one district or all.
pub async fn count(database: &Database, district: Option<&str>) -> Result<i64, DatabaseError> {
    let rows = database.query(Statement::new(COUNT, values![district.unwrap_or_default()])).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// The pattern for text that holds this text, letter by letter.
fn holding(text: &str) -> String {
    let plain = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{plain}%")
}

fn read(row: &Row) -> Result<Listed, DatabaseError> {
    Ok(Listed { id: row.string(0)?, credit_code: row.string(1)?, name: row.string(2)?, district: row.string(3)? })
}
