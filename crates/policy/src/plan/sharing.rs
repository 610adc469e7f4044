//! How one pot is shared out among a set of claims: what 预留 and 结算 say beside the amount of each claim.
//!
//! What one claim is worth is decided claim by claim; nothing here raises it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::money::Fen;
use crate::plan::Plan;
use crate::plan::words::{OrderBy, PayMethod, SurplusTo, Unit, UnpaidRest};
use crate::text::{Lang, Text};
use crate::value::Value;

/// Who comes first, how much each is paid when the money does not reach, and what bounds hold for groups of claims.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sharing {
    /// 分档: claims with an equal value make a band, and a band is served before the next one.
    pub bands: Option<OrderKey>,
    /// 次序 within a band; it ends in the moment of receipt, after which the id of the claim breaks ties.
    pub order: Vec<OrderKey>,
    /// 方式.
    pub method: PayMethod,
    /// 单位: partial amounts are whole multiples of it, in fen.
    pub granule: Fen,
    /// 保: shares kept for groups.
    pub floors: Vec<Floor>,
    /// 限: what a group may get at most, in the order in which they are applied.
    pub limits: Vec<Limit>,
    /// 结余: what becomes of the money that is left over; nothing is said where there is none.
    pub surplus: Option<SurplusTo>,
    /// 不足: what becomes of the part for which the money did not reach.
    pub unpaid: Option<UnpaidRest>,
}

/// The sort key every claim has: when it was received.
pub const RECEIVED_AT: &str = "received_at";

/// One key of an order; earlier keys decide first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrderKey {
    /// Id of a fact or quantity, or `received_at`.
    pub by: String,
    /// Which come first; a claim for which the key is not known comes last.
    pub direction: OrderBy,
}

/// Which claims belong together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Ids of units, facts and quantities: equal values make a group. None: all claims are one group.
    pub keys: Vec<String>,
    /// 是: only the group with this member or value of the first key.
    pub member: Option<String>,
}

/// 限: a group gets no more than this. Reservations count, and stay.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Limit {
    /// For whom.
    pub group: Group,
    /// How much, or how many.
    pub cap: Cap,
    /// 记: the code of a cut by this limit.
    pub code: String,
    /// What the code means, where the document says so.
    pub words: Option<Text>,
    /// As written, in both tongues.
    pub text: Text,
}

/// How a limit measures.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cap {
    /// 不超过: the sum paid to the group.
    Amount(Measure),
    /// 至多: how many claims of the group are paid anything.
    Count(Measure),
}

/// 保: so much is kept for a group as long as the group needs it; what it does not need is free for all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Floor {
    /// For whom.
    pub group: Group,
    /// How much.
    pub amount: Measure,
    /// As written, in both tongues.
    pub text: Text,
}

/// An amount or a number of claims: as written, or a share of something. Shares are rounded down.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// Money, a ratio or a whole number.
    pub term: Term,
    /// 的: id of the fact, quantity or parameter of which the ratio is taken; of the whole pot where there is none.
    pub of: Option<String>,
}

/// A number of a bound.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Written in the document.
    Literal(Value),
    /// Id of a fact, quantity or parameter, read from the claims of the group; it must be the same for all of them.
    Named(String),
}

impl Sharing {
    /// Ids of everything of a claim that is read: keys of bands and order, of groups, and amounts of bounds.
    pub fn reads(&self) -> Vec<String> {
        let keys = self.bands.iter().chain(&self.order).map(|key| key.by.clone());
        let limits = self.limits.iter().map(|limit| match &limit.cap {
            Cap::Amount(measure) | Cap::Count(measure) => (&limit.group, measure),
        });
        let bounds = limits.chain(self.floors.iter().map(|floor| (&floor.group, &floor.amount)));
        let of_bounds = bounds.flat_map(|(group, measure)| group.keys.iter().cloned().chain(measure.reads()));
        keys.chain(of_bounds).collect()
    }
}

impl Measure {
    fn reads(&self) -> impl Iterator<Item = String> {
        let named = match &self.term {
            Term::Literal(_) => None,
            Term::Named(id) => Some(id.clone()),
        };
        named.into_iter().chain(self.of.clone())
    }
}

impl Plan {
    /// Whom a bound is for, such as `每个服务商` or `类别 是 平台`; all claims where it names nobody.
    pub fn group_words(&self, group: &Group) -> Text {
        if group.keys.is_empty() {
            return Text::new("合计", "in all");
        }
        let labels: Vec<(String, String)> = group.keys.iter().map(|key| self.either_label(key)).collect();
        let (zh, en): (Vec<String>, Vec<String>) = labels.into_iter().unzip();
        let (zh, en) = (zh.join("、"), en.join(", "));
        let Some(member) = &group.member else { return Text::new(format!("每个{zh}"), format!("each {en}")) };
        let key = group.keys.first().map_or("", String::as_str);
        let value = Value::Member(member.clone());
        Text::new(
            format!("{zh}是{}", self.show(key, &value, Lang::Zh)),
            format!("{en} {}", self.show(key, &value, Lang::En)),
        )
    }

    /// The label of a declared thing or a unit in both tongues; its id where it has none.
    pub fn either_label(&self, id: &str) -> (String, String) {
        if let Some(text) = self.label(id) {
            return (text.zh.clone(), text.en.clone());
        }
        Unit::from_word(id)
            .map_or_else(|| (id.to_owned(), id.to_owned()), |unit| (unit.zh().to_owned(), unit.en().replace('_', " ")))
    }
}
