//! Who is called what: every declared name with its id, and where each is used.

use std::collections::BTreeMap;

use crate::syntax::ast::{Decl, Name, Place};
use crate::syntax::keyword::MoneyUnit;
use crate::syntax::lexer::is_han;
use crate::syntax::report::{Report, Span, both};
use crate::text::Text;

/// Findings up to which a near name is looked for.
const SUGGESTED: usize = 200;

/// Kinds of declared things; names and ids are unique within a kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    /// Facts, switches, parameters, quantities and tables: everything an expression may name.
    Value,
    List,
    Role,
    Register,
    Document,
    Period,
    Award,
    Recognition,
    Choice,
    Voucher,
    Procedure,
    Step,
    Budget,
    Unique,
    Target,
    Flag,
    Recovery,
    /// Members and options of the owner with this number.
    Member(usize),
    Option(usize),
    /// Columns of the list with this number.
    Column(usize),
}

/// What a name of the kind `Value` stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ValueOf {
    Fact(usize),
    Switch(usize),
    Parameter(usize),
    Quantity(usize),
    Standard(usize),
}

/// A declared thing.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub zh: String,
    pub id: String,
    /// Its English label.
    pub label: String,
    /// Number within its own list of the plan.
    pub number: usize,
    /// For the kind `Value`.
    pub value: Option<ValueOf>,
}

/// Where a name stands in a block, and what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub span: Span,
    pub kind: Kind,
    pub id: String,
    /// Whether the name is declared here, rather than used.
    pub declares: bool,
}

/// All names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    symbols: BTreeMap<(Kind, String), Symbol>,
    /// Every place at which a declared name stands, in the order they were met; some are met more than once.
    pub sites: Vec<Site>,
    /// For each token that is a name: its Chinese and its id.
    pub uses: BTreeMap<Place, (String, String)>,
}

impl Names {
    /// Declares a name and returns its id and label; reports doubles and missing halves.
    pub fn declare(
        &mut self,
        kind: Kind,
        decl: &Decl,
        number: usize,
        value: Option<ValueOf>,
        report: &mut Report,
    ) -> (String, Text) {
        let zh = decl.name.text.clone();
        if decl.id.is_none() {
            report.error(
                "E17",
                decl.name.span,
                both(format!("`{zh}` 没有英文标识"), format!("`{zh}` has no id")),
                both(
                    "名称之后写标识，例如 `类别 stream \"Stream\"`",
                    "write an id after the name, such as `类别 stream \"Stream\"`",
                ),
            );
        }
        if decl.label.is_none() {
            report.error(
                "E17",
                decl.name.span,
                both(format!("`{zh}` 缺英文名称"), format!("`{zh}` has no English label")),
                both("在标识之后加 \"…\"", "add \"…\" after the id"),
            );
        }
        let id = decl.id.as_ref().map_or_else(|| zh.clone(), |id| id.text.clone());
        let label = decl.label.clone().unwrap_or_default();
        let symbol = Symbol { zh: zh.clone(), id: id.clone(), label: label.clone(), number, value };
        let places = [Some(&decl.name), decl.id.as_ref()];
        for name in places.into_iter().flatten() {
            self.sites.push(Site { span: name.span, kind, id: id.clone(), declares: true });
            if MoneyUnit::from_word(&name.text).is_some() {
                let (zh, en) = (
                    format!("`{}` 是金额单位，不能作名称", name.text),
                    format!("`{}` is a unit of money, not a name", name.text),
                );
                report.error(
                    "E01",
                    name.span,
                    both(zh, en),
                    both("换一个名称，例如 to_yuan", "choose another, such as to_yuan"),
                );
            }
            if self.symbols.insert((kind, name.text.clone()), symbol.clone()).is_some() {
                report.error(
                    "E02",
                    name.span,
                    both(format!("`{}` 重复声明", name.text), format!("`{}` is declared twice", name.text)),
                    both("同一类的名称和标识各不相同", "names and ids of one kind must differ"),
                );
            }
        }
        (id, Text::new(zh, label))
    }

    /// The declared thing, without a report.
    pub fn find(&mut self, kind: Kind, name: &Name) -> Option<Symbol> {
        let symbol = self.symbols.get(&(kind, name.text.clone())).cloned()?;
        self.uses.insert(name.place, (symbol.zh.clone(), symbol.id.clone()));
        self.sites.push(Site { span: name.span, kind, id: symbol.id.clone(), declares: false });
        Some(symbol)
    }

    /// The declared thing by name or id, without noting a use.
    pub fn lookup(&self, kind: Kind, name: &str) -> Option<&Symbol> {
        self.symbols.get(&(kind, name.to_owned()))
    }

    /// Every declared thing, by kind and by each of its two spellings.
    pub fn all(&self) -> impl Iterator<Item = (Kind, &Symbol)> {
        self.symbols.iter().map(|((kind, _), symbol)| (*kind, symbol))
    }

    /// The declared thing, or a report with the nearest name there is.
    pub fn resolve(&mut self, kind: Kind, name: &Name, what: (&str, &str), report: &mut Report) -> Option<Symbol> {
        let found = self.find(kind, name);
        if found.is_none() {
            self.unknown(kind, name, what, report);
        }
        found
    }

    /// Notes the spellings of a word from a closed list.
    pub fn note(&mut self, name: &Name, zh: &str, en: &str) {
        self.uses.insert(name.place, (zh.to_owned(), en.to_owned()));
    }

    /// The declared name that is nearest to this one, where one is near. With many findings nothing is near any more: every
    /// unknown name would be compared with every known one, for a reader who mends the first ones first.
    pub fn nearest(&self, kind: Kind, name: &Name, report: &Report) -> Option<&String> {
        if report.count() > SUGGESTED {
            return None;
        }
        let letters = name.text.chars().count();
        let most = 1 + letters / 4;
        let known = self.symbols.keys().filter(|(k, _)| *k == kind).map(|(_, text)| text);
        known
            .filter(|text| text.chars().count().abs_diff(letters) <= most)
            .map(|text| (distance(text, &name.text), text))
            .filter(|(distance, _)| *distance <= most)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, text)| text)
    }

    /// Reports an unknown name.
    pub fn unknown(&self, kind: Kind, name: &Name, what: (&str, &str), report: &mut Report) {
        let near = self.nearest(kind, name, report);
        let message = both(
            format!("没有名为 `{}` 的{}", name.text, what.0),
            format!("there is no {} called `{}`", what.1, name.text),
        );
        let Some(near) = near else {
            let help = both("先声明它，或检查写法", "declare it first, or check the spelling");
            report.error("E02", name.span, message, help);
            return;
        };
        let help = both(format!("是否指 `{near}`？"), format!("did you mean `{near}`?"));
        let in_block = name.place.block != usize::MAX;
        let instead = if in_block { spelt(near) } else { near.clone() };
        report.error_with("E02", name.span, message, help, instead);
    }
}

/// A name as it is written in a block: one with digits or punctuation stands in quotes, an id does not.
pub(crate) fn spelt(name: &str) -> String {
    let is_id = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.is_ascii();
    if is_id || name.chars().all(is_han) { name.to_owned() } else { format!("「{name}」") }
}

/// How many single-character edits lie between two words.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replace = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
