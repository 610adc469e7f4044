//! Compares the tables of values (标准, 累进) row by row.

use super::{Change, ChangeKind, words};
use crate::plan::Plan;
use crate::plan::inputs::Fact;
use crate::plan::money_rules::{Standard, StandardRow};
use crate::text::{Lang, Text};
use crate::value::Value;

/// What differs in the rows of tables that stand in both versions.
pub(super) fn changes(was: &Plan, now: &Plan) -> Vec<Change> {
    let pairs = now.standards.iter().filter_map(|after| {
        let before = was.standards.iter().find(|before| before.id == after.id)?;
        Some((before, after))
    });
    pairs.flat_map(|(before, after)| Tables { was: (was, before), now: (now, after) }.compare()).collect()
}

struct Tables<'a> {
    was: (&'a Plan, &'a Standard),
    now: (&'a Plan, &'a Standard),
}

impl Tables<'_> {
    fn compare(&self) -> Vec<Change> {
        let ((_, before), (_, after)) = (self.was, self.now);
        let (clause, about) = (&after.clause, self.about());
        let mut found = Vec::new();
        let mut gone: Vec<&StandardRow> =
            before.rows.iter().filter(|row| !after.rows.iter().any(|one| one.at == row.at)).collect();
        for row in &after.rows {
            if let Some(same) = before.rows.iter().find(|one| one.at == row.at) {
                if said(same) != said(row) {
                    let label = row_label(self.now, row);
                    let (was, now) = (shown(self.was, same), shown(self.now, row));
                    found.push(words::changed(clause, ChangeKind::Changed, (&about, &label), &was, &now));
                }
                continue;
            }
            let moved = gone.iter().position(|one| members(one) == members(row) && said(one) == said(row));
            if let Some(place) = moved {
                found.push(self.moved(gone.remove(place), row));
                continue;
            }
            let (label, now) = (row_label(self.now, row), shown(self.now, row));
            found.push(words::part_added(clause, ChangeKind::Added, (&about, &label), &now));
        }
        for row in gone {
            let (label, was) = (row_label(self.was, row), shown(self.was, row));
            found.push(words::part_removed(clause, ChangeKind::Removed, (&about, &label), &was));
        }
        found
    }

    /// A row with the same value that begins elsewhere.
    fn moved(&self, was: &StandardRow, now: &StandardRow) -> Change {
        let place = row_label(self.now, now);
        let label = Text::new(format!("{} 的起点", place.zh), format!("start of {}", place.en));
        let start = |(plan, standard): (&Plan, &Standard), row: &StandardRow| {
            let at = start(row).and_then(|at| Some((standard.axes.get(at)?, row.at.get(at)?)));
            at.map_or_else(Text::default, |(axis, value)| both(plan, axis, value))
        };
        let (about, (was, now)) = (self.about(), (start(self.was, was), start(self.now, now)));
        words::changed(&self.now.1.clause, ChangeKind::Changed, (&about, &label), &was, &now)
    }

    /// `标准 工业上限（记 CAPPED）`: with the codes of the cuts it is the limit of.
    fn about(&self) -> Text {
        let (plan, standard) = self.now;
        let cuts = plan.awards.iter().flat_map(|award| &award.cuts);
        let mut codes: Vec<&str> =
            cuts.filter(|cut| cut.limit.zh == standard.text.zh).map(|cut| cut.code.as_str()).collect();
        codes.dedup();
        let Text { zh, en } = head_of(standard);
        if codes.is_empty() {
            return Text::new(zh, en);
        }
        Text::new(format!("{zh}（上限 {}）", codes.join("、")), format!("{en} (limit {})", codes.join(", ")))
    }
}

/// What a row says: its value, or the cell where it names a quantity.
fn said(row: &StandardRow) -> Result<&Value, &str> {
    row.value.as_ref().ok_or(row.cell.as_str())
}

fn shown((plan, _): (&Plan, &Standard), row: &StandardRow) -> Text {
    let named = || plan.quantities.iter().map(|one| &one.text).find(|text| text.zh == row.cell).cloned();
    let written = || named().unwrap_or_else(|| Text::new(row.cell.clone(), row.cell.clone()));
    row.value.as_ref().map_or_else(written, |value| both(plan, "", value))
}

fn both(plan: &Plan, of: &str, value: &Value) -> Text {
    Text::new(plan.show(of, value, Lang::Zh), plan.show(of, value, Lang::En))
}

/// The place of the axis that is a number or a day.
fn start(row: &StandardRow) -> Option<usize> {
    row.at.iter().position(|value| !is_member(value))
}

fn is_member(value: &Value) -> bool {
    matches!(value, Value::Member(_) | Value::Bool(_))
}

fn members(row: &StandardRow) -> Vec<&Value> {
    row.at.iter().filter(|value| is_member(value)).collect()
}

/// `标准 工业上限`, `累进 …`.
pub(crate) fn head_of(standard: &Standard) -> Text {
    let head = if standard.marginal { ("累进", "brackets") } else { ("标准", "standard") };
    Text::new(format!("{} {}", head.0, standard.text.zh), format!("{} {}", head.1, standard.text.en))
}

/// Which row: `第2档（4亿元起）`, `工业云，事业单位`.
pub(crate) fn row_label((plan, standard): (&Plan, &Standard), row: &StandardRow) -> Text {
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for (axis, value) in standard.axes.iter().zip(&row.at) {
        let text = both(plan, axis, value);
        if is_member(value) {
            let name = plan.fact(axis).filter(|_| matches!(value, Value::Bool(_))).map(|fact: &Fact| &fact.text);
            zh.push(name.map_or_else(|| text.zh.clone(), |name| format!("{} {}", name.zh, text.zh)));
            en.push(name.map_or_else(|| text.en.clone(), |name| format!("{} {}", name.en, text.en)));
            continue;
        }
        let alike = standard.rows.iter().filter(|one| members(one) == members(row));
        let number = alike.take_while(|one| one.at != row.at).count() + 1;
        zh.push(format!("第{number}档（{}起）", text.zh));
        en.push(format!("tier {number} (from {})", text.en));
    }
    Text::new(zh.join("，"), en.join(", "))
}
