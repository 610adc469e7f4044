//! A plan as data: everything a policy document declares, for the rest of the program to read.
//!
//! Rules that compute are compiled in [`crate::policy::Policy`]; what stands here is never computed, only looked up and drawn.

pub mod clause;
pub mod inherit;
pub mod inputs;
pub mod money_rules;
pub mod procedure;
pub mod sharing;
pub mod words;

use std::collections::BTreeMap;

use crate::schema::IsoDate;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Lang, Text};
use crate::value::Value;
use clause::Clause;
use inherit::{Ancestor, Inheritance, Opened};
use inputs::{Document, Fact, Parameter, Period, RecordList, Register, Role, Switch};
use money_rules::{
    Award, Budget, Choice, Flag, Quantity, Recognition, Recovery, Requirement, Reserve, Settle, Standard, Target,
    UniqueKey, Voucher,
};
use procedure::{Procedure, Step};

/// Everything one policy document declares.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Such as `shenyang-2018`.
    pub id: String,
    /// 方案: the plan's name.
    pub name: Text,
    /// SHA-256 of the file's bytes, in hex: how a case names its policy.
    pub hash: String,
    /// 发布: who issued it, and when.
    #[schemars(with = "Option<(String, IsoDate)>")]
    pub issued: Option<(String, Date)>,
    /// 依据: document numbers it rests on.
    pub basis: Vec<String>,
    /// 施行: first day, and last day where there is one; both included.
    #[schemars(with = "Option<(IsoDate, Option<IsoDate>)>")]
    pub in_force: Option<(Date, Option<Date>)>,
    /// 公开: whether the document itself is public.
    pub public: bool,
    /// 继承: the documents above, and what was done to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherits: Option<Inheritance>,
    /// 下级可改, 下级可废: what documents below may change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<Opened>,
    /// 下级可增: head words of what documents below may add.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may_add: Vec<Text>,
    /// The headings with their prose, rules and tables, in document order.
    pub clauses: Vec<Clause>,
    /// 角色.
    pub roles: Vec<Role>,
    /// 名录.
    pub registers: Vec<Register>,
    /// 材料.
    pub documents: Vec<Document>,
    /// 事实.
    pub facts: Vec<Fact>,
    /// 清单.
    pub records: Vec<RecordList>,
    /// 周期.
    pub periods: Vec<Period>,
    /// 参数.
    pub parameters: Vec<Parameter>,
    /// 疑义.
    pub switches: Vec<Switch>,
    /// 须, in the order of 审查顺序.
    pub requirements: Vec<Requirement>,
    /// 标准.
    pub standards: Vec<Standard>,
    /// 计算: named quantities.
    pub quantities: Vec<Quantity>,
    /// 补贴.
    pub awards: Vec<Award>,
    /// 认定: recognitions without money.
    pub recognitions: Vec<Recognition>,
    /// 择一: awards of which only the highest is paid.
    pub choices: Vec<Choice>,
    /// 券.
    pub vouchers: Vec<Voucher>,
    /// 不得重复.
    pub unique: Vec<UniqueKey>,
    /// 程序 with their 步骤.
    pub procedures: Vec<Procedure>,
    /// 预算.
    pub budgets: Vec<Budget>,
    /// 预留: the first half of total control.
    pub reserves: Vec<Reserve>,
    /// 结算: the second half.
    pub settles: Vec<Settle>,
    /// 目标.
    pub targets: Vec<Target>,
    /// 线索.
    pub flags: Vec<Flag>,
    /// 追回.
    pub recoveries: Vec<Recovery>,
    /// Where each open question (`A1`…) is dealt with: the names and clauses of switches, parameters, steps and notes.
    pub open_questions: BTreeMap<String, Vec<OpenQuestion>>,
}

/// One place of the document that answers an open question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenQuestion {
    /// What kind of statement answers it: `switch`, `parameter`, `step`, `note` and so on (the English head word).
    pub by: String,
    /// Its id, or empty for a note.
    pub id: String,
    /// The clause it stands under.
    pub clause: String,
    /// The words of a note or the question of a switch.
    pub words: Text,
}

