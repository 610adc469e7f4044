//! What must hold for any claim and any bytes.

use jiff::civil::date;
use policy::decision::{Decision, Outcome};
use policy::facts::{Facts, Readings};
use policy::format::format;
use policy::lines::decide_line;
use policy::money::Fen;
use policy::policy::Policy;
use policy::runner::Runner;
use policy::text::Lang;
use policy::value::Value;
use proptest::prelude::*;
use std::sync::LazyLock;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::load(SOURCE).expect("the shipped document loads"));

/// A claim on which everything but the amounts is in order.
fn claim(stream: &str, kind: &str, revenue: i64, paid: i64, used: i64) -> Facts {
    let yes = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"];
    yes.iter()
        .fold(Facts::new(), |facts, id| facts.with(id, Value::Bool(true)))
        .with("stream", Value::Member(stream.to_owned()))
        .with("kind", Value::Member(kind.to_owned()))
        .with("revenue_fen", Value::Money(Fen::new(revenue)))
        .with("paid_fen", Value::Money(Fen::new(paid)))
        .with("years_used", Value::Integer(used))
        .with("service_date", Value::Date(date(2020, 6, 15)))
}

fn streams() -> impl Strategy<Value = (&'static str, &'static str, i64)> {
    prop_oneof![
        Just(("industrial", "industrial", 200_000_000)),
        Just(("software", "software", 50_000_000)),
        Just(("city_service", "institution", 100_000_000)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_award_is_at_most_half_of_what_was_paid_and_at_most_the_cap(
        (stream, kind, most) in streams(),
        revenue in 0_i64..=900_000_000_000_000,
        paid in 1_i64..=90_000_000_000_000_000,
    ) {
        let facts = claim(stream, kind, revenue, paid, 0);
        let outcome = POLICY.outcome(&facts, &Readings::default());
        let award = outcome.award().fen();
        prop_assert!(award * 2 <= paid && award <= most);
        let capped = outcome.reason() == "CAPPED";
        prop_assert!(capped == (award < paid / 2));
    }

    #[test]
    fn a_runner_says_in_short_what_a_decision_says_in_full(
        (stream, kind, _) in streams(),
        revenue in proptest::option::of(0_i64..=900_000_000_000),
        paid in prop_oneof![Just(0), 1_i64..=900_000_000],
        used in 0_i64..=4,
    ) {
        let mut facts = claim(stream, kind, 0, paid, used);
        match revenue {
            Some(revenue) => facts = facts.with("revenue_fen", Value::Money(Fen::new(revenue))),
            None => drop(facts.values.remove("revenue_fen")),
        }
        let mut runner = Runner::new(&POLICY, &Readings::default());
        let prepared = runner.prepare(&facts);
        let verdict = runner.decide(&prepared);
        let outcome = POLICY.outcome(&facts, &Readings::default());
        prop_assert_eq!(verdict.award, outcome.award());
        prop_assert_eq!(verdict.reason, outcome.reason());
        prop_assert_eq!(runner.spell_out(&prepared), POLICY.decide(&facts, &Readings::default()));
    }

    #[test]
    fn paying_more_never_lowers_the_award((stream, kind, _) in streams(), revenue in 0_i64..=900_000_000_000, paid in 1_i64..=600_000_000, more in 0_i64..=600_000_000) {
        let award = |paid| POLICY.outcome(&claim(stream, kind, revenue, paid, 0), &Readings::default()).award();
        prop_assert!(award(paid) <= award(paid + more));
    }

    #[test]
    fn a_decision_replays_after_a_trip_through_json((stream, kind, _) in streams(), revenue in 0_i64..=900_000_000_000, paid in 0_i64..=600_000_000, used in 0_i64..5) {
        let decision = POLICY.decide(&claim(stream, kind, revenue, paid, used), &Readings::default());
        let text = serde_json::to_string(&decision).expect("a decision is JSON");
        let back: Decision = serde_json::from_str(&text).expect("and comes back");
        prop_assert_eq!(&back, &decision);
        prop_assert!(POLICY.replays(&back));
        prop_assert!(!back.explain(&POLICY, Lang::En).is_empty());
    }

    #[test]
    fn leaving_a_fact_out_never_turns_an_award_into_a_refusal((stream, kind, _) in streams(), revenue in 0_i64..=900_000_000_000, paid in 1_i64..=600_000_000, left_out in 0_usize..12) {
        let mut facts = claim(stream, kind, revenue, paid, 0);
        let id = facts.values.keys().nth(left_out).cloned().unwrap_or_default();
        facts.values.remove(&id);
        let outcome = POLICY.outcome(&facts, &Readings::default());
        prop_assert!(!matches!(outcome, Outcome::Refused { .. }), "{id}: {outcome:?}");
    }

    #[test]
    fn any_line_is_answered(line in "\\PC{0,120}") {
        let answer = decide_line(&POLICY, &Readings::default(), &line);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&answer).is_ok());
    }

    #[test]
    fn any_text_gives_diagnostics_and_no_panic(text in "(?s).{0,200}") {
        let document = format!("# 一 甲 [规则]\n```policy\n{text}\n```\n| 甲 | 乙 |\n|---|---|\n| {text} |\n");
        prop_assert!(Policy::load(&document).is_err());
        let _ = Policy::load(&text);
        let _ = format(&document, Lang::En);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_with_characters_lost_or_doubled_never_panics(at in 0_usize..20_000, length in 0_usize..12, twice in any::<bool>()) {
        let chars: Vec<char> = SOURCE.chars().collect();
        let (at, end) = (at.min(chars.len()), (at + length).min(chars.len()));
        let middle = if twice { &chars[at..end] } else { &[] };
        let text: String = chars[..end].iter().chain(middle).chain(&chars[end..]).collect();
        let cut: String = chars[..at].iter().chain(&chars[end..]).collect();
        for text in [text, cut] {
            if let Err(found) = Policy::load(&text) {
                prop_assert!(!found.render("x", Lang::Zh).is_empty());
            }
        }
    }
}

#[test]
fn deep_and_long_expressions_are_refused_not_overflowed() {
    for body in
        ["（".repeat(5_000), "非 ".repeat(5_000), "若 ".repeat(5_000), "1 + ".repeat(5_000), "真 且 ".repeat(5_000)]
    {
        let document = format!("# 一 甲 [规则]\n```policy\n须 {body}；不符 X\n```\n");
        assert!(Policy::load(&document).is_err());
    }
}
