//! The whole statement: its head, its steps, the answer; and the table it reads.

use std::collections::{BTreeMap, BTreeSet};

use super::Unwritable;
use super::dialect::Dialect;
use super::expr::Id;
use super::layers::Layers;
use super::lower::{Lower, RATIO_PARTS, column_kind};
use super::names;
use super::text::{Writer, indented};
use super::verdict::Answer;
use crate::compile::typed::Ty;
use crate::facts::Readings;
use crate::kernel::{Kernel, KernelFact};
use crate::policy::Policy;

/// Where a database computes a column anew for each use, a step that saves more than this is fenced off.
const FENCED_ABOVE: usize = 60;

pub(super) fn select(
    policy: &Policy,
    readings: &Readings,
    kernel: &Kernel,
    dialect: Dialect,
    table: &str,
    never_null: BTreeSet<usize>,
) -> Result<String, Unwritable> {
    let mut lower = Lower::new(kernel, policy.compiled().ratio_unit, never_null);
    let answer = lower.answer();
    if lower.exprs.overflows {
        return Err(Unwritable::TooLarge);
    }
    let layers = Layers::new(&lower.exprs, &[answer.award, answer.reason]);
    let (names, comments) = called(policy, &lower, &layers, &answer, dialect);
    let columns: Vec<String> = kernel.facts.iter().map(|fact| names::name(dialect, &fact.id)).collect();
    let writer =
        Writer { dialect, exprs: &lower.exprs, layers: &layers, columns: &columns, names: &names, comments: &comments };
    Ok(head(policy, readings) + &body(&writer, &answer, &names::table(dialect, table)))
}

/// What a reader must know first.
fn head(policy: &Policy, readings: &Readings) -> String {
    let plan = policy.plan();
    let in_force = policy.decider().all_readings(readings);
    let readings: Vec<String> = in_force.0.iter().map(|(switch, option)| format!("{switch}={option}")).collect();
    let readings = if readings.is_empty() { String::new() } else { format!("-- {}\n", readings.join(", ")) };
    let head = format!("-- {} {}, sha256 {}\n{readings}", plan.id, plan.name.zh, plan.hash);
    head + "-- amounts in fen; NULL is a fact left out\n"
}

/// The steps and the answer.
fn body(writer: &Writer<'_>, answer: &Answer, table: &str) -> String {
    let roots = [answer.award, answer.reason];
    let mut needed: Vec<BTreeSet<Id>> = Vec::new();
    let mut later: BTreeSet<Id> = roots.iter().flat_map(|root| writer.refers(*root)).collect();
    for step in writer.layers.steps.iter().rev() {
        needed.push(later.clone());
        later.extend(step.iter().flat_map(|id| writer.refers(*id)));
    }
    needed.reverse();
    let fenced = writer.layers.fenced(writer.exprs, FENCED_ABOVE);
    let (mut text, mut from) = (String::new(), table.to_owned());
    for (number, needed) in needed.iter().enumerate() {
        let is_fenced = fenced.get(number).copied().unwrap_or(false);
        text.push_str(&step(writer, number, needed, &from, is_fenced));
        from = format!("step_{}", number + 1);
    }
    let lines = [
        "id".to_owned(),
        format!("{} as award_fen", writer.whole(answer.award)),
        format!("{} as reason", writer.whole(answer.reason)),
    ];
    text + &format!("select\n{}\nfrom {from}\n", indented(&lines.join(",\n")))
}

/// One step: the columns that later ones need, and those it computes.
fn step(writer: &Writer<'_>, number: usize, needed: &BTreeSet<Id>, from: &str, is_fenced: bool) -> String {
    let step = &writer.layers.steps[number];
    let is_before = |id: &&Id| writer.layers.step_of.get(*id).is_none_or(|of| *of < number);
    let kept: BTreeSet<String> = needed.iter().filter(is_before).map(|id| writer.column(*id)).collect();
    let columns: Vec<String> = std::iter::once("id".to_owned()).chain(kept).collect();
    let mut lines = vec![columns.join(", ")];
    for id in step.iter().filter(|id| needed.contains(id)) {
        let comment = writer.comments.get(id).map(|words| format!("-- {words}\n")).unwrap_or_default();
        lines.push(format!("{comment}{} as {}", writer.whole(*id), writer.column(*id)));
    }
    let (before, after) = match writer.dialect {
        Dialect::Sqlite if is_fenced => (" materialized", ""),
        // Keeps the planner from writing the columns out wherever they are used.
        Dialect::Postgres if is_fenced => ("", "\n  offset 0"),
        Dialect::Postgres | Dialect::Sqlite | Dialect::DuckDb | Dialect::ClickHouse | Dialect::Spark => ("", ""),
    };
    let word = if number == 0 { "with" } else { "," };
    let columns = indented(&indented(&lines.join(",\n")));
    format!("{word} step_{} as{before} (\n  select\n{columns}\n  from {from}{after}\n)\n", number + 1)
}

