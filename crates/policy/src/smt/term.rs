//! Operations as SMT-LIB terms over whole numbers. Every operation becomes a definition, so that nothing is written twice.
//!
//! Facts are known; where an operation may still have no value, a second definition says when it has one.

use super::dates;
use crate::engine::code::{Code, Op, Slot};
use crate::money::Rounding;
use crate::syntax::ast::Comparison;

/// The lines of a script, and whether its products are all with constants.
#[derive(Debug)]
pub(super) struct Script {
    pub lines: Vec<String>,
    pub is_linear: bool,
}

/// What a term is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    Int,
    Bool,
}

/// A term, and the condition under which it has a value (always, where there is none).
#[derive(Clone, Debug)]
pub(super) struct Term {
    text: String,
    sort: Sort,
    pub defined: Option<String>,
}

impl Term {
    /// A number or a condition that always has a value.
    pub fn new(text: impl Into<String>, sort: Sort) -> Self {
        Self { text: text.into(), sort, defined: None }
    }

    /// What never has a value.
    pub fn never() -> Self {
        Self { text: "0".to_owned(), sort: Sort::Int, defined: Some("false".to_owned()) }
    }

    /// As a number; a condition is 0 or 1.
    pub fn int(&self) -> String {
        match self.sort {
            Sort::Int => self.text.clone(),
            Sort::Bool => format!("(ite {} 1 0)", self.text),
        }
    }

    /// As a condition; a number holds where it is not 0.
    pub fn bool(&self) -> String {
        match self.sort {
            Sort::Bool => self.text.clone(),
            Sort::Int => format!("(not (= {} 0))", self.text),
        }
    }

    /// The condition under which it has a value.
    pub fn has(&self) -> String {
        self.defined.clone().unwrap_or_else(|| "true".to_owned())
    }
}

/// A number as SMT-LIB writes it.
pub(super) fn number(value: impl Into<i128>) -> String {
    let value: i128 = value.into();
    if value < 0 { format!("(- {})", value.unsigned_abs()) } else { value.to_string() }
}

/// `(op a b …)`, or the neutral element where there is nothing to join.
pub(super) fn join(op: &str, terms: &[String], empty: &str) -> String {
    match terms {
        [] => empty.to_owned(),
        [one] => one.clone(),
        _ => format!("({op} {})", terms.join(" ")),
    }
}

/// Where the terms of facts and open questions come from.
pub(super) trait Leaves {
    /// The fact with this number.
    fn fact(&self, number: usize) -> Term;
    /// The open question with this number.
    fn switch(&self, number: usize) -> Term;
}

/// Writes the definitions of some code; the terms of its slots, in order.
pub(super) fn encode(script: &mut Script, prefix: &str, code: &Code, leaves: &dyn Leaves) -> Vec<Term> {
    let mut encoder = Encoder { script, code, terms: Vec::new() };
    for (slot, op) in code.ops.iter().enumerate() {
        let mut term = encoder.term(op, leaves);
        let is_leaf = matches!(op, Op::Const(_) | Op::Fact(_) | Op::Switch(_));
        if !is_leaf {
            term.text = encoder.define(&format!("{prefix}{slot}"), term.sort, &term.text);
        }
        if let Some(defined) = term.defined.take() {
            term.defined = Some(encoder.define(&format!("{prefix}{slot}.has"), Sort::Bool, &defined));
        }
        encoder.terms.push(term);
    }
    encoder.terms
}

struct Encoder<'a> {
    script: &'a mut Script,
    code: &'a Code,
    terms: Vec<Term>,
}

