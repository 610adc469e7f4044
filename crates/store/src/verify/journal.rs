//! The first pass, entry by entry: no gap, right leaves, right tree, answers, postings, personal
//! values.

use super::{Finding, Progress, Report, SignedRoot, VerifyError};
use crate::database::{Connection, Statement, values};
use crate::entry::Entry;
use crate::store::Store;
use crate::tree::Tree;
use crate::vault::Vault;
use domain::act::Personal;
use domain::event::What;
use serde_json::Value as Json;
use std::collections::BTreeMap;

const HEAD: &str = "select seq from head where id = 1";
const ANSWER: &str = "select act from answer where act = $1";
const POSTINGS: &str = "select seq, account, fen from posting \
    where seq >= $1 and seq <= $2 order by seq, account";
const LAST_POSTING: &str = "select seq from posting order by seq desc limit 1";

pub(super) const SQL: &[&str] = &[HEAD, ANSWER, POSTINGS, LAST_POSTING];

/// What the first pass gives: the report so far, and the balances that the transfers make.
pub(super) struct Found {
    pub(super) report: Report,
    pub(super) balances: BTreeMap<String, Folded>,
}

/// A balance as folded.
#[derive(Clone, Copy, Default)]
pub(super) struct Folded {
    pub(super) fen: i64,
    pub(super) may_overdraw: bool,
}

