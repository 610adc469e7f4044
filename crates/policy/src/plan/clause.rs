//! Clauses: the headings of the document with what stands under them, enough to draw the public page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// How a clause takes effect.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClauseStatus {
    /// `[规则]`: its effect is computed by rules of the document.
    Encoded,
    /// `[程序]`: carried out by procedures, roles, papers, budgets or targets.
    Procedural,
    /// `[宣示]`: a statement that decides nothing.
    Declaratory,
    /// No bracket: a heading that only holds others.
    Structure,
}

/// One heading and what stands under it up to the next heading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// The first word of the heading: `三(三)1`.
    pub id: String,
    /// The rest of the heading, without the status; the halves are set apart by ` / `.
    pub title: Text,
    /// The bracket at its end.
    pub status: ClauseStatus,
    /// 1 for `#`.
    pub level: usize,
    /// Line of the heading.
    pub line: usize,
    /// Prose, rules and tables in order.
    pub parts: Vec<ClausePart>,
    /// The id of the document above that it is inherited from; nothing for a clause of the document itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// A piece of a clause.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClausePart {
    /// A paragraph; its English is the block quote that follows it.
    Prose(Text),
    /// A fenced `policy` block, as written.
    Rules(RuleBlock),
    /// A Markdown table.
    Table(Table),
}

/// The source of one `policy` block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RuleBlock {
    /// Line in the file of the first line of `source`.
    pub line: usize,
    /// The text between the fences.
    pub source: String,
}

/// A Markdown table as written; the first row is the head.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Line in the file of the head.
    pub line: usize,
    /// Column names.
    pub head: Vec<Cell>,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell with its place.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// Trimmed text.
    pub text: String,
    /// Line in the file.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}
