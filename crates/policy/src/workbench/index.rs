//! Every place at which something nameable stands: declared names, codes, clauses; and where each is declared.

use std::collections::BTreeMap;

use super::touches;
use crate::compile::Compiler;
use crate::compile::names::Kind;
use crate::compile::tables::{is_cases, place_of};
use crate::plan::clause::{Cell, ClausePart, Table};
use crate::syntax::ast::{Args, Attr, Decl, Name, Statement, TypeExpr};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::Span;

/// What a place may stand for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Target {
    /// A declared name: its kind and id.
    Name(Kind, String),
    /// A code such as `NOT_FILED` or `A13`.
    Code(String),
    /// A clause, by its number.
    Clause(String),
}

/// A place and what stands there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Site {
    pub span: Span,
    pub target: Target,
    /// Whether it is declared here, rather than used.
    pub declares: bool,
}

/// Where a declaration stands in the source.
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    /// Number of its statement.
    pub statement: usize,
    /// Its type, where one is written beside it.
    pub ty: Option<TypeExpr>,
}

/// All places, in document order.
pub(super) struct Index {
    sites: Vec<Site>,
    declarations: BTreeMap<Span, Declaration>,
}

impl Index {
    pub fn new(compiler: &Compiler) -> Self {
        let mut index = Self { sites: Vec::new(), declarations: BTreeMap::new() };
        for site in &compiler.names.sites {
            index.add(site.span, Target::Name(site.kind, site.id.clone()), site.declares);
        }
        for (number, statement) in compiler.source.statements.iter().enumerate() {
            index.statement(number, statement);
        }
        for clause in &compiler.source.clauses {
            let column = clause.level + 2;
            let span = Span { line: clause.line, column, length: clause.id.chars().count() };
            index.add(span, Target::Clause(clause.id.clone()), true);
            for part in &clause.parts {
                if let ClausePart::Table(table) = part {
                    index.table(compiler, table);
                }
            }
        }
        index.sites.sort();
        index.sites.dedup();
        index
    }

    /// What stands at a place; of two that touch it, the one that begins there.
    pub fn at(&self, line: usize, column: usize) -> Option<(Span, &Target)> {
        let touching = self.sites.iter().filter(|site| touches(site.span, line, column));
        touching.max_by_key(|site| site.span.column).map(|site| (site.span, &site.target))
    }