/// Names for what the steps compute, after the rules they belong to, and comments with their clauses.
fn called(
    policy: &Policy,
    lower: &Lower<'_>,
    layers: &Layers,
    answer: &Answer,
    dialect: Dialect,
) -> (BTreeMap<Id, String>, BTreeMap<Id, String>) {
    let plan = policy.plan();
    let mut taken: BTreeSet<String> = lower.kernel.facts.iter().map(|fact| fact.id.clone()).collect();
    taken.extend(super::ANSWER.map(str::to_owned));
    let (mut names, mut comments) = (BTreeMap::new(), BTreeMap::new());
    for id in layers.steps.iter().flatten() {
        let rule = lower.slots.get(id).and_then(|slot| lower.kernel.names.iter().find(|name| name.slot == *slot));
        let base = match rule {
            Some(rule) => rule.id.replace('-', "_"),
            None if *id == answer.failed => "failed".to_owned(),
            None => "part".to_owned(),
        };
        let mut name = base.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        names.insert(*id, names::name(dialect, &name));
        if let Some(rule) = rule {
            let label = plan.label(&rule.id).map(|text| text.zh.as_str()).unwrap_or_default();
            comments.insert(*id, format!("{} {label}", rule.clause));
        }
    }
    for (test, number) in &answer.checks {
        if let Some(requirement) = plan.requirements.get(*number) {
            comments.entry(*test).or_insert_with(|| format!("{} {}", requirement.clause, requirement.condition.zh));
        }
    }
    (names, comments)
}

pub(super) fn table(
    policy: &Policy,
    kernel: &Kernel,
    dialect: Dialect,
    table: &str,
    never_null: &BTreeSet<usize>,
) -> String {
    let scale = policy.compiled().ratio_unit / RATIO_PARTS;
    let mut lines = vec![match dialect {
        Dialect::ClickHouse => "id Int64".to_owned(),
        Dialect::Postgres | Dialect::Sqlite | Dialect::DuckDb | Dialect::Spark => "id bigint not null".to_owned(),
    }];
    for (place, fact) in kernel.facts.iter().enumerate() {
        let (name, ty) = (names::name(dialect, &fact.id), dialect.column(column_kind(fact.ty)));
        let check = held(fact, dialect, &name, scale);
        lines.push(match (dialect, never_null.contains(&place)) {
            (Dialect::ClickHouse, true) => format!("{name} {ty}"),
            (Dialect::ClickHouse, false) => format!("{name} Nullable({ty})"),
            (Dialect::Postgres | Dialect::Sqlite | Dialect::DuckDb | Dialect::Spark, never) => {
                format!("{name} {ty}{}{check}", if never { " not null" } else { "" })
            }
        });
    }
    let after = if dialect == Dialect::ClickHouse { " engine = MergeTree order by id" } else { "" };
    format!("create table {} (\n{}\n){after}\n", names::table(dialect, table), indented(&lines.join(",\n")))
}

/// The declared range of a fact as a check, where the database has checks.
fn held(fact: &KernelFact, dialect: Dialect, name: &str, scale: i64) -> String {
    match dialect {
        Dialect::ClickHouse | Dialect::Spark => return String::new(),
        Dialect::Postgres | Dialect::Sqlite | Dialect::DuckDb => {}
    }
    let between = |low: String, high: String| format!(" check ({name} between {low} and {high})");
    match fact.ty {
        Ty::Bool | Ty::Text | Ty::Exact(_) | Ty::Duration(_) => String::new(),
        Ty::Member(_) => {
            let members: Vec<String> = fact.members.iter().map(|member| format!("'{member}'")).collect();
            format!(" check ({name} in ({}))", members.join(", "))
        }
        Ty::Date => between(dialect.date(fact.low), dialect.date(fact.high)),
        Ty::Ratio => between(dialect.int(fact.low / scale), dialect.int(fact.high / scale)),
        Ty::Money | Ty::Integer => match (fact.low, fact.high) {
            (i64::MIN, i64::MAX) => String::new(),
            (i64::MIN, high) => format!(" check ({name} <= {high})"),
            (low, i64::MAX) => format!(" check ({name} >= {low})"),
            (low, high) => between(dialect.int(low), dialect.int(high)),
        },
    }
}
