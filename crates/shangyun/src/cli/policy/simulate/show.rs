//! The answer to a scenario as text for people.

use super::super::claims::File;
use super::Answer;
use ::policy::money::Fen;
use ::policy::policy::Policy;
use ::policy::simulate::{Case, Drawn, Group, Moved, Report};
use ::policy::text::Lang;
use ::policy::value::Value;
use std::collections::BTreeSet;

/// What names and amounts are taken from.
pub(in crate::cli::policy) struct Named<'a> {
    pub policy: &'a Policy,
    pub file: &'a File,
    pub lang: Lang,
}

impl Named<'_> {
    pub(super) fn text(&self, answer: &Answer) -> String {
        let mut lines = vec![format!("{} {}", self.say("情景", "scenario"), answer.scenario)];
        lines.extend(self.report(&answer.report));
        if !answer.cliffs.is_empty() {
            lines.push(format!("  {}", self.say("站在坎上（界线两侧 1% 以内）", "at a cliff (within 1% of a bound)")));
        }
        for cliff in &answer.cliffs {
            let at = self.policy.plan().show(&cliff.fact, &cliff.at, self.lang);
            let (below, above) = (self.say("以下", "below"), self.say("以上", "above"));
            let step = self.say("最多差", "largest step");
            lines.push(format!(
                "    {} {at}: {} {below}, {} {above}, {step} {}",
                cliff.name.get(self.lang),
                cliff.below,
                cliff.above,
                self.money(cliff.step)
            ));
        }
        lines.join("\n") + "\n\n"
    }

    /// The sums, groups, reasons, budgets and the claims that move most.
    pub fn report(&self, report: &Report) -> Vec<String> {
        let side = |words: &str, total: Fen, awarded: u64| {
            format!("  {words}: {} ({awarded} {})", self.money(total), self.say("件有补贴", "awarded"))
        };
        let moved = |words: &str, moved: Moved| {
            format!("  {words}: {} {}, {}", moved.claims, self.say("件", "claims"), self.money(moved.by))
        };
        let by = Fen::new(report.scenario.total.fen().saturating_sub(report.base.total.fen()));
        let mut lines = vec![
            format!("  {}: {}", self.say("申报", "claims"), report.claims),
            side(self.say("现行", "now"), report.base.total, report.base.awarded),
            side(self.say("改后", "then"), report.scenario.total, report.scenario.awarded),
            format!("  {}: {}", self.say("相差", "difference"), self.money(by)),
            moved(self.say("增加", "more"), report.gain),
            moved(self.say("减少", "less"), report.lose),
            format!("  {}: {} {}", self.say("不变", "same"), report.same, self.say("件", "claims")),
        ];
        lines.extend(report.groups.iter().flat_map(|group| self.group(group)));
        lines.push(format!("  {}", self.say("理由：现行 → 改后", "reasons: now → then")));
        for row in &report.reasons {
            let words = self.policy.plan().code_words(&row.code);
            lines.push(format!("    {} {}: {} → {}", row.code, words.get(self.lang), row.base, row.scenario));
        }
        for row in &report.purses {
            let (name, limit) = (row.purse.name.get(self.lang), self.money(row.purse.limit));
            lines.push(format!("  {name} {limit}: {} → {}", self.drawn(row.base), self.drawn(row.scenario)));
        }
        lines.extend(self.cases(self.say("增加最多", "gain most"), &report.gains));
        lines.extend(self.cases(self.say("减少最多", "lose most"), &report.losses));
        lines
    }

    fn group(&self, group: &Group) -> Vec<String> {
        let head = format!(
            "  {} {}: {}",
            self.say("按", "by"),
            group.by.get(self.lang),
            self.say("件数，现行 → 改后，增加/减少件数", "claims, now → then, more/less")
        );
        let row = |row: &::policy::simulate::GroupRow| {
            let (now, then) = (self.money(row.base), self.money(row.scenario));
            format!("    {}: {}, {now} → {then}, +{}/-{}", row.name.get(self.lang), row.claims, row.gain, row.lose)
        };
        std::iter::once(head).chain(group.rows.iter().map(row)).collect()
    }

    fn drawn(&self, drawn: Drawn) -> String {
        match drawn.runs_out {
            None => format!("{} {}", self.money(drawn.total), self.say("够用", "lasts")),
            Some(day) => format!(
                "{} {} {day} ({} {})",
                self.money(drawn.total),
                self.say("用完于", "runs out on"),
                drawn.unpaid,
                self.say("件不足", "claims short")
            ),
        }
    }

    fn cases(&self, words: &str, cases: &[Case]) -> Vec<String> {
        if cases.is_empty() {
            return Vec::new();
        }
        let ids = self.file.ids(&cases.iter().map(|case| case.claim).collect::<BTreeSet<usize>>());
        let case = |case: &Case| {
            let id = ids.get(&case.claim).map_or("", String::as_str);
            format!("    {id}: {} → {}", self.money(case.base), self.money(case.scenario))
        };
        std::iter::once(format!("  {words}")).chain(cases.iter().map(case)).collect()
    }

    fn money(&self, amount: Fen) -> String {
        self.policy.plan().show("", &Value::Money(amount), self.lang)
    }

    fn say<'s>(&self, zh: &'s str, en: &'s str) -> &'s str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}
