//! What a decision on the Shenyang plan says, derives and leaves open.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use policy::decision::{Evaluated, Outcome};
use policy::facts::{Facts, NoRegisters, Readings, Row};
use policy::money::{Fen, Rounding};
use policy::plan::procedure::Duration;
use policy::plan::words::{HolidayRule, StepKind};
use policy::policy::Policy;
use policy::text::Lang;
use policy::value::Value;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    Policy::load(include_str!("../../../policies/shenyang-2018.policy.md")).expect("the shipped document loads")
});

fn money(fen: i64) -> Value {
    Value::Money(Fen::new(fen))
}

/// A claim of an industrial enterprise with everything in order.
fn industrial(revenue: i64, paid: i64) -> Facts {
    let yes = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"];
    yes.iter()
        .fold(Facts::new(), |facts, id| facts.with(id, Value::Bool(true)))
        .with("stream", Value::Member("industrial".into()))
        .with("kind", Value::Member("industrial".into()))
        .with("revenue_fen", money(revenue))
        .with("paid_fen", money(paid))
        .with("years_used", Value::Integer(0))
        .with("service_date", Value::Date(date(2020, 6, 15)))
}

fn row(cells: &[(&str, Value)]) -> Row {
    cells.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect::<BTreeMap<_, _>>()
}

#[test]
fn an_award_explains_itself_in_both_tongues() {
    let decision = POLICY.decide(&industrial(40_000_000_000, 400_000_000), &Readings::default());
    let text = format!("{}\n{}", decision.explain(&POLICY, Lang::Zh), decision.explain(&POLICY, Lang::En));
    insta::assert_snapshot!(text.replace(decision.hash.get(..12).unwrap_or_default(), "<hash>"));
}

#[test]
fn a_subsidy_says_how_it_is_rounded_and_what_cuts_it() {
    let award = &POLICY.plan().awards[0];
    let rounding = award.rounding.as_ref().expect("the subsidy is rounded");
    assert_eq!((rounding.unit.zh.as_str(), rounding.direction), ("取整", Rounding::Down));
    let [yearly, lasting] = award.cuts.as_slice() else { panic!("two cuts") };
    assert_eq!((yearly.code.as_str(), yearly.limit.zh.as_str(), &yearly.used), ("CAPPED", "工业上限", &None));
    assert_eq!(lasting.used.as_deref(), Some("past_fen"));
    let condition = lasting.condition.as_ref().map(|text| (text.zh.as_str(), text.en.as_str()));
    assert_eq!(condition, Some(("上限周期 是 多年累计", "cap_period is lifetime")));
    assert_eq!(POLICY.plan().code_words("CAPPED").en, "Cut to the cap");
}

#[test]
fn the_document_is_kept_byte_for_byte() {
    assert_eq!(POLICY.source(), include_str!("../../../policies/shenyang-2018.policy.md"));
}

#[test]
fn a_refusal_names_every_ground_and_what_would_pass() {
    let facts = industrial(40_000_000_000, 0)
        .with("service_date", Value::Date(date(2018, 9, 1)))
        .with("years_used", Value::Integer(3))
        .with("filed", Value::Bool(false));
    let decision = POLICY.decide(&facts, &Readings::default());
    let text = format!("{}\n{}", decision.explain(&POLICY, Lang::Zh), decision.explain(&POLICY, Lang::En));
    insta::assert_snapshot!(text.replace(decision.hash.get(..12).unwrap_or_default(), "<hash>"));
}

#[test]
fn a_missing_paper_makes_the_case_wait_and_names_the_fact() {
    let mut facts = industrial(0, 100);
    facts.values.remove("revenue_fen");
    let decision = POLICY.decide(&facts, &Readings::default());
    assert_eq!(decision.outcome, Outcome::Pending { missing: vec!["revenue_fen".into()] });
    assert_eq!(decision.headline(&POLICY, Lang::Zh), "还需要：上年度营业收入");
}

#[test]
fn a_value_outside_its_range_is_no_value() {
    let decision = POLICY.decide(&industrial(-1, 100), &Readings::default());
    assert_eq!(decision.outcome, Outcome::Pending { missing: vec!["revenue_fen".into()] });
}

#[test]
fn the_other_readings_are_worked_out() {
    let facts = industrial(40_000_000_000, 300_000_001).with("past_fen", money(100_000_000));
    let others = POLICY.other_readings(&facts, &Readings::default());
    let award = |switch: &str, option: &str| {
        let found = others.iter().find(|(s, o, _)| s == switch && o == option).expect("the option is there");
        found.2.outcome.award()
    };
    assert_eq!(award("cap_period", "lifetime"), Fen::new(50_000_000));
    assert_eq!(award("rounding", "to_yuan"), Fen::new(150_000_000));
    assert_eq!(award("term_start", "january"), Fen::new(150_000_000));
    assert_eq!(others.len(), 9);
}

#[test]
fn a_case_denied_only_by_an_adverse_reading_awaits_a_ruling() {
    let institution = industrial(40_000_000_000, 100_000).with("kind", Value::Member("institution".into()));
    assert_eq!(POLICY.outcome(&institution, &Readings::default()).reason(), "KIND_MISMATCH");
    assert_eq!(POLICY.awaiting_ruling(&institution, &Readings::default()), ["institution_streams"]);
    let ruled = Readings::default().with("institution_streams", "all");
    assert_eq!(POLICY.outcome(&institution, &ruled).reason(), "FULL");
    assert!(POLICY.awaiting_ruling(&industrial(0, 100), &Readings::default()).is_empty());
}

