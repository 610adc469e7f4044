//! Procedures as lists of steps. The program has one part per kind of step; everything else about a step is here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plan::words::{Exit, HolidayRule, Rank, StepKind};
use crate::text::Text;

/// A length of calendar time; the kinds are never converted into each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Duration {
    /// 工作日, by the city's holiday register.
    Workdays(u16),
    /// 日.
    Days(u16),
    /// 个月.
    Months(u16),
    /// 年.
    Years(u16),
}

/// A condition of a step, a paper or a key, for [`crate::policy::Policy::condition`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Condition {
    /// Number of the compiled condition within its policy.
    pub number: usize,
    /// As written, in both tongues.
    pub text: Text,
    /// Ids of the facts it reads.
    pub facts: Vec<String>,
}

/// 程序: a procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Procedure {
    /// Such as `filing`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 每: one per these (units, facts, periods).
    pub scope: Vec<String>,
    /// 承: the procedure it is a child of.
    pub parent: Option<String>,
    /// 步骤 in order.
    pub steps: Vec<Step>,
    /// The clause.
    pub clause: String,
    /// 说明.
    pub note: Option<Text>,
}

/// 步骤: one step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Such as `district_filing`, unique within its procedure.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// What kind of step it is.
    pub kind: StepKind,
    /// 由: role ids; several act in parallel. `enterprise`, `provider`, `expert` and `programme` (the program itself) need no declaration.
    pub roles: Vec<String>,
    /// 层级: 经办, 审核, 签发 within the office; empty where one person is enough.
    pub ranks: Vec<Rank>,
    /// 时限; on a 公示 the length of the notice.
    pub deadline: Option<Duration>,
    /// 每月截至: the monthly cut-off.
    pub cut_off: Option<CutOff>,
    /// 可: the ways out beside "next".
    pub exits: Vec<Exit>,
    /// 退回至: where 退回 goes; an earlier step.
    pub back_to: Option<String>,
    /// 凭: ids of papers.
    pub documents: Vec<String>,
    /// 决定: ids of awards decided here.
    pub decides: Vec<String>,
    /// 代为登记: roles that do not sign in, so that another enters their act.
    pub registered_for: Vec<String>,
    /// 当: when the step takes place; passed over otherwise.
    pub condition: Option<Condition>,
    /// The clause.
    pub clause: String,
    /// 据: further clauses it carries out.
    pub cites: Vec<String>,
    /// 说明.
    pub note: Option<Text>,
}

/// A day of the month up to whose end something counts for that month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CutOff {
    /// 1 to 28.
    pub day: u8,
    /// What happens when it falls on a holiday.
    pub holiday: HolidayRule,
}
