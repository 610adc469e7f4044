//! What a plan knows and asks: roles, registers, papers, facts, lists, parameters and open questions.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plan::procedure::{Condition, Duration};
use crate::schema::IsoDate;
use crate::text::Text;
use crate::value::{Type, Value};

/// 角色: a part somebody plays; which office plays it, and when, is in the city's registers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// Such as `commission`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// The clause that names it.
    pub clause: String,
    /// 说明.
    pub note: Option<Text>,
}

/// 名录: a dated register the city keeps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Register {
    /// Such as `monitored`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// What stands in it: `enterprise`, `provider`, `item`.
    pub subject: String,
    /// Ids of the roles that keep it.
    pub kept_by: Vec<String>,
    /// The clause that needs it.
    pub clause: String,
    /// 说明.
    pub note: Option<Text>,
}

/// 材料: a paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Such as `business_licence`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// ①–⑤ of the clause, where the clause numbers it.
    pub number: Option<u8>,
    /// 代以: what may stand in for it.
    pub stand_ins: Vec<StandIn>,
    /// 出具: who issues it, in words or as role ids.
    pub issuers: Vec<String>,
    /// 有效: how long after its date it counts.
    pub valid: Option<Duration>,
    /// 当: when it is asked for at all.
    pub condition: Option<Condition>,
    /// 说明.
    pub note: Option<Text>,
    /// The clause that asks for it.
    pub clause: String,
}

/// One paper that may stand in for another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StandIn {
    /// Id of the paper that stands in.
    pub document: String,
    /// 若: when it may; always where there is none.
    pub condition: Option<Condition>,
}

/// Where a fact comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Stated by someone and proven by a paper or attested by a role.
    Stated,
    /// 核算: computed from lists, registers and other facts by [`crate::policy::Policy::derive`].
    Derived,
    /// 系统给出: handed in by the program, such as what was reserved for a case.
    Given,
}

/// 事实: one declared fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// Such as `revenue_fen`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Its type.
    pub ty: Type,
    /// Members of a 选一, in the order declared.
    pub members: Vec<Member>,
    /// 等级: the members are ordered, the lowest first.
    pub is_level: bool,
    /// Smallest and largest value, both included; fen, a number, or a date as yyyymmdd.
    pub range: Option<(i64, i64)>,
    /// Where it comes from.
    pub origin: Origin,
    /// 证明: ids of papers, any one of which proves it.
    pub proven_by: Vec<String>,
    /// 核定: ids of roles that attest it.
    pub attested_by: Vec<String>,
    /// 有效: how long the proof counts.
    pub valid: Option<Duration>,
    /// 问: how a form asks for it.
    pub ask: Option<Text>,
    /// 说明.
    pub note: Option<Text>,
    /// The clause that needs it.
    pub clause: String,
    /// Whether `decide` takes it: reached from a requirement or an award.
    pub decides: bool,
}

impl Fact {
    /// A fact with a name and nothing else said of it yet: yes or no, stated.
    pub(crate) fn named(id: String, text: Text) -> Self {
        Self {
            id,
            text,
            ty: Type::Bool,
            members: Vec::new(),
            is_level: false,
            range: None,
            origin: Origin::Stated,
            proven_by: Vec::new(),
            attested_by: Vec::new(),
            valid: None,
            ask: None,
            note: None,
            clause: String::new(),
            decides: false,
        }
    }
}

/// A member of a 选一.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// Such as `industrial`.
    pub id: String,
    /// Its name.
    pub text: Text,
}

/// 清单: a list of rows, such as payments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordList {
    /// Such as `payment`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 栏.
    pub columns: Vec<Column>,
    /// 键: ids of the columns that identify a row.
    pub keys: Vec<String>,
    /// 至多 … 行: the most rows a claim may bring.
    pub max_rows: usize,
    /// 证明.
    pub proven_by: Vec<String>,
    /// 系统给出: kept by the program rather than stated.
    pub given: bool,
    /// 说明.
    pub note: Option<Text>,
    /// The clause that needs it.
    pub clause: String,
}

/// 栏: a column of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Such as `amount`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Its type.
    pub ty: Type,
    /// Smallest and largest value, both included.
    pub range: Option<(i64, i64)>,
    /// What to write there, for whoever fills it in.
    pub hint: Option<Text>,
}

/// 周期: a period bound to the date it is counted from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// Such as `contract_year`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// The unit it is made of: `contract_year`, `calendar_year`, `budget_year`, `term`.
    pub unit: String,
    /// 由: the date fact it starts from or falls in.
    pub by: String,
    /// The clause.
    pub clause: String,
}

/// 参数: a number the plan sets, or leaves to another notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Parameter {
    /// Such as `rate`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// Its type.
    pub ty: Type,
    /// Its value; nothing where it goes by date or another notice sets it.
    pub value: Option<Value>,
    /// 自 … 为 …: its values by date, in order.
    pub dated: Vec<Dated>,
    /// 另定: which notice sets it.
    pub set_elsewhere: Option<Text>,
    /// 说明.
    pub note: Option<Text>,
    /// The clause.
    pub clause: String,
}

/// A parameter's value over some days, both included; up to any day where no last one is named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Dated {
    /// First day.
    #[schemars(with = "IsoDate")]
    pub from: Date,
    /// Last day.
    #[schemars(with = "Option<IsoDate>")]
    pub to: Option<Date>,
    /// The value.
    pub value: Value,
}

/// 疑义: an open question with its possible readings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Switch {
    /// Such as `cap_period`.
    pub id: String,
    /// Its number, such as `A1`.
    pub code: String,
    /// Its name.
    pub text: Text,
    /// 问.
    pub question: Text,
    /// 选, in the order written.
    pub options: Vec<SwitchOption>,
    /// 理由: why the default is the default.
    pub reason: Text,
    /// The clause.
    pub clause: String,
}

/// 选: one reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SwitchOption {
    /// Such as `year`.
    pub id: String,
    /// Its name.
    pub text: Text,
    /// 默认: in force until the authority rules.
    pub default: bool,
    /// 不利: denies money without a clause behind it, so that a case is held until it is ruled.
    pub adverse: bool,
}

impl Switch {
    /// The id of the default option.
    pub fn default_option(&self) -> Option<&SwitchOption> {
        self.options.iter().find(|option| option.default)
    }
}
