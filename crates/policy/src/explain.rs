//! A decision in words: a ladder of steps for a page, and the same as plain text.
//!
//! Nothing is decided here; every sentence is made from the records of the decision and the names in the plan.

use crate::decision::{Decision, LadderStep, Mark, Operation, Outcome, StepRecord};
use crate::money::{Fen, Ratio, Rounding};
use crate::plan::Plan;
use crate::plan::money_rules::Requirement;
use crate::policy::Policy;
use crate::text::{Lang, Text};
use crate::value::Value;

impl Decision {
    /// The steps as rungs: requirements first, then what made the amount.
    pub fn ladder(&self, policy: &Policy, lang: Lang) -> Vec<LadderStep> {
        let of = |step: &StepRecord| {
            let rung = rung(policy.plan(), step, lang);
            if self.is_for_others(policy, step) {
                let result = Text::new("不适用", "does not apply").get(lang).to_owned();
                return LadderStep { result, mark: Mark::Aside, ..rung };
            }
            rung
        };
        self.steps.iter().map(of).collect()
    }

    /// Whether a step is a requirement of a clause that is for other claims: it holds, and says nothing of this one.
    fn is_for_others(&self, policy: &Policy, step: &StepRecord) -> bool {
        let applies = requirement(policy.plan(), step).and_then(|one| one.applies.as_ref());
        step.operation == Operation::Requirement
            && applies.is_some_and(|applies| policy.condition(applies, &self.facts, &self.readings) == Some(false))
    }

    /// The outcome in one sentence.
    pub fn headline(&self, policy: &Policy, lang: Lang) -> String {
        headline(policy.plan(), &self.outcome, lang).get(lang).to_owned()
    }

    /// The whole decision as text for people: outcome, steps with their clauses, what would change it.
    pub fn explain(&self, policy: &Policy, lang: Lang) -> String {
        let mut lines = vec![self.headline(policy, lang)];
        for step in self.ladder(policy, lang) {
            let mark = match step.mark {
                Mark::Ok => "✓",
                Mark::Failed => "✗",
                Mark::Unknown => "?",
                Mark::Lowered => "↓",
                Mark::Aside => "–",
            };
            let clause =
                step.document.map_or_else(|| step.clause.clone(), |document| format!("{document} {}", step.clause));
            lines.push(match lang {
                Lang::Zh => format!("  {mark} [{clause}] {}：{}", step.sentence, step.result),
                Lang::En => format!("  {mark} [{clause}] {}: {}", step.sentence, step.result),
            });
        }
        for other in &self.counterfactuals {
            lines.push(format!("  → {}", other.words.get(lang)));
        }
        let policy_line = match lang {
            Lang::Zh => format!("  依据 {} {}", self.policy, self.hash.get(..12).unwrap_or_default()),
            Lang::En => format!("  under {} {}", self.policy, self.hash.get(..12).unwrap_or_default()),
        };
        lines.push(policy_line);
        for above in policy.plan().inherits.iter().flat_map(|one| &one.above) {
            let hash = above.hash.get(..12).unwrap_or_default();
            lines.push(match lang {
                Lang::Zh => format!("  继承 {} {hash}", above.id),
                Lang::En => format!("  inherits {} {hash}", above.id),
            });
        }
        lines.join("\n") + "\n"
    }
}

fn headline(plan: &Plan, outcome: &Outcome, lang: Lang) -> Text {
    let names = |ids: &[String]| {
        let name = |id: &String| plan.label(id).map_or_else(|| id.clone(), |text| text.get(lang).to_owned());
        ids.iter().map(name).collect::<Vec<String>>().join(if lang == Lang::Zh { "、" } else { ", " })
    };
    match outcome {
        Outcome::Award { fen, code } => {
            let words = plan.code_words(code);
            Text::new(
                format!("补贴 {fen}（{}）", words.zh),
                format!("Subsidy {} ({})", money(*fen, Lang::En), words.en),
            )
        }
        Outcome::Refused { failed } => {
            let all: Vec<Text> = failed.iter().map(|code| plan.code_words(code)).collect();
            let zh: Vec<&str> = all.iter().map(|text| text.zh.as_str()).collect();
            let en: Vec<&str> = all.iter().map(|text| text.en.as_str()).collect();
            Text::new(format!("不予补贴：{}", zh.join("；")), format!("No subsidy: {}", en.join("; ")))
        }
        Outcome::Pending { missing } => {
            Text::new(format!("还需要：{}", names(missing)), format!("Still needed: {}", names(missing)))
        }
        Outcome::Held { awaiting } => {
            Text::new(format!("等待裁定：{}", names(awaiting)), format!("Awaiting a ruling: {}", names(awaiting)))
        }
    }
}

