//! What a fact or a quantity can be.

use std::fmt;

use crate::schema::IsoDate;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::money::{Fen, Ratio};

/// One known value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// 金额, in fen.
    Money(Fen),
    /// 比例.
    Ratio(Ratio),
    /// 整数.
    Integer(i64),
    /// 日期.
    Date(#[schemars(with = "IsoDate")] Date),
    /// 是否.
    Bool(bool),
    /// The id of a member of a 选一.
    Member(String),
    /// 文字: for display and for keys; never computed with.
    Text(String),
}

/// The type of a fact, a parameter or a quantity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// 金额.
    Money,
    /// 比例.
    Ratio,
    /// 整数.
    Integer,
    /// 日期.
    Date,
    /// 是否.
    Bool,
    /// 选一: the id of the fact that declares the members.
    OneOf(String),
    /// 文字.
    Text,
}

impl fmt::Display for Value {
    /// The value as it is shown in a sentence; members by id (use [`crate::plan::Plan::show`] for their names).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(fen) => fen.fmt(f),
            Self::Ratio(ratio) => ratio.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Bool(true) => f.write_str("是"),
            Self::Bool(false) => f.write_str("否"),
            Self::Member(text) | Self::Text(text) => f.write_str(text),
        }
    }
}
