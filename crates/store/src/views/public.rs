//! What the public sees: an allow-list (I15). Company, stream, year and amount of what was paid;
//! nothing else leaves through here.

use crate::database::{Database, DatabaseError, Statement, values};
use crate::views::PAGE;
use policy::money::Fen;

const PAID: &str = "select enterprise_name, stream, district, service_date, paid_fen, id from claim \
    where programme = $1 and money = 'paid' and (enterprise_name, id) > ($2, $3) \
    order by enterprise_name, id limit $4";
const TOTAL: &str = "select cast(count(*) as bigint), cast(coalesce(sum(paid_fen), 0) as bigint) \
    from claim where programme = $1 and money = 'paid'";

pub(super) const SQL: &[&str] = &[PAID, TOTAL];

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

/// A page of what was paid in a programme, by company; `after` is that of the last row before.
pub async fn paid(database: &Database, programme: &str, after: (&str, &str)) -> Result<Vec<Paid>, DatabaseError> {
    let read = Statement::new(PAID, values![programme, after.0, after.1, PAGE]);
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

/// How many claims of a programme were paid, and how much in all.
pub async fn total(database: &Database, programme: &str) -> Result<(i64, Fen), DatabaseError> {
    let rows = database.query(Statement::new(TOTAL, values![programme])).await?;
    rows.first().map_or(Ok((0, Fen::new(0))), |row| Ok((row.int(0)?, Fen::new(row.int(1)?))))
}
