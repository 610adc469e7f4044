//! Papers attached to a case: the file, what it stands for, and what the officer found.

use crate::decide::Ctx;
use crate::ids::{AccountId, BlobId};
use crate::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use policy::facts::{Facts, Readings};
use policy::plan::inputs::Document;
use policy::policy::Policy;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Papers of a case by the id of the document they are.
pub type Papers = BTreeMap<String, Paper>;

/// One paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Paper {
    /// The file.
    pub file: File,
    /// Its own date, where it has one.
    #[schemars(with = "Option<IsoDate>")]
    pub dated: Option<Date>,
    /// What the officer found; none until somebody looked.
    pub finding: Option<Finding>,
}

/// A stored file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct File {
    /// Its content.
    pub blob: BlobId,
    /// Its name, cleaned.
    pub name: String,
    /// Its media type, by its first bytes.
    pub media: String,
    /// Its size.
    pub size_bytes: i64,
}

/// What an officer found on a paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// 齐, 缺 or 不符.
    pub verdict: Verdict,
    /// The officer's words, where something is wrong.
    pub words: String,
    /// Who.
    pub by: AccountId,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
}

/// 齐、缺、不符.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 齐: in order.
    InOrder,
    /// 缺: something is missing in it.
    Incomplete,
    /// 不符: it does not agree with what was stated.
    Disagrees,
}

/// A document a step asks for, and what may stand in for it in this case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted<'a> {
    /// The document.
    pub document: &'a Document,
    /// Ids of documents any one of which satisfies it, itself first.
    pub satisfied_by: Vec<&'a str>,
}

impl Wanted<'_> {
    /// The paper that satisfies it, with the document it was attached as.
    pub fn found<'p>(&self, papers: &'p Papers) -> Option<(&'p str, &'p Paper)> {
        let ids = self.satisfied_by.iter();
        ids.filter_map(|id| papers.get_key_value(*id)).map(|(id, paper)| (id.as_str(), paper)).next()
    }
}

/// The documents among `ids` that are asked for in this case, with their stand-ins.
pub fn wanted<'a>(policy: &'a Policy, ids: &[String], facts: &Facts, readings: &Readings) -> Vec<Wanted<'a>> {
    let holds = |condition: Option<&_>| {
        condition.is_none_or(|condition| policy.condition(condition, facts, readings) == Some(true))
    };
    let documents = ids.iter().filter_map(|id| policy.plan().document(id));
    documents
        .filter(|document| holds(document.condition.as_ref()))
        .map(|document| {
            let stand_ins = document.stand_ins.iter().filter(|one| holds(one.condition.as_ref()));
            let ids = std::iter::once(document.id.as_str()).chain(stand_ins.map(|one| one.document.as_str()));
            Wanted { document, satisfied_by: ids.collect() }
        })
        .collect()
}

/// Refuses a file that is empty or larger than the policy allows.
pub fn check_file(policy: &Policy, file: &File) -> Result<(), Refusal> {
    let limit = policy.plan().parameters.iter().find(|parameter| parameter.id == FILE_LIMIT);
    let clause = limit.map_or_else(String::new, |parameter| parameter.clause.clone());
    let most = policy.plan().integer(FILE_LIMIT).unwrap_or(i64::MAX);
    let bad = |problem: &str| Refusal::BadPaper { problem: problem.to_owned(), clause: clause.clone() };
    if file.size_bytes <= 0 {
        return Err(bad("empty"));
    }
    if file.size_bytes > most.saturating_mul(1024 * 1024) {
        return Err(bad("too_large"));
    }
    Ok(())
}

/// The parameter of a policy that limits the size of one file, in MB.
pub const FILE_LIMIT: &str = "file_limit_mb";

/// An officer's finding, made now.
pub fn finding(ctx: Ctx, verdict: Verdict, words: &str) -> Finding {
    Finding { verdict, words: words.to_owned(), by: ctx.act.actor.account.clone(), at: ctx.act.at }
}
