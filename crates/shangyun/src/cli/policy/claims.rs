//! A file of past claims, for commands that ask what something would come to: CSV by columns, or JSON lines.

use super::Stop;
use ::policy::claims_csv::{Block, HeaderFault, Labels, Layout, labels, texts_of};
use ::policy::columnar::Columnar;
use ::policy::columnar::columns::Columns;
use ::policy::facts::{Facts, Readings};
use ::policy::lines::line_facts;
use ::policy::policy::Policy;
use ::policy::simulate::{Claims, Grouping};
use ::policy::text::Text;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The claims as they were read.
pub(super) struct File {
    name: String,
    content: Content,
}

enum Content {
    Csv(Vec<u8>),
    Lines(Vec<Facts>),
}

impl File {
    /// Reads a file; its name says what it is: `.jsonl` holds JSON lines, anything else CSV.
    pub fn read(name: &str, policy: &Policy) -> Result<Self, Stop> {
        let bytes = fs::read(name).map_err(|error| Stop::Called(format!("cannot read `{name}`: {error}")))?;
        let content =
            if is_of(name, "jsonl") { Content::Lines(lines(name, &bytes, policy)?) } else { Content::Csv(bytes) };
        Ok(Self { name: name.to_owned(), content })
    }

    /// The claims, each counted. Every policy and reading asked about must find its columns: see [`File::suits`].
    pub fn claims(&self, columnar: &Columnar<'_>) -> Result<Claims<'_>, Stop> {
        self.suits(columnar)?;
        match &self.content {
            Content::Lines(facts) => Ok(Claims::new(facts.len(), move |columnar| columnar.columns_of(facts))),
            Content::Csv(bytes) => {
                let first = columns(bytes, columnar);
                Ok(Claims::new(first.rows(), move |columnar| columns(bytes, columnar)))
            }
        }
    }

    /// Whether the file has the columns that a policy under its readings wants.
    pub fn suits(&self, columnar: &Columnar<'_>) -> Result<(), Stop> {
        match &self.content {
            Content::Lines(_) => Ok(()),
            Content::Csv(bytes) => Layout::read(columnar, bytes).map(drop).map_err(|fault| self.wrong(&fault)),
        }
    }

    /// The claims by the texts of a column that is no fact.
    pub fn grouping(&self, column: &str) -> Result<Grouping, Stop> {
        let Labels { texts, of } = self.labels(column)?;
        let members = texts.into_iter().map(|text| Text::new(text.clone(), text)).collect();
        Ok(Grouping { name: Text::new(column, column), members, of })
    }

    /// The texts of a column.
    pub fn labels(&self, column: &str) -> Result<Labels, Stop> {
        match &self.content {
            Content::Csv(bytes) => labels(bytes, column).map_err(|fault| self.wrong(&fault)),
            Content::Lines(_) => {
                Err(Stop::Called(format!("`{}` has no columns; `{column}` needs a CSV file", self.name)))
            }
        }
    }

    /// The ids of a few claims; their numbers where the file has none.
    pub fn ids(&self, claims: &BTreeSet<usize>) -> BTreeMap<usize, String> {
        let found = match &self.content {
            Content::Csv(bytes) => texts_of(bytes, "id", claims).unwrap_or_default(),
            Content::Lines(_) => BTreeMap::new(),
        };
        let id = |claim: &usize| found.get(claim).cloned().unwrap_or_else(|| format!("#{}", claim + 1));
        claims.iter().map(|claim| (*claim, id(claim))).collect()
    }

    fn wrong(&self, fault: &HeaderFault) -> Stop {
        let _ = writeln!(io::stderr(), "shangyun: `{}`: {fault}", self.name);
        Stop::Wrong
    }
}

/// Whether a file has this ending.
pub(super) fn is_of(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// Every line as facts; one that cannot be read stops the command, since its claim would be missing from the sums.
fn lines(name: &str, bytes: &[u8], policy: &Policy) -> Result<Vec<Facts>, Stop> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let Ok(facts) = line_facts(policy, &Readings::default(), line) else {
            let _ = writeln!(io::stderr(), "shangyun: `{name}` line {}: not a claim of this policy", number + 1);
            return Err(Stop::Wrong);
        };
        found.push(facts);
    }
    Ok(found)
}

/// All rows as the columns a policy wants. Rows that cannot be read stay as bad ones, so that numbers keep their rows.
fn columns(bytes: &[u8], columnar: &Columnar<'_>) -> Columns {
    let mut block = Block::new(columnar);
    if let Ok((layout, head)) = Layout::read(columnar, bytes) {
        layout.fill(bytes.get(head..).unwrap_or_default(), &mut block);
    }
    block.columns
}
