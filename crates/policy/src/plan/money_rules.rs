//! Requirements, awards, keys, budgets, targets and recoveries, as they are read and drawn.

use crate::schema::IsoDate;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::money::Rounding;
use crate::plan::procedure::{Condition, Duration};
use crate::plan::sharing::Sharing;
use crate::plan::words::{CaseState, FlagEffect, Shortage, Unspent};
use crate::text::Text;
use crate::value::{Type, Value};

/// 须: one requirement; several statements may share a code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Requirement {
    /// Such as `NOT_FILED`.
    pub code: String,
    /// 不符: what is said when it fails.
    pub words: Text,
    /// 补救: what the applicant can do.
    pub remedy: Option<Text>,
    /// The clause it stands under.
    pub clause: String,
    /// 据: further clauses it carries out.
    pub cites: Vec<String>,
    /// The condition, as written, in both tongues.
    pub condition: Text,
    /// 本条适用: for whom; for all where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<Condition>,
    /// Ids of the facts it reads.
    pub facts: Vec<String>,
    /// 至多 … 已用: the counting form, where it is one.
    pub quota: Option<Quota>,
}

/// A count that may not be used up: `same` kinds of thing, at most `limit`, `used` so far.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Quota {
    /// Ids of units, facts and periods that make the scope.
    pub scope: Vec<String>,
    /// The most there may be.
    pub limit: i64,
    /// Id of the fact that counts.
    pub used: String,
}

/// 标准: a table of values.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Standard {
    /// Such as `cap_industrial`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Type of its values.
    pub ty: Type,
    /// Ids of the facts it is read by.
    pub axes: Vec<String>,
    /// Rows as shown: one entry per axis (`2000万元起` or a member's name) and the value.
    pub rows: Vec<StandardRow>,
    /// 累进: each row's ratio is of the part of the amount that lies in it, not of the whole.
    pub marginal: bool,
    /// The clause.
    pub clause: String,
}

/// One row of a table, or one field of a matrix.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StandardRow {
    /// Where it begins (numbers and dates, included) or which member it is for, one per axis.
    pub at: Vec<Value>,
    /// The value, or nothing where the cell names a quantity.
    pub value: Option<Value>,
    /// The cell as written.
    pub cell: String,
}

/// 计算: a named quantity, for [`crate::policy::Policy::quantity`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// Such as `reserve_fen`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Its type.
    pub ty: Type,
    /// The clause.
    pub clause: String,
    /// 说明.
    pub note: Option<Text>,
}

/// 补贴: an award.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Award {
    /// Such as `award_industrial`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 本条适用: for whom.
    pub condition: Option<Condition>,
    /// The expression before rounding and cuts, in both tongues.
    pub formula: Text,
    /// 精确到: how the product is rounded, where it is.
    pub rounding: Option<RoundTo>,
    /// The cuts in order, after rounding.
    pub cuts: Vec<AwardCut>,
    /// 受益: role id.
    pub beneficiary: String,
    /// 收款: role id.
    pub payee: String,
    /// The clause.
    pub clause: String,
}

/// 精确到: the unit an amount is rounded to, and which way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoundTo {
    /// The unit as written, in both tongues.
    pub unit: Text,
    /// Which way the remainder goes.
    pub direction: Rounding,
}

/// 不超过, 累计不超过: a limit that lowers an award.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AwardCut {
    /// 记: the award's code when this cut lowered it.
    pub code: String,
    /// What the code means, where the document says so.
    pub words: Option<Text>,
    /// The limit, or what is deducted, as written, in both tongues.
    pub limit: Text,
    /// 扣除: the award is lowered by this much, not to it.
    pub is_deduction: bool,
    /// 已享受: id of what has been used up of the limit, where the limit is for all years together.
    pub used: Option<String>,
    /// 若: when the cut is made, as written; always where there is none.
    pub condition: Option<Text>,
}

/// 认定: a recognition without money, such as a star rating.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Recognition {
    /// Such as `star_rating`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Type of what is recognised.
    pub ty: Type,
    /// What is recognised, as written, in both tongues.
    pub formula: Text,
    /// 本条适用: for whom.
    pub condition: Option<Condition>,
    /// 有效: how long it lasts.
    pub valid: Option<Duration>,
    /// 列入: ids of the registers it is entered in.
    pub entered_in: Vec<String>,
    /// The clause.
    pub clause: String,
}

impl Default for Recognition {
    fn default() -> Self {
        Self {
            id: String::new(),
            text: Text::default(),
            ty: Type::Bool,
            formula: Text::default(),
            condition: None,
            valid: None,
            entered_in: Vec::new(),
            clause: String::new(),
        }
    }
}

/// 择一 … 就高: awards of which only the highest is paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// Such as `one_of_two`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Ids of the awards; of equal ones the first is paid.
    pub awards: Vec<String>,
    /// The clause.
    pub clause: String,
}