    /// Every place of a target.
    pub fn sites<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = &'a Site> {
        self.sites.iter().filter(move |site| site.target == *target)
    }

    /// Every place at which a name is declared, a name with an id counting once.
    pub fn declared(&self) -> impl Iterator<Item = (Span, Kind, &str, &Declaration)> {
        self.sites.iter().filter(|site| site.declares).filter_map(|site| {
            let Target::Name(kind, id) = &site.target else { return None };
            Some((site.span, *kind, id.as_str(), self.declarations.get(&site.span)?))
        })
    }

    /// Every code that a statement gives, each once.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let given = self.sites.iter().filter(|site| site.declares).filter_map(|site| match &site.target {
            Target::Code(code) => Some(code.as_str()),
            Target::Name(..) | Target::Clause(_) => None,
        });
        given.collect::<std::collections::BTreeSet<_>>().into_iter()
    }

    /// The declaration of a target that is a name.
    pub fn declaration(&self, target: &Target) -> Option<(Span, &Declaration)> {
        self.sites(target).find_map(|site| Some((site.span, self.declarations.get(&site.span)?)))
    }

    fn add(&mut self, span: Span, target: Target, declares: bool) {
        if span.length > 0 {
            self.sites.push(Site { span, target, declares });
        }
    }

    fn statement(&mut self, number: usize, statement: &Statement) {
        self.declare(number, statement.decls(), statement.ty());
        let gives = statement.head == Head::Switch;
        self.note_codes(statement.codes(), gives);
        for attr in &statement.attrs {
            self.declare(number, attr.decls(), attr.ty());
            self.note_codes(attr.codes(), gives_code(attr));
            if attr.word == A::Under {
                for name in attr.names() {
                    self.add(name.span, Target::Clause(name.text.clone()), false);
                }
            }
        }
    }

    fn declare(&mut self, statement: usize, decls: &[Decl], ty: Option<&TypeExpr>) {
        for decl in decls {
            self.declarations.insert(decl.name.span, Declaration { statement, ty: ty.cloned() });
        }
        for member in ty.map_or(&[][..], |ty| &ty.members) {
            self.declarations.insert(member.name.span, Declaration { statement, ty: None });
        }
    }

    fn note_codes(&mut self, codes: &[Name], declares: bool) {
        for code in codes {
            self.add(code.span, Target::Code(code.text.clone()), declares);
        }
    }

    /// The heads of a table, and the members and codes in its cells.
    fn table(&mut self, compiler: &Compiler, table: &Table) {
        let heads: Vec<Option<String>> = table.head.iter().map(|cell| self.value(compiler, cell)).collect();
        let axes = heads.first().and_then(Option::as_ref).and_then(|id| {
            let standard = compiler.plan.standards.iter().find(|standard| standard.id == *id)?;
            Some((standard.axes.first().cloned()?, standard.axes.get(1).cloned()))
        });
        if let Some((_, Some(across))) = &axes {
            for cell in table.head.iter().skip(1) {
                self.member(compiler, across, cell);
            }
        }
        let cases = is_cases(table);
        for row in &table.rows {
            for (place, cell) in row.iter().enumerate() {
                let owner = match &axes {
                    Some((down, _)) => (place == 0).then_some(down),
                    None => heads.get(place).and_then(Option::as_ref),
                };
                if let Some(owner) = owner {
                    self.member(compiler, owner, cell);
                } else if cases && cell.text.starts_with(|c: char| c.is_ascii_uppercase()) {
                    self.add(place_of(cell), Target::Code(cell.text.clone()), false);
                }
            }
        }
    }

    /// Notes the value a head names, and gives its id.
    fn value(&mut self, compiler: &Compiler, cell: &Cell) -> Option<String> {
        let symbol = compiler.names.lookup(Kind::Value, unquoted(&cell.text))?;
        self.add(place_of(cell), Target::Name(Kind::Value, symbol.id.clone()), false);
        Some(symbol.id.clone())
    }

    /// Notes the member of `owner` that a cell names.
    fn member(&mut self, compiler: &Compiler, owner: &str, cell: &Cell) {
        let Some(kind) = members_of(compiler, owner) else { return };
        if let Some(symbol) = compiler.names.lookup(kind, unquoted(&cell.text)) {
            self.add(place_of(cell), Target::Name(kind, symbol.id.clone()), false);
        }
    }
}

/// The kind of the members of a fact or the options of a switch.
pub(super) fn members_of(compiler: &Compiler, name: &str) -> Option<Kind> {
    use crate::compile::names::ValueOf;
    use crate::compile::typed::{EnumOf, Ty};
    let value = compiler.names.lookup(Kind::Value, name)?.value?;
    if let ValueOf::Switch(number) = value {
        return Some(Kind::Option(number));
    }
    match compiler.model.of_value(value)?.ty {
        Ty::Member(EnumOf::Fact(owner)) => Some(Kind::Member(owner)),
        Ty::Member(EnumOf::Switch(number)) => Some(Kind::Option(number)),
        Ty::Money | Ty::Exact(_) | Ty::Ratio | Ty::Integer | Ty::Date | Ty::Bool | Ty::Text | Ty::Duration(_) => None,
    }
}

/// Whether the code in this attribute is given here, rather than named.
fn gives_code(attr: &Attr) -> bool {
    matches!(attr.word, A::Else | A::NoMoreThan | A::Same | A::TogetherWith | A::Less)
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('「').and_then(|rest| rest.strip_suffix('」')).unwrap_or(text)
}