impl Plan {
    /// The fact with this id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// The clause of the document itself that a line stands under.
    pub fn clause_at(&self, line: usize) -> Option<&Clause> {
        self.clauses.iter().rfind(|clause| clause.from.is_none() && clause.line <= line)
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The procedure with this id.
    pub fn procedure(&self, id: &str) -> Option<&Procedure> {
        self.procedures.iter().find(|procedure| procedure.id == id)
    }

    /// The step with this id, within its procedure.
    pub fn step(&self, procedure: &str, step: &str) -> Option<&Step> {
        self.procedure(procedure)?.steps.iter().find(|one| one.id == step)
    }

    /// The clause with this id, such as `三(三)1`.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The document above that a clause is inherited from; nothing for the plan's own.
    pub fn origin(&self, clause: &str) -> Option<&Ancestor> {
        let inherits = self.inherits.as_ref()?;
        let from = self.clause(clause)?.from.as_ref()?;
        inherits.above.iter().find(|above| above.id == *from)
    }

    /// The switch with this id.
    pub fn switch(&self, id: &str) -> Option<&Switch> {
        self.switches.iter().find(|switch| switch.id == id)
    }

    /// The requirement with this code.
    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.code == code)
    }

    /// The value of a 参数, or nothing where it is 另定 or not declared.
    pub fn parameter(&self, id: &str) -> Option<&Value> {
        self.parameters.iter().find(|parameter| parameter.id == id)?.value.as_ref()
    }

    /// The whole number of a 参数, such as a count of workdays or a limit in bytes.
    pub fn integer(&self, id: &str) -> Option<i64> {
        match self.parameter(id)? {
            Value::Integer(number) => Some(*number),
            Value::Money(_) | Value::Ratio(_) | Value::Date(_) | Value::Bool(_) | Value::Member(_) | Value::Text(_) => {
                None
            }
        }
    }

    /// The streams of the plan: the members of the fact `stream`, or of no fact where the plan has none.
    pub fn streams(&self) -> &[inputs::Member] {
        self.fact("stream").map_or(&[], |fact| &fact.members)
    }

    /// The label of anything declared with this id: a fact, quantity, parameter, role, document, switch, step or list.
    pub fn label(&self, id: &str) -> Option<&Text> {
        let inputs = self.facts.iter().map(|x| (&x.id, &x.text));
        let quantities = self.quantities.iter().map(|x| (&x.id, &x.text));
        let parameters = self.parameters.iter().map(|x| (&x.id, &x.text));
        let standards = self.standards.iter().map(|x| (&x.id, &x.text));
        let awards = self.awards.iter().map(|x| (&x.id, &x.text));
        let recognitions = self.recognitions.iter().map(|x| (&x.id, &x.text));
        let choices = self.choices.iter().map(|x| (&x.id, &x.text));
        let vouchers = self.vouchers.iter().map(|x| (&x.id, &x.text));
        let papers = self.documents.iter().map(|x| (&x.id, &x.text));
        let roles = self.roles.iter().map(|x| (&x.id, &x.text));
        let switches = self.switches.iter().map(|x| (&x.id, &x.text));
        let lists = self.records.iter().map(|x| (&x.id, &x.text));
        inputs
            .chain(quantities)
            .chain(parameters)
            .chain(standards)
            .chain(awards)
            .chain(recognitions)
            .chain(choices)
            .chain(vouchers)
            .chain(papers)
            .chain(roles)
            .chain(switches)
            .chain(lists)
            .find(|(have, _)| have.as_str() == id)
            .map(|(_, text)| text)
    }

    /// The words of an outcome's code: those of a requirement or a cut, or the fixed ones.
    pub fn code_words(&self, code: &str) -> Text {
        let fixed = match code {
            "FULL" => Some(("足额", "in full")),
            "PENDING" => Some(("待补", "pending")),
            "HELD" => Some(("待裁定", "held")),
            "BAD_INPUT" => Some(("输入有误", "bad input")),
            "NO_AWARD" => Some(("没有适用的补贴", "no subsidy applies")),
            _ => None,
        };
        let cuts = || self.awards.iter().flat_map(|award| &award.cuts);
        let declared = self.requirement(code).map(|requirement| &requirement.words);
        let said = declared.or_else(|| cuts().find(|cut| cut.code == code).and_then(|cut| cut.words.as_ref()));
        said.cloned().or(fixed.map(|(zh, en)| Text::new(zh, en))).unwrap_or_else(|| Text::new(code, code))
    }

    /// A value as it is shown to people: money short and exact, members and yes/no by name.
    pub fn show(&self, of: &str, value: &Value, lang: Lang) -> String {
        match (value, lang) {
            (Value::Money(fen), Lang::Zh) => fen.plain(),
            (Value::Money(fen), Lang::En) => {
                format!("{} yuan", fen.to_string().trim_end_matches('元').trim_end_matches(".00"))
            }
            (Value::Bool(yes), Lang::Zh) => if *yes { "是" } else { "否" }.to_owned(),
            (Value::Bool(yes), Lang::En) => if *yes { "yes" } else { "no" }.to_owned(),
            (Value::Member(member), _) => {
                let of_fact =
                    self.fact(of).and_then(|fact| fact.members.iter().find(|m| m.id == *member)).map(|m| &m.text);
                let of_switch =
                    self.switch(of).and_then(|switch| switch.options.iter().find(|o| o.id == *member)).map(|o| &o.text);
                of_fact.or(of_switch).map_or_else(|| member.clone(), |text| text.get(lang).to_owned())
            }
            (Value::Ratio(_) | Value::Integer(_) | Value::Date(_) | Value::Text(_), _) => value.to_string(),
        }
    }
}