impl Encoder<'_> {
    fn define(&mut self, name: &str, sort: Sort, text: &str) -> String {
        let sort = match sort {
            Sort::Int => "Int",
            Sort::Bool => "Bool",
        };
        self.script.lines.push(format!("(define-fun {name} () {sort} {text})"));
        name.to_owned()
    }

    fn int(&self, slot: Slot) -> String {
        self.terms[slot].int()
    }

    /// Has a value where all of these have one.
    fn all(&self, slots: &[Slot]) -> Option<String> {
        let mut found: Vec<String> = slots.iter().filter_map(|slot| self.terms[*slot].defined.clone()).collect();
        found.dedup();
        if found.is_empty() { None } else { Some(join("and", &found, "true")) }
    }

    fn term(&mut self, op: &Op, leaves: &dyn Leaves) -> Term {
        let plain = |text: String, sort, defined| Term { text, sort, defined };
        let all = self.all(&op.operands());
        match op {
            Op::Const(value) => Term::new(number(*value), Sort::Int),
            Op::Fact(number) => leaves.fact(*number),
            Op::Switch(number) => leaves.switch(*number),
            Op::Add(a, b) => plain(format!("(+ {} {})", self.int(*a), self.int(*b)), Sort::Int, all),
            Op::Sub(a, b) => plain(format!("(- {} {})", self.int(*a), self.int(*b)), Sort::Int, all),
            Op::Multiply(a, b) => plain(self.product(*a, *b), Sort::Int, all),
            Op::Min(a, b) => plain(chosen("<=", &self.int(*a), &self.int(*b)), Sort::Int, all),
            Op::Max(a, b) => plain(chosen(">=", &self.int(*a), &self.int(*b)), Sort::Int, all),
            Op::Share { terms, unit, granule, rounding } => {
                let products: Vec<String> = terms.iter().map(|(money, ratio)| self.product(*money, *ratio)).collect();
                let parts = join("+", &products, "0");
                plain(self.rounded(&parts, *unit, *granule, *rounding), Sort::Int, all)
            }
            Op::Compare(how, a, b) => plain(compared(*how, &self.int(*a), &self.int(*b)), Sort::Bool, all),
            Op::And(a, b) => self.both(*a, *b, true),
            Op::Or(a, b) => self.both(*a, *b, false),
            Op::Not(a) => plain(format!("(not {})", self.terms[*a].bool()), Sort::Bool, all),
            Op::Select { test, yes, no } => self.select(*test, *yes, *no),
            Op::Tiers { axis, starts, values } => self.tiers(*axis, starts, values),
            Op::Grid { axes, values } => self.grid(axes, values),
            Op::YearStart(day) => plain(dates::year_start(&self.int(*day)), Sort::Int, all),
            Op::AnniversaryEve(day) => plain(dates::anniversary_eve(&self.int(*day)), Sort::Int, all),
            Op::Plus(day, duration) => {
                let (text, declared) = dates::plus(&self.int(*day), *duration, self.script.lines.len());
                self.script.lines.extend(declared);
                let never = text.is_none().then(|| "false".to_owned());
                plain(text.unwrap_or_else(|| "0".to_owned()), Sort::Int, never.or(all))
            }
            Op::Days(from, to) => {
                let (from, to) = (dates::day_number(&self.int(*from)), dates::day_number(&self.int(*to)));
                plain(format!("(- {to} {from})"), Sort::Int, all)
            }
            Op::ByDays(inputs) => {
                self.script.is_linear = false;
                let (text, some) = dates::by_days(&inputs.map(|slot| self.int(slot)));
                let has = all.map_or(some.clone(), |all| format!("(and {all} {some})"));
                plain(text, Sort::Int, Some(has))
            }
            // None of these is in a kernel.
            Op::Column(_) | Op::Outer(_) | Op::Listed { .. } | Op::Aggregate(_) => Term::never(),
        }
    }

    /// 且 and 或: decided by one side alone where that side settles it.
    fn both(&self, a: Slot, b: Slot, is_and: bool) -> Term {
        let (one, other) = (&self.terms[a], &self.terms[b]);
        let text = format!("({} {} {})", if is_and { "and" } else { "or" }, one.bool(), other.bool());
        let settles = |term: &Term| {
            let value = if is_and { format!("(not {})", term.bool()) } else { term.bool() };
            format!("(and {} {value})", term.has())
        };
        let defined = self.all(&[a, b]).map(|all| format!("(or {all} {} {})", settles(one), settles(other)));
        Term { text, sort: Sort::Bool, defined }
    }

    fn select(&self, by: Slot, yes: Slot, no: Slot) -> Term {
        let (by, yes, no) = (&self.terms[by], &self.terms[yes], &self.terms[no]);
        let sort = if yes.sort == Sort::Bool && no.sort == Sort::Bool { Sort::Bool } else { Sort::Int };
        let text = ite(&by.bool(), yes, no, sort);
        let open = by.defined.is_some() || yes.defined.is_some() || no.defined.is_some();
        let defined = open.then(|| format!("(and {} (ite {} {} {}))", by.has(), by.bool(), yes.has(), no.has()));
        Term { text, sort, defined }
    }

    fn tiers(&self, axis: Slot, starts: &[i64], values: &[Slot]) -> Term {
        let at = &self.terms[axis];
        let mut found = values.first().map_or_else(|| Term::new("0", Sort::Int), |slot| self.terms[*slot].clone());
        for (start, slot) in starts.iter().zip(values).skip(1) {
            found = Self::branch(&format!("(>= {} {})", at.int(), number(*start)), &self.terms[*slot], &found);
        }
        let lowest =
            starts.first().map_or_else(|| "false".to_owned(), |start| format!("(>= {} {})", at.int(), number(*start)));
        let has = [at.has(), lowest, found.has()];
        Term { defined: Some(join("and", &has, "true")), ..found }
    }

    fn grid(&self, axes: &[(Slot, usize)], values: &[Slot]) -> Term {
        let mut found: Option<Term> = None;
        for (field, slot) in values.iter().enumerate() {
            let (mut rest, mut tests) = (field, Vec::new());
            for (axis, size) in axes.iter().rev() {
                tests.push(format!("(= {} {})", self.int(*axis), rest % size.max(&1)));
                rest /= size.max(&1);
            }
            let value = &self.terms[*slot];
            found = Some(
                found.map_or_else(|| value.clone(), |found| Self::branch(&join("and", &tests, "true"), value, &found)),
            );
        }
        let mut found = found.unwrap_or_else(|| Term::new("0", Sort::Int));
        let axes: Vec<Slot> = axes.iter().map(|(slot, _)| *slot).collect();
        if let Some(all) = self.all(&axes) {
            found.defined = Some(format!("(and {all} {})", found.has()));
        }
        found
    }

    fn branch(test: &str, yes: &Term, no: &Term) -> Term {
        let sort = if yes.sort == Sort::Bool && no.sort == Sort::Bool { Sort::Bool } else { Sort::Int };
        let open = yes.defined.is_some() || no.defined.is_some();
        Term {
            text: ite(test, yes, no, sort),
            sort,
            defined: open.then(|| format!("(ite {test} {} {})", yes.has(), no.has())),
        }
    }

    /// A product; choices are drawn out of it until one factor is a constant, so that it stays linear where it can.
    fn product(&mut self, a: Slot, b: Slot) -> String {
        let constant = |slot: Slot| if let Op::Const(value) = self.code.ops[slot] { Some(value) } else { None };
        match (constant(a), constant(b)) {
            (_, Some(factor)) => return scaled(factor, &self.int(a)),
            (Some(factor), None) => return scaled(factor, &self.int(b)),
            (None, None) => {}
        }
        let drawn = self.drawn(b, |encoder, slot| encoder.product(a, slot));
        let drawn = drawn.or_else(|| self.drawn(a, |encoder, slot| encoder.product(slot, b)));
        drawn.unwrap_or_else(|| {
            self.script.is_linear = false;
            format!("(* {} {})", self.int(a), self.int(b))
        })
    }

    /// The choice that a slot is, with each branch put through `each`; nothing where it is none.
    fn drawn(&mut self, slot: Slot, mut each: impl FnMut(&mut Self, Slot) -> String) -> Option<String> {
        let code = self.code;
        let pick = |test: String, yes: String, no: String| format!("(ite {test} {yes} {no})");
        if let Op::Select { test, yes, no } = &code.ops[slot] {
            let test = self.terms[*test].bool();
            return Some(pick(test, each(self, *yes), each(self, *no)));
        }
        if let Op::Min(a, b) | Op::Max(a, b) = &code.ops[slot] {
            let how = if matches!(code.ops[slot], Op::Min(..)) { "<=" } else { ">=" };
            let test = format!("({how} {} {})", self.int(*a), self.int(*b));
            return Some(pick(test, each(self, *a), each(self, *b)));
        }
        if let Op::Tiers { axis, starts, values } = &code.ops[slot] {
            let mut found = each(self, *values.first()?);
            for (start, value) in starts.iter().zip(values).skip(1) {
                let test = format!("(>= {} {})", self.int(*axis), number(*start));
                found = pick(test, each(self, *value), found);
            }
            return Some(found);
        }
        let Op::Grid { axes, values } = &code.ops[slot] else { return None };
        let [(axis, _)] = axes.as_slice() else { return None };
        let mut found = each(self, *values.first()?);
        for (member, value) in values.iter().enumerate().skip(1) {
            found = pick(format!("(= {} {member})", self.int(*axis)), each(self, *value), found);
        }
        Some(found)
    }

    /// Parts of a unit in whole granules, away from or towards zero as the rounding says.
    fn rounded(&mut self, parts: &str, unit: i64, granule: Slot, rounding: Rounding) -> String {
        let Op::Const(size) = self.code.ops[granule] else {
            let drawn = self.drawn(granule, |encoder, slot| encoder.rounded(parts, unit, slot, rounding));
            return drawn.unwrap_or_else(|| {
                self.script.is_linear = false;
                let size = self.int(granule);
                format!("(* {size} {})", whole(parts, &format!("(* {size} {unit})"), "0"))
            });
        };
        let by = i128::from(unit) * i128::from(size);
        let more = match rounding {
            Rounding::Down => 0,
            Rounding::Up => by - 1,
            Rounding::Half => by / 2,
        };
        scaled(size, &whole(parts, &number(by), &number(more)))
    }
}

/// `(parts + more) div by` on either side of zero alike.
fn whole(parts: &str, by: &str, more: &str) -> String {
    format!("(let ((p {parts})) (ite (>= p 0) (div (+ p {more}) {by}) (- (div (- {more} p) {by}))))")
}

fn scaled(factor: i64, text: &str) -> String {
    if factor == 1 { text.to_owned() } else { format!("(* {} {text})", number(factor)) }
}

fn chosen(how: &str, a: &str, b: &str) -> String {
    format!("(ite ({how} {a} {b}) {a} {b})")
}

fn ite(test: &str, yes: &Term, no: &Term, sort: Sort) -> String {
    let of = |term: &Term| if sort == Sort::Bool { term.bool() } else { term.int() };
    format!("(ite {test} {} {})", of(yes), of(no))
}

fn compared(how: Comparison, a: &str, b: &str) -> String {
    match how {
        Comparison::Is => format!("(= {a} {b})"),
        Comparison::IsNot => format!("(not (= {a} {b}))"),
        Comparison::AtLeast => format!("(>= {a} {b})"),
        Comparison::Below => format!("(< {a} {b})"),
        Comparison::NoMoreThan => format!("(<= {a} {b})"),
        Comparison::Above => format!("(> {a} {b})"),
    }
}