fn money(fen: Fen, lang: Lang) -> String {
    match lang {
        Lang::Zh => fen.to_string(),
        Lang::En => format!("{} yuan", fen.to_string().trim_end_matches('元')),
    }
}

/// One rung.
fn rung(plan: &Plan, step: &StepRecord, lang: Lang) -> LadderStep {
    let inputs: Vec<(String, String)> = step
        .inputs
        .iter()
        .map(|(id, value)| {
            (
                input_name(plan, id, lang),
                value.as_ref().map_or_else(|| unknown(lang), |value| plan.show(id, value, lang)),
            )
        })
        .collect();
    let (sentence, mark) = sentence(plan, step, &inputs, lang);
    let result = result(plan, step, lang);
    let document = plan.origin(&step.clause).map(|above| above.name.get(lang).to_owned());
    LadderStep { clause: step.clause.clone(), document, sentence, inputs, result, mark }
}

fn unknown(lang: Lang) -> String {
    match lang {
        Lang::Zh => "未知",
        Lang::En => "unknown",
    }
    .to_owned()
}

/// The name of an input; `rate` and `limit` are what a share and a cut call theirs.
fn input_name(plan: &Plan, id: &str, lang: Lang) -> String {
    let own = match id {
        "limit" => Some(Text::new("上限", "Limit")),
        "rate" => Some(Text::new("比例", "Rate")),
        _ => None,
    };
    plan.label(id).or(own.as_ref()).map_or_else(|| id.to_owned(), |text| text.get(lang).to_owned())
}

/// What was done, with the inputs in it.
fn sentence(plan: &Plan, step: &StepRecord, inputs: &[(String, String)], lang: Lang) -> (String, Mark) {
    let known = if step.value.is_some() { Mark::Ok } else { Mark::Unknown };
    let listed = |between: &str| {
        inputs.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<String>>().join(between)
    };
    let label = plan.label(&step.rule).map_or_else(|| step.rule.clone(), |text| text.get(lang).to_owned());
    let zh = lang == Lang::Zh;
    match &step.operation {
        Operation::Requirement => {
            let mark = match step.value {
                Some(Value::Bool(false)) => Mark::Failed,
                Some(_) => Mark::Ok,
                None => Mark::Unknown,
            };
            (required(plan, step, &listed(if zh { "，" } else { ", " }), lang), mark)
        }
        Operation::LookUp => {
            let is_marginal = plan.standards.iter().any(|one| one.id == step.rule && one.marginal);
            let words = match (zh, is_marginal) {
                (true, false) => format!("按{}查{label}", listed("，")),
                (true, true) => format!("按{}分段计算{label}", listed("，")),
                (false, false) => format!("{label} by {}", listed(", ")),
                (false, true) => format!("{label} by brackets of {}", listed(", ")),
            };
            (words, known)
        }
        Operation::Compute | Operation::Amount => (label, known),
        Operation::Share { ratio, granule, rounding } => {
            let granule = granule.map_or_else(|| unknown(lang), |fen| granule_name(fen, lang));
            let what = share_of(plan, step, *ratio, inputs, lang);
            let direction = direction(*rounding, lang);
            let words = if zh {
                format!("{what}，精确到{granule}，{direction}")
            } else {
                format!("{what}, to the {granule}, {direction}")
            };
            (words, known)
        }
        Operation::Cut { less: Some(less), lowered, .. } => {
            let less = plan.show("", &Value::Money(*less), lang);
            let mark = if *lowered { Mark::Lowered } else { known };
            (if zh { format!("扣除 {less}") } else { format!("Less {less}") }, mark)
        }
        Operation::Cut { limit, lowered, .. } => {
            let limit = limit.map_or_else(|| unknown(lang), |fen| plan.show("", &Value::Money(fen), lang));
            let mark = if *lowered { Mark::Lowered } else { known };
            (if zh { format!("不超过上限 {limit}") } else { format!("No more than the cap of {limit}") }, mark)
        }
    }
}

