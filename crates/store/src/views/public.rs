//! What the public sees: an allow-list (I15). Company, stream, district, year and amount of what was paid;
//! nothing else leaves through here.

use crate::database::{Database, DatabaseError, Statement, values};
use crate::views::PAGE;
use policy::money::Fen;

const PAID: &str = "select enterprise_name, stream, district, service_date, paid_fen, id from claim \
    where programme = $1 and money = 'paid' and (enterprise_name, id) > ($2, $3) \
    and ($4 = '' or stream = $4) and ($5 = '' or district = $5) \
    order by enterprise_name, id limit $6";
const TOTAL: &str = "select cast(count(*) as bigint), cast(count(distinct enterprise) as bigint), \
    cast(coalesce(sum(paid_fen), 0) as bigint) from claim where programme = $1 and money = 'paid'";
const SUMS: &str = "select stream, district, substr(service_date, 1, 4), cast(count(*) as bigint), \
    cast(sum(paid_fen) as bigint) from claim where programme = $1 and money = 'paid' \
    group by stream, district, substr(service_date, 1, 4) \
    order by stream, district, substr(service_date, 1, 4)";

pub(super) const SQL: &[&str] = &[PAID, TOTAL, SUMS];

/// What was paid to one company for one contract year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paid {
    /// The company.
    pub enterprise_name: String,
    /// The stream.
    pub stream: String,
    /// The district.
    pub district: String,
    /// The first day of the contract year.
    pub service_date: String,
    /// How much.
    pub amount: Fen,
    /// Where the next page begins, after this.
    pub after: (String, String),
}

/// Which payments are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted<'a> {
    /// The programme.
    pub programme: &'a str,
    /// One stream, or all.
    pub stream: Option<&'a str>,
    /// One district, or all.
    pub district: Option<&'a str>,
    /// That of the last row of the page before; empty at the beginning.
    pub after: (&'a str, &'a str),
}

/// What was paid in a programme in all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Total {
    /// How many claims.
    pub claims: i64,
    /// How many companies.
    pub companies: i64,
    /// How much.
    pub amount: Fen,
}

/// What was paid for one stream, district and year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    /// The stream.
    pub stream: String,
    /// The district.
    pub district: String,
    /// The year in which the contract years began.
    pub year: String,
    /// How many claims.
    pub claims: i64,
    /// How much.
    pub amount: Fen,
}

/// A page of what was paid, by company.
pub async fn paid(database: &Database, wanted: Wanted<'_>) -> Result<Vec<Paid>, DatabaseError> {
    let (name, id) = wanted.after;
    let (stream, district) = (wanted.stream.unwrap_or_default(), wanted.district.unwrap_or_default());
    let read = Statement::new(PAID, values![wanted.programme, name, id, stream, district, PAGE]);
    let rows = database.query(read).await?;
    let paid = rows.iter().map(|row| {
        let enterprise_name = row.string(0)?;
        Ok(Paid {
            after: (enterprise_name.clone(), row.string(5)?),
            enterprise_name,
            stream: row.string(1)?,
            district: row.string(2)?,
            service_date: row.string(3)?,
            amount: Fen::new(row.int(4)?),
        })
    });
    paid.collect()
}

/// What was paid in a programme in all.
pub async fn total(database: &Database, programme: &str) -> Result<Total, DatabaseError> {
    let rows = database.query(Statement::new(TOTAL, values![programme])).await?;
    rows.first().map_or(Ok(Total::default()), |row| {
        Ok(Total { claims: row.int(0)?, companies: row.int(1)?, amount: Fen::new(row.int(2)?) })
    })
}

/// What was paid in a programme by stream, district and year.
pub async fn sums(database: &Database, programme: &str) -> Result<Vec<Sum>, DatabaseError> {
    let rows = database.query(Statement::new(SUMS, values![programme])).await?;
    let sums = rows.iter().map(|row| {
        Ok(Sum {
            stream: row.string(0)?,
            district: row.string(1)?,
            year: row.string(2)?,
            claims: row.int(3)?,
            amount: Fen::new(row.int(4)?),
        })
    });
    sums.collect()
}