/// 券: a voucher. What it is worth and what it pays of a bill are the quantities `<id>.face` and `<id>.pays`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Voucher {
    /// Such as `cloud_voucher`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 本条适用: for whom.
    pub condition: Option<Condition>,
    /// 面额, as written, in both tongues.
    pub face: Text,
    /// 抵付: how much of a bill it pays; all of it where nothing is said.
    pub pays: Option<Text>,
    /// 有效: how long from the day it is issued.
    pub valid: Option<Duration>,
    /// 兑付: the window of redemption, both days included.
    #[schemars(with = "Option<(IsoDate, IsoDate)>")]
    pub redeem: Option<(Date, Date)>,
    /// 凭: ids of papers shown at redemption.
    pub against: Vec<String>,
    /// 未用: what becomes of what is left.
    pub unspent: Option<Unspent>,
    /// 清算: with whom, and how often.
    pub cleared: Option<Clearing>,
    /// 收款: role id.
    pub payee: String,
    /// The clause.
    pub clause: String,
}

/// 清算: accounts with one party, every so often.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Clearing {
    /// Role id.
    pub with: String,
    /// How often.
    pub every: Duration,
}

/// 不得重复: what may be live or funded only so often.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UniqueKey {
    /// Such as `year_slot`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Ids of units, facts, periods and columns that make the key.
    pub fields: Vec<String>,
    /// What the key limits.
    pub rule: KeyRule,
    /// 计入: which cases hold the key.
    pub counting: Vec<CaseState>,
    /// 当: when it applies; may name switches.
    pub condition: Option<Condition>,
    /// The clause.
    pub clause: String,
    /// 说明.
    pub note: Option<Text>,
}

/// What a key limits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyRule {
    /// At most this many cases per key; one unless 至多 says more.
    Count(i64),
    /// 累计 … 不超过: the sum of one column or fact per key stays within another.
    Sum {
        /// Id of what is added up.
        of: String,
        /// Id of what it may not pass.
        limit: String,
    },
}

/// 预算: an envelope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Budget {
    /// Such as `fund`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 每: one envelope per these.
    pub scope: Vec<String>,
    /// 来源.
    pub source: Text,
    /// 额: id of the fact or parameter that sets it.
    pub amount: String,
    /// The clause.
    pub clause: String,
}

/// 预留: money set aside when a filing passes a step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reserve {
    /// Budget id.
    pub budget: String,
    /// Step id.
    pub at_step: String,
    /// Id of the quantity that says how much.
    pub amount: String,
    /// In which order, and what happens when the budget does not reach.
    pub sharing: Sharing,
    /// 不足.
    pub shortage: Shortage,
    /// 失效: after so long without this step.
    pub lapse: Option<Lapse>,
    /// The clause.
    pub clause: String,
    /// 据: further clauses it carries out.
    pub cites: Vec<String>,
}

/// When a reservation falls away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Lapse {
    /// How long.
    pub after: Duration,
    /// The step that did not come.
    pub without_step: String,
}

/// 结算: how a round shares the money out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Settle {
    /// Budget id.
    pub budget: String,
    /// Step id.
    pub at_step: String,
    /// 付: id of the quantity that says what a line may be paid.
    pub pay: String,
    /// In which order, and what happens when the money does not reach.
    pub sharing: Sharing,
    /// The clause.
    pub clause: String,
    /// 据: further clauses it carries out.
    pub cites: Vec<String>,
}

/// 目标: what the plan promises to have counted by a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Such as `new_cloud`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Met at.
    pub at_least: i64,
    /// Full at.
    pub full_at: i64,
    /// 截至.
    #[schemars(with = "IsoDate")]
    pub by: Date,
    /// 数: what is counted (`first_activated`, `pilots`), or nothing where it is recognised by hand.
    pub counts: Option<String>,
    /// 认定: roles that recognise.
    pub recognised_by: Vec<String>,
    /// 当: which cases count.
    pub condition: Option<Condition>,
    /// The clause.
    pub clause: String,
    /// 据: further clauses that set it.
    pub cites: Vec<String>,
    /// 说明.
    pub note: Option<Text>,
}

/// 线索: something that makes people look.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Flag {
    /// Such as `idle`; the program's detector with this id measures it.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 则.
    pub effect: FlagEffect,
    /// 问: what the officer is asked.
    pub question: Option<Text>,
    /// Threshold parameter id, where there is one.
    pub threshold: Option<String>,
    /// The clause.
    pub clause: String,
    /// 说明.
    pub note: Option<Text>,
}

/// 追回: a ground for taking money back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Recovery {
    /// Such as `fraud`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 额: id of the quantity or given fact that says how much.
    pub amount: String,
    /// 由: roles.
    pub by: Vec<String>,
    /// 列入: ids of registers the party is entered in.
    pub entered_in: Vec<String>,
    /// The clause.
    pub clause: String,
    /// 说明.
    pub note: Option<Text>,
}