/// One ratio of an amount; or, where several products were added up, the formula with what stood in it.
fn share_of(plan: &Plan, step: &StepRecord, ratio: Option<Ratio>, inputs: &[(String, String)], lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let amounts = inputs.iter().filter(|(_, value)| !value.ends_with('%'));
    let amounts: Vec<String> = amounts.map(|(name, value)| format!("{name} {value}")).collect();
    let amounts = amounts.join(if zh { "，" } else { ", " });
    let formula = plan.awards.iter().find(|award| award.id == step.rule).map(|award| &award.formula);
    match (ratio, formula) {
        (None, Some(formula)) if step.value.is_some() && zh => format!("{}（{amounts}）", formula.zh),
        (None, Some(formula)) if step.value.is_some() => format!("{} ({amounts})", formula.en),
        (ratio, _) => {
            let ratio = ratio.map_or_else(|| unknown(lang), |ratio| ratio.to_string());
            if zh { format!("{amounts} 的 {ratio}") } else { format!("{ratio} of {amounts}") }
        }
    }
}

/// A requirement with what was found: in Chinese the condition as the document writes it, in English the facts.
fn required(plan: &Plan, step: &StepRecord, found: &str, lang: Lang) -> String {
    let condition = requirement(plan, step).map_or("", |requirement| requirement.condition.zh.as_str());
    let one_yes_or_no = matches!(step.inputs.as_slice(), [(_, None | Some(Value::Bool(_)))]);
    match (lang, one_yes_or_no) {
        (Lang::En, _) => format!("Required: {found}"),
        (Lang::Zh, true) => format!("须 {condition}"),
        (Lang::Zh, false) => format!("须 {condition}（{found}）"),
    }
}

/// The requirement that a step tested.
fn requirement<'p>(plan: &'p Plan, step: &StepRecord) -> Option<&'p Requirement> {
    let stands_here = |one: &&Requirement| one.code == step.rule && one.clause == step.clause;
    plan.requirements.iter().find(stands_here).or(plan.requirement(&step.rule))
}

fn granule_name(fen: Fen, lang: Lang) -> String {
    match (fen, lang) {
        (Fen::ONE, Lang::Zh) => "分".to_owned(),
        (Fen::ONE, Lang::En) => "fen".to_owned(),
        (Fen::YUAN, Lang::Zh) => "元".to_owned(),
        (Fen::YUAN, Lang::En) => "yuan".to_owned(),
        (_, Lang::Zh) => fen.short(),
        (_, Lang::En) => money(fen, lang),
    }
}

fn direction(rounding: Rounding, lang: Lang) -> &'static str {
    match (rounding, lang) {
        (Rounding::Down, Lang::Zh) => "尾数舍去",
        (Rounding::Up, Lang::Zh) => "尾数进一",
        (Rounding::Half, Lang::Zh) => "四舍五入",
        (Rounding::Down, Lang::En) => "rounded down",
        (Rounding::Up, Lang::En) => "rounded up",
        (Rounding::Half, Lang::En) => "rounded half up",
    }
}

/// What came of it: for a requirement, met or the words of its failure.
fn result(plan: &Plan, step: &StepRecord, lang: Lang) -> String {
    match (&step.operation, &step.value) {
        (_, None) => unknown(lang),
        (Operation::Requirement, Some(Value::Bool(true))) => Text::new("符合", "met").get(lang).to_owned(),
        (Operation::Requirement, Some(_)) => plan.code_words(&step.rule).get(lang).to_owned(),
        (_, Some(Value::Money(fen))) => money(*fen, lang),
        (_, Some(value)) => plan.show(&step.rule, value, lang),
    }
}