#[test]
fn what_was_paid_is_the_lowest_of_contract_payment_and_invoice_by_days() {
    let (from, to) = (Value::Date(date(2020, 1, 1)), Value::Date(date(2021, 12, 31)));
    let line = |extra: &[(&str, Value)]| {
        let mut cells = vec![("starts", from.clone()), ("ends", to.clone())];
        cells.extend(extra.iter().cloned());
        row(&cells)
    };
    let contract = line(&[("amount", money(7_310_000)), ("cloud", Value::Bool(true))]);
    let hardware = line(&[("amount", money(9_000_000)), ("cloud", Value::Bool(false))]);
    let own = Value::Bool(true);
    let paid = line(&[("amount", money(7_320_000)), ("refunded", money(10_000)), ("unused", money(0)), ("own", own)]);
    let invoice = line(&[("amount", money(7_310_000)), ("counted", money(7_310_000)), ("cloud", Value::Bool(true))]);
    let facts = Facts::new()
        .with("stream", Value::Member("industrial".into()))
        .with("service_date", Value::Date(date(2020, 1, 1)))
        .with_rows("contract_line", vec![contract, hardware])
        .with_rows("payment", vec![paid])
        .with_rows("invoice_line", vec![invoice])
        .with_rows("past_award", Vec::new());
    let derived = POLICY.derive(&facts, &Readings::default(), &NoRegisters);
    assert_eq!(derived.value("paid_fen"), Some(&money(3_660_000)));
    assert_eq!(derived.value("years_used"), Some(&Value::Integer(0)));

    let mut open = facts;
    open.records.entry("payment".into()).and_modify(|rows| rows.complete = false);
    assert_eq!(POLICY.derive(&open, &Readings::default(), &NoRegisters).value("paid_fen"), None);
}

#[test]
fn years_are_counted_per_stream_or_in_all_as_the_reading_says() {
    let award = |stream: &str| row(&[("stream", Value::Member(stream.into())), ("amount", money(5_000))]);
    let facts = Facts::new()
        .with("stream", Value::Member("industrial".into()))
        .with_rows("past_award", vec![award("industrial"), award("software"), award("industrial")]);
    let derived = |readings: &Readings| POLICY.derive(&facts, readings, &NoRegisters);
    assert_eq!(derived(&Readings::default()).value("years_used"), Some(&Value::Integer(2)));
    assert_eq!(derived(&Readings::default()).value("past_fen"), Some(&money(10_000)));
    assert_eq!(derived(&Readings::default().with("years_basis", "all")).value("years_used"), Some(&Value::Integer(3)));
}

#[test]
fn operating_is_computed_and_never_taken_as_stated() {
    let facts = Facts::new()
        .with("service_date", Value::Date(date(2020, 6, 15)))
        .with("founded_on", Value::Date(date(2019, 12, 31)))
        .with("operating", Value::Bool(false));
    let not_listed = |_: &str, _: &str, _: Date| Some(false);
    let derived = |facts: &Facts| POLICY.derive(facts, &Readings::default(), &not_listed).value("operating").cloned();
    assert_eq!(derived(&facts), Some(Value::Bool(true)));
    assert_eq!(derived(&facts.clone().with("founded_on", Value::Date(date(2020, 1, 1)))), Some(Value::Bool(false)));
    let listed = |register: &str, subject: &str, _: Date| Some(register == "abnormal" && subject == "enterprise");
    assert_eq!(POLICY.derive(&facts, &Readings::default(), &listed).value("operating"), Some(&Value::Bool(false)));
}

#[test]
fn the_reserve_is_the_lower_of_cap_and_half_of_the_estimate() {
    let facts = industrial(2_000_000_000, 1).with("estimate_fen", money(123_456_789));
    let quantity = |facts: &Facts| POLICY.quantity("reserve_fen", facts, &Readings::default());
    assert_eq!(quantity(&facts), Evaluated::Known(money(61_728_394)));
    assert_eq!(quantity(&facts.clone().with("estimate_fen", money(900_000_000))), Evaluated::Known(money(100_000_000)));
    assert_eq!(quantity(&Facts::new()), Evaluated::Missing(vec!["stream".into(), "estimate_fen".into()]));
    assert_eq!(POLICY.quantity("nothing", &facts, &Readings::default()), Evaluated::Undeclared);
}

#[test]
fn the_procedures_are_there_to_be_walked() {
    let plan = POLICY.plan();
    let ids: Vec<&str> = plan.procedures.iter().map(|procedure| procedure.id.as_str()).collect();
    assert_eq!(ids, ["filing", "follow_up", "claim", "round"]);
    let batch = plan.step("filing", "batch").expect("the batch is a step");
    assert_eq!(batch.kind, StepKind::Batch);
    assert_eq!(batch.cut_off.map(|cut| (cut.day, cut.holiday)), Some((5, HolidayRule::NextWorkday)));
    let notice = plan.step("round", "notice").expect("the notice is a step");
    assert_eq!(notice.deadline, Some(Duration::Workdays(5)));
    let data = plan.step("filing", "data_filing").expect("the data bureau files");
    let condition = data.condition.as_ref().expect("only for city service");
    let with = |stream: &str| {
        POLICY.condition(condition, &Facts::new().with("stream", Value::Member(stream.into())), &Readings::default())
    };
    assert_eq!((with("city_service"), with("software")), (Some(true), Some(false)));
    assert_eq!(POLICY.condition(condition, &Facts::new(), &Readings::default()), None);
    assert_eq!(plan.streams().len(), 3);
    assert_eq!(plan.integer("file_limit_mb"), Some(20));
}

#[test]
fn every_open_question_can_be_found_by_its_number() {
    for number in 1..=41 {
        let code = format!("A{number}");
        assert!(POLICY.plan().open_questions.contains_key(&code), "{code}");
    }
}
