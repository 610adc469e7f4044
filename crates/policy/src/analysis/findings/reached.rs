//! Rules that no claim reaches: requirements that always or never hold, awards never paid, rows never used, caps that never bind.
//!
//! Only said where the areas of every reading are complete.

use super::super::regions::{Paid, can_be};
use super::super::{View, places};
use super::Finder;
use crate::kernel::KernelFact;
use crate::money::Fen;
use crate::plan::money_rules::{Standard, StandardRow};
use crate::syntax::report::{Span, both};
use crate::value::Value;

impl Finder<'_> {
    /// All of them.
    pub(super) fn reached(&mut self) {
        self.requirements();
        if self.views.iter().all(|view| view.regions.whole) {
            self.awards();
            self.caps();
            self.rows();
        }
    }

    fn requirements(&mut self) {
        for (number, requirement) in self.policy.plan().requirements.iter().enumerate() {
            let (mut no, mut yes, mut known) = (false, false, true);
            for view in self.views {
                // A requirement that is gone from the kernel can only hold under these readings.
                let checks: Vec<_> = view.kernel.checks.iter().filter(|check| check.requirement == number).collect();
                yes |= checks.is_empty();
                for check in checks {
                    match can_be(&view.kernel, check.slot) {
                        Some((can_fail, can_hold)) => (no, yes) = (no | can_fail, yes | can_hold),
                        None => known = false,
                    }
                }
            }
            let message = match (no, yes) {
                (false, _) => both("这项要求总是符合", "this requirement always holds"),
                (true, false) => both("这项要求永远不能符合", "this requirement can never hold"),
                (true, true) => continue,
            };
            if known {
                let help =
                    both("对照事实的范围和其他规则改正", "compare it with the ranges of facts and with other rules");
                self.report.warning("W03", places::requirement(self.policy.source(), requirement), message, help);
            }
        }
    }

    fn paid(&self) -> impl Iterator<Item = (&View, &Paid)> {
        self.views.iter().flat_map(|view| view.regions.paid.iter().map(move |paid| (view, paid)))
    }

    fn awards(&mut self) {
        for (number, award) in self.policy.plan().awards.iter().enumerate() {
            let is_paid =
                |(view, paid): (&View, &Paid)| view.kernel.awards[paid.award].number == number && paid.amount.high > 0;
            if !self.paid().any(is_paid) {
                let message = both(
                    format!("「{}」永远不会补到钱", award.text.zh),
                    format!("`{}` is never more than nothing", award.id),
                );
                let help = both(
                    "看它的适用条件和各项要求能否同时符合",
                    "see whether its condition and the requirements can hold together",
                );
                self.report.warning("W04", self.declared(&award.id), message, help);
            }
        }
    }

    fn caps(&mut self) {
        for (number, award) in self.policy.plan().awards.iter().enumerate() {
            for (place, cut) in award.cuts.iter().enumerate() {
                let binds = |(view, paid): (&View, &Paid)| {
                    let of = &view.kernel.awards[paid.award];
                    of.number == number && of.cuts.iter().zip(&paid.cuts).any(|(cut, may)| cut.number == place && *may)
                };
                if self.paid().any(binds)
                    || !self.paid().any(|(view, paid)| view.kernel.awards[paid.award].number == number)
                {
                    continue;
                }
                let message = both(
                    format!("「{}」的限额「{}」从来不起作用", award.text.zh, cut.limit.zh),
                    format!("the limit `{}` of `{}` never lowers it", cut.limit.en, award.id),
                );
                let help = both("删去，或改正限额", "leave it out, or correct the limit");
                self.report.warning("W05", self.declared(&award.id), message, help);
            }
        }
    }

    /// Rows of tables that awards are read from and no awarded claim falls into.
    fn rows(&mut self) {
        for standard in &self.policy.plan().standards {
            // A row of nothing has to stand where every member has one; nobody needs to reach it.
            let pays = |row: &StandardRow| row.value != Some(Value::Money(Fen::ZERO));
            for number in (0..standard.rows.len()).filter(|number| pays(&standard.rows[*number])) {
                let (mut asked, mut reached) = (false, false);
                for (view, paid) in self.paid() {
                    let award = &view.kernel.awards[paid.award];
                    let Some(within) = row_area(view, standard, number) else { continue };
                    let facts = view.kernel.code.facts_of(award.amount);
                    if within.iter().all(|(place, ..)| facts.contains(&view.kernel.facts[*place].number)) {
                        asked = true;
                        let meets = |(place, low, high): &(usize, i64, i64)| {
                            let (first, last) = paid.area.0[*place];
                            first <= *high && *low <= last
                        };
                        reached |= within.iter().all(meets);
                    }
                }
                if let Some(place) = places::row(self.policy.plan(), standard, number).filter(|_| asked && !reached) {
                    self.unreached(standard, place);
                }
            }
        }
    }

    fn unreached(&mut self, standard: &Standard, place: Span) {
        let message = both(
            format!("能得到补贴的申报都落不到表「{}」的这一行", standard.text.zh),
            format!("no claim that is awarded anything falls into this row of `{}`", standard.id),
        );
        let help = both("对照各项要求改正，或删去这一行", "compare it with the requirements, or leave the row out");
        self.report.warning("W04", place, message, help);
    }
}

/// The values of each axis fact that belong to a row: place in the kernel, first, last. A little too much rather than too little.
fn row_area(view: &View, standard: &Standard, number: usize) -> Option<Vec<(usize, i64, i64)>> {
    let row = standard.rows.get(number)?;
    let mut found = Vec::new();
    for (axis, value) in standard.axes.iter().zip(&row.at) {
        let place = view.kernel.facts.iter().position(|fact| fact.id == *axis)?;
        let fact = &view.kernel.facts[place];
        let first = number_of(fact, value)?;
        let at = standard.axes.iter().position(|one| one == axis)?;
        let later = standard.rows.iter().filter_map(|row| number_of(fact, row.at.get(at)?)).filter(|n| *n > first);
        let is_tier = matches!(value, Value::Money(_) | Value::Integer(_) | Value::Date(_));
        let last = if is_tier { later.min().unwrap_or(fact.high) } else { first };
        found.push((place, first, last));
    }
    Some(found)
}

/// A value of an axis as a number; nothing for ratios, whose unit is the compiler's.
fn number_of(fact: &KernelFact, value: &Value) -> Option<i64> {
    match value {
        Value::Money(fen) => Some(fen.fen()),
        Value::Integer(number) => Some(*number),
        Value::Date(date) => Some(crate::engine::calendar::number(*date)),
        Value::Bool(yes) => Some(i64::from(*yes)),
        Value::Member(id) => {
            fact.members.iter().position(|member| member == id).and_then(|place| i64::try_from(place).ok())
        }
        Value::Ratio(_) | Value::Text(_) => None,
    }
}
