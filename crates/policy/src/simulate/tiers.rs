//! Counts claims by the subsidy that applies and the row of its table that they fall in.

use super::claims::Grouping;
use crate::columnar::columns::Columns;
use crate::compile::typed::Ty;
use crate::engine::code::{Cell, Op, Slot};
use crate::engine::run::tier;
use crate::facts::Readings;
use crate::kernel::Kernel;
use crate::policy::Policy;
use crate::text::{Lang, Text};

/// The table of one award: what it is read by, and where its rows begin.
struct Table {
    axis: Slot,
    fact: usize,
    starts: Vec<i64>,
}

/// Claims by the first subsidy that applies and its row, under a policy and readings. The last group is of claims that
/// get none.
pub fn tiers(policy: &Policy, readings: &Readings, columns: &Columns) -> Grouping {
    let kernel = policy.kernel(readings);
    let plan = policy.plan();
    let mut grouping = Grouping { name: Text::new("档次", "tier"), ..Grouping::default() };
    let mut tables = Vec::new();
    for award in &kernel.awards {
        let name = plan.awards.get(award.number).map(|award| award.text.clone()).unwrap_or_default();
        let first = u32::try_from(grouping.members.len()).unwrap_or(u32::MAX);
        let table = table(&kernel, award.amount);
        match &table {
            None => grouping.members.push(name.clone()),
            Some(table) => {
                let ty = kernel.facts.iter().find(|fact| fact.number == table.fact).map_or(Ty::Money, |fact| fact.ty);
                for start in &table.starts {
                    let at = policy.decider().public_value(ty, Cell::known(*start));
                    let shown = |lang| at.as_ref().map_or_else(String::new, |at| plan.show("", at, lang));
                    let (zh, en) = (shown(Lang::Zh), shown(Lang::En));
                    grouping.members.push(Text::new(format!("{} {zh}起", name.zh), format!("{} from {en}", name.en)));
                }
            }
        }
        tables.push((first, table));
    }
    let none = u32::try_from(grouping.members.len()).unwrap_or(u32::MAX);
    grouping.members.push(Text::new("没有补贴", "no subsidy"));
    let mut facts = vec![Cell::UNKNOWN; plan.facts.len()];
    let mut slots = Vec::new();
    for row in 0..columns.rows() {
        for (place, fact) in kernel.facts.iter().enumerate() {
            facts[fact.number] = columns.cell(place, row);
        }
        kernel.run(&facts, &mut slots);
        let is_awarded = kernel.verdict(&slots).0 > crate::money::Fen::ZERO;
        let applies = |guard: Option<Slot>| guard.is_none_or(|guard| slots[guard] == Cell::known(1));
        let award = kernel.awards.iter().position(|award| applies(award.guard)).filter(|_| is_awarded);
        let group = award.and_then(|award| tables.get(award)).map_or(none, |(first, table)| {
            let row = table.as_ref().and_then(|table| tier(&table.starts, slots[table.axis].get()?));
            row.and_then(|row| u32::try_from(row).ok()).map_or(*first, |row| first + row)
        });
        grouping.of.push(group);
    }
    grouping
}

/// The first table by a number that an amount rests on.
fn table(kernel: &Kernel, amount: Slot) -> Option<Table> {
    let mut todo = vec![amount];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(slot) = todo.pop() {
        if !seen.insert(slot) {
            continue;
        }
        let op = kernel.code.ops.get(slot)?;
        if let Op::Tiers { axis, starts, .. } = op
            && let Some(Op::Fact(fact)) = kernel.code.ops.get(*axis)
        {
            return Some(Table { axis: *axis, fact: *fact, starts: starts.clone() });
        }
        todo.extend(op.operands());
    }
    None
}