pub(super) async fn check(
    store: &Store,
    connection: &mut Connection,
    signed: &[SignedRoot],
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<Found, VerifyError> {
    let mut pass = Pass::default();
    loop {
        let page = connection.run(&[Entry::after(pass.last)]).await?;
        let rows = page.into_iter().next().unwrap_or_default().rows;
        if rows.is_empty() {
            break;
        }
        let entries: Vec<Entry> = rows.iter().map(Entry::read).collect::<Result<_, _>>()?;
        let first = entries.first().map_or(0, |entry| entry.seq);
        let mut chunk = Chunk::default();
        for entry in &entries {
            pass.entry(entry, &mut chunk)?;
            pass.roots(signed);
        }
        pass.answers(connection, &chunk).await?;
        pass.postings(connection, first, chunk.postings).await?;
        pass.personal(connection, store.vault(), &chunk.personal).await?;
        progress(Progress::Entries(pass.tree.size()));
    }
    pass.end(connection, signed).await?;
    let report =
        Report { entries: pass.tree.size(), root: pass.tree.root(), rows: 0, documents: 0, findings: pass.findings };
    Ok(Found { report, balances: pass.balances })
}

#[derive(Default)]
struct Pass {
    last: i64,
    last_act: String,
    tree: Tree,
    balances: BTreeMap<String, Folded>,
    findings: Vec<Finding>,
}

/// What the entries of one chunk must have elsewhere.
#[derive(Default)]
struct Chunk {
    acts: Vec<String>,
    postings: Vec<(i64, String, i64)>,
    personal: Vec<Personal>,
}

impl Pass {
    fn entry(&mut self, entry: &Entry, chunk: &mut Chunk) -> Result<(), VerifyError> {
        if entry.seq != self.last.saturating_add(1) {
            self.findings.push(Finding::Gap { after: self.last, found: entry.seq });
        }
        self.last = entry.seq;
        let leaf = entry.right_leaf().unwrap_or_default();
        if entry.leaf != leaf {
            self.findings.push(Finding::Leaf { seq: entry.seq });
        }
        self.tree.push(leaf);
        if entry.act != self.last_act {
            self.last_act.clone_from(&entry.act);
            chunk.acts.push(entry.act.clone());
        }
        match entry.event() {
            Ok(event) if event.subject.kind() == entry.kind && event.subject.id() == entry.id => {
                if let What::Moved(transfer) = &event.what {
                    self.transfer(entry.seq, transfer, chunk);
                }
                gather_personal(&serde_json::from_str(&entry.body)?, &mut chunk.personal);
            }
            Ok(_) | Err(_) => self.findings.push(Finding::Body { seq: entry.seq }),
        }
        Ok(())
    }

    fn transfer(&mut self, seq: i64, transfer: &domain::ledger::Transfer, chunk: &mut Chunk) {
        let mut by_account: BTreeMap<String, i64> = BTreeMap::new();
        for (account, fen) in transfer.postings().into_iter().flatten() {
            let folded = self.balances.entry(account.to_string()).or_default();
            folded.fen = folded.fen.saturating_add(fen.fen());
            folded.may_overdraw = account.may_overdraw();
            let sum = by_account.entry(account.to_string()).or_default();
            *sum = sum.saturating_add(fen.fen());
        }
        chunk.postings.extend(by_account.into_iter().map(|(account, fen)| (seq, account, fen)));
    }

    fn roots(&mut self, signed: &[SignedRoot]) {
        let size = self.tree.size();
        for earlier in signed.iter().filter(|earlier| earlier.size == size) {
            if earlier.root != self.tree.root() {
                self.findings.push(Finding::Root { size });
            }
        }
    }

    async fn answers(&mut self, connection: &mut Connection, chunk: &Chunk) -> Result<(), VerifyError> {
        let reads: Vec<_> = chunk.acts.iter().map(|act| Statement::new(ANSWER, values![act])).collect();
        let found = connection.run(&reads).await?;
        let missing = chunk.acts.iter().zip(found).filter(|(_, found)| found.rows.is_empty());
        self.findings.extend(missing.map(|(act, _)| Finding::Answer { act: act.clone() }));
        Ok(())
    }

    async fn postings(
        &mut self,
        connection: &mut Connection,
        first: i64,
        expected: Vec<(i64, String, i64)>,
    ) -> Result<(), VerifyError> {
        let read = Statement::new(POSTINGS, values![first, self.last]);
        let mut stored = Vec::new();
        for row in connection.run(&[read]).await?.iter().flat_map(|done| &done.rows) {
            stored.push((row.int(0)?, row.string(1)?, row.int(2)?));
        }
        let (missing, extra) = (
            expected.iter().filter(|posting| !stored.contains(posting)),
            stored.iter().filter(|posting| !expected.contains(posting)),
        );
        let mut wrong: Vec<i64> = missing.chain(extra).map(|(seq, ..)| *seq).collect();
        wrong.dedup();
        wrong.sort_unstable();
        wrong.dedup();
        self.findings.extend(wrong.into_iter().map(|seq| Finding::Postings { seq }));
        Ok(())
    }

    async fn personal(
        &mut self,
        connection: &mut Connection,
        vault: &Vault,
        values: &[Personal],
    ) -> Result<(), VerifyError> {
        let reads: Vec<_> = values.iter().map(|value| Vault::row(value.id.as_str())).collect();
        let found = connection.run(&reads).await?;
        for (value, found) in values.iter().zip(found) {
            let id = value.id.to_string();
            let finding = match found.rows.first() {
                None => Some(Finding::PersonalMissing { id }),
                Some(row) => match vault.commitment(value.id.as_str(), row) {
                    Ok(None) => None,
                    Ok(Some(commitment)) if commitment == value.commitment => None,
                    Ok(Some(_)) | Err(_) => Some(Finding::Personal { id }),
                },
            };
            self.findings.extend(finding);
        }
        Ok(())
    }

    async fn end(&mut self, connection: &mut Connection, signed: &[SignedRoot]) -> Result<(), VerifyError> {
        let ends = [Statement::new(HEAD, vec![]), Statement::new(LAST_POSTING, vec![])];
        let done = connection.run(&ends).await?;
        let end = |at: usize| done.get(at).and_then(|done| done.rows.first()).map(|row| row.int(0));
        let head = end(0).transpose()?.unwrap_or(0);
        if head != self.last {
            self.findings.push(Finding::Head { head, last: self.last });
        }
        if let Some(seq) = end(1).transpose()?.filter(|seq| *seq > self.last) {
            self.findings.push(Finding::Postings { seq });
        }
        let size = self.tree.size();
        let cut_off = signed.iter().filter(|earlier| earlier.size > size);
        self.findings.extend(cut_off.map(|earlier| Finding::Root { size: earlier.size }));
        Ok(())
    }
}

/// Finds every personal value that an event names: objects with exactly an id and a commitment.
fn gather_personal(json: &Json, found: &mut Vec<Personal>) {
    match json {
        Json::Object(fields) => {
            if fields.len() == 2
                && let (Some(Json::String(_)), Some(Json::String(_))) = (fields.get("id"), fields.get("commitment"))
                && let Ok(personal) = serde_json::from_value(json.clone())
            {
                found.push(personal);
                return;
            }
            fields.values().for_each(|value| gather_personal(value, found));
        }
        Json::Array(values) => values.iter().for_each(|value| gather_personal(value, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}
