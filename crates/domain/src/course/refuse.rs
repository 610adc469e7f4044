//! How a case is refused: in the ranks of an office each proposes it to the next, and the last one refuses. A rank that
//! does not agree gives the case back to the first.

use super::{Course, CourseEvent, Passed, check_exit, mark, turn};
use crate::decide::Ctx;
use crate::ids::AccountId;
use crate::refusal::Refusal;
use crate::world::Stop;
use policy::plan::words::Exit;
use policy::policy::Policy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A refusal that a rank of the office proposes to the next one (拟不予).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// Codes of the policy, the first being the legal ground.
    pub codes: Vec<String>,
    /// The words that the applicant will read.
    pub words: String,
}

/// What one rank of an office left for the one whose turn it is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum RankNote {
    /// Nothing but its opinion.
    #[default]
    None,
    /// The rank before proposes to refuse.
    RefusalProposed(Proposal),
    /// A rank after it gave the case back.
    HandedBack {
        /// Why.
        words: String,
        /// Who.
        by: AccountId,
    },
}

impl RankNote {
    /// Whether nothing was left.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// Refuses the case, or proposes so while a rank of the office is still to come: at least one code of the policy, and
/// words.
pub fn refuse(
    ctx: Ctx,
    policy: &Policy,
    (course, district): (&Course, &str),
    (codes, words): (&[String], &str),
) -> Result<CourseEvent, Stop> {
    let step = course.step(policy)?;
    check_exit(step, Exit::Refuse)?;
    let (role, rank) = turn(ctx, course, step, Some(district))?;
    let unknown = codes.iter().any(|code| policy.plan().requirement(code).is_none());
    if codes.is_empty() || unknown || words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["codes".to_owned(), "words".to_owned()] }.into());
    }
    let (codes, words) = (codes.to_vec(), words.to_owned());
    if course.next_rank(step).is_some() {
        let passed = Passed { role, rank, ..mark(ctx, course, &words, None) };
        return Ok(CourseEvent::RefusalProposed { passed, proposal: Proposal { codes, words } });
    }
    Ok(CourseEvent::Refused { codes, words, by: ctx.act.actor.account.clone() })
}

/// Gives the case back to the first rank of the office, with words for the colleague there.
pub fn hand_back(
    ctx: Ctx,
    policy: &Policy,
    (course, district): (&Course, &str),
    words: &str,
) -> Result<CourseEvent, Stop> {
    let step = course.step(policy)?;
    turn(ctx, course, step, Some(district))?;
    if course.level == 0 {
        return Err(Refusal::NoSuchExit { exit: "hand_back".to_owned(), clause: step.clause.clone() }.into());
    }
    if words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] }.into());
    }
    Ok(CourseEvent::HandedBack { words: words.to_owned(), by: ctx.act.actor.account.clone() })
}

/// The refusal of grounds that do not fail on what is known of the case.
pub fn not_failed() -> Refusal {
    Refusal::BadField { field: "codes".to_owned(), problem: "not_failed".to_owned() }
}
