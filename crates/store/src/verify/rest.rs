//! The rest: balances, counts of the queue, documents.

use super::journal::Folded;
use super::{Finding, Progress, Report, VerifyError};
use crate::database::{Connection, Statement, values};
use crate::documents::DocumentsError;
use crate::store::Store;
use domain::ids::BlobId;
use std::collections::BTreeMap;

const BALANCES: &str = "select account, fen, overdraft from balance order by account";
const COUNTS: &str = "select programme, role, district, stream, kind, step, rank, cases from queue_count \
    where cases <> 0 order by programme, role, district, stream, kind, step, rank";
const COUNTED: &str = "select programme, role, district, stream, kind, step, rank, cast(count(*) as bigint) \
    from queue group by programme, role, district, stream, kind, step, rank \
    order by programme, role, district, stream, kind, step, rank";
const BLOBS: &str = "select id, size from blob where id > $1 order by id limit 300";

pub(super) const SQL: &[&str] = &[BALANCES, COUNTS, COUNTED, BLOBS];

pub(super) async fn balances(
    connection: &mut Connection,
    folded: &BTreeMap<String, Folded>,
    report: &mut Report,
) -> Result<(), VerifyError> {
    let mut missing: BTreeMap<&str, i64> =
        folded.iter().map(|(account, folded)| (account.as_str(), folded.fen)).collect();
    let done = connection.run(&[Statement::new(BALANCES, vec![])]).await?;
    for row in done.iter().flat_map(|done| &done.rows) {
        let (account, stored) = (row.text(0)?, row.int(1)?);
        report.rows = report.rows.saturating_add(1);
        missing.remove(account);
        let Some(folded) = folded.get(account) else {
            report.findings.push(Finding::ExtraRow { table: "balance".to_owned(), id: account.to_owned() });
            continue;
        };
        if stored != folded.fen {
            let account = account.to_owned();
            report.findings.push(Finding::Balance { account, stored, folded: folded.fen });
        } else if row.flag(2)? != folded.may_overdraw {
            report.findings.push(Finding::Row { table: "balance".to_owned(), id: account.to_owned() });
        }
    }
    let missing = missing.into_keys().map(str::to_owned);
    report.findings.extend(missing.map(|id| Finding::MissingRow { table: "balance".to_owned(), id }));
    Ok(())
}

pub(super) async fn queue_counts(connection: &mut Connection, report: &mut Report) -> Result<(), VerifyError> {
    let reads = [Statement::new(COUNTS, vec![]), Statement::new(COUNTED, vec![])];
    let done = connection.run(&reads).await?;
    let [stored, counted] = done.as_slice() else { return Ok(()) };
    let wrong = stored.rows.iter().filter(|row| !counted.rows.contains(row));
    let unseen = counted.rows.iter().filter(|row| !stored.rows.contains(row));
    for row in wrong.chain(unseen) {
        report.findings.push(Finding::QueueCount { programme: row.string(0)?, role: row.string(1)? });
    }
    Ok(())
}

pub(super) async fn documents(
    store: &Store,
    connection: &mut Connection,
    report: &mut Report,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), VerifyError> {
    let mut after = String::new();
    loop {
        let done = connection.run(&[Statement::new(BLOBS, values![&after])]).await?;
        let rows = done.into_iter().next().unwrap_or_default().rows;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.string(0)?;
        for row in &rows {
            let id = row.string(0)?;
            let finding = match store.documents().check(&BlobId::new(&id)).await {
                Ok(size) if i64::try_from(size).ok() == Some(row.int(1)?) => None,
                Ok(_) | Err(DocumentsError::Corrupt { .. }) => Some(Finding::DocumentCorrupt { id }),
                Err(DocumentsError::Missing { .. } | DocumentsError::BadName { .. }) => {
                    Some(Finding::DocumentMissing { id })
                }
                Err(
                    error @ (DocumentsError::File { .. }
                    | DocumentsError::Incoming(_)
                    | DocumentsError::TooLarge { .. }),
                ) => return Err(error.into()),
            };
            report.findings.extend(finding);
            report.documents = report.documents.saturating_add(1);
            progress(Progress::Documents(report.documents));
        }
    }
}
