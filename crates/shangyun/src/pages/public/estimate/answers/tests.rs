//! The self-check asks exactly what the policy needs and ends where the policy ends.

use super::*;
use jiff::civil::date;
use policy::money::Fen;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    Policy::load(include_str!("../../../../../../../policies/shenyang-2018.policy.md")).expect("the shipped plan loads")
});

/// A whole claim with everything in order, by fact.
fn claim(stream: &str, kind: &str, (revenue, paid): (Option<i64>, i64)) -> BTreeMap<String, Value> {
    let yes = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"];
    let mut facts: BTreeMap<String, Value> = yes.iter().map(|id| ((*id).to_owned(), Value::Bool(true))).collect();
    facts.insert("stream".to_owned(), Value::Member(stream.to_owned()));
    facts.insert("kind".to_owned(), Value::Member(kind.to_owned()));
    facts.insert("paid_fen".to_owned(), Value::Money(Fen::new(paid)));
    facts.insert("years_used".to_owned(), Value::Integer(0));
    facts.insert("service_date".to_owned(), Value::Date(date(2020, 6, 15)));
    if let Some(revenue) = revenue {
        facts.insert("revenue_fen".to_owned(), Value::Money(Fen::new(revenue)));
    }
    facts
}

fn all(claim: &BTreeMap<String, Value>) -> Facts {
    claim.iter().fold(Facts::new(), |facts, (id, value)| facts.with(id, value.clone()))
}

/// Answers every question out of the claim; gives what was asked, in order, and the decision at the end.
fn play(claim: &BTreeMap<String, Value>) -> (Vec<String>, Decision) {
    let (mut answers, mut asked) = (Answers::default(), Vec::new());
    for _ in 0..50 {
        match next(&POLICY, &Readings::default(), &answers) {
            Next::Done(decision) => return (asked, *decision),
            Next::Ask { fact, .. } => {
                let value = claim.get(&fact).unwrap_or_else(|| panic!("`{fact}` is asked for nothing")).clone();
                answers.known.push((fact.clone(), value));
                asked.push(fact);
            }
        }
    }
    panic!("the questions never end: {asked:?}")
}

/// Stream, kind, revenue and payment in fen, award in fen: SY01 to SY15.
const VECTORS: [(&str, &str, Option<i64>, i64, i64); 16] = [
    ("industrial", "industrial", Some(500_000_000_000), 400_000_000, 200_000_000),
    ("industrial", "industrial", Some(499_999_999_999), 400_000_000, 150_000_000),
    ("industrial", "industrial", Some(40_000_000_000), 299_999_999, 149_999_999),
    ("industrial", "industrial", Some(39_999_999_999), 200_000_001, 100_000_000),
    ("industrial", "industrial", Some(2_000_000_000), 12_345_677, 6_172_838),
    ("industrial", "industrial", Some(2_000_000_000), 200_000_002, 100_000_000),
    ("industrial", "industrial", Some(1_999_999_999), 60_000_000, 30_000_000),
    ("industrial", "industrial", Some(0), 70_000_000, 30_000_000),
    ("software", "software", Some(10_000_000_000), 100_000_000, 50_000_000),
    ("software", "software", Some(9_999_999_999), 100_000_000, 30_000_000),
    ("software", "software", Some(1_000_000_000), 60_000_002, 30_000_000),
    ("software", "software", Some(999_999_999), 40_000_000, 20_000_000),
    ("software", "software", Some(50_000_000), 39_999_999, 19_999_999),
    ("software", "software", Some(49_999_999), 30_000_000, 10_000_000),
    ("city_service", "institution", None, 199_999_998, 99_999_999),
    ("city_service", "institution", None, 200_000_100, 100_000_000),
];

#[test]
fn the_self_check_ends_with_the_answer_of_the_policy() {
    for (stream, kind, revenue, paid, award) in VECTORS {
        let claim = claim(stream, kind, (revenue, paid));
        let (asked, decision) = play(&claim);
        assert_eq!(decision, POLICY.decide(&all(&claim), &Readings::default()), "{stream} {revenue:?} {paid}");
        assert_eq!(decision.outcome.award(), Fen::new(award), "{stream} {revenue:?} {paid}");
        assert_eq!(asked.first().map(String::as_str), Some("stream"));
    }
}

#[test]
fn every_question_is_asked_once_and_none_that_does_not_matter() {
    let (asked, _) = play(&claim("industrial", "industrial", (Some(0), 100)));
    let once: BTreeSet<&String> = asked.iter().collect();
    assert_eq!(once.len(), asked.len());
    assert_eq!(asked.len(), 12, "{asked:?}");
    let (asked, _) = play(&claim("city_service", "institution", (None, 100)));
    assert!(!asked.contains(&"revenue_fen".to_owned()), "revenue does not matter for city service");
    assert!(!asked.contains(&"past_fen".to_owned()), "awards so far matter under another reading only");
}

#[test]
fn the_first_obstacle_ends_the_questions() {
    let claim = claim("industrial", "other", (Some(0), 100));
    let (asked, decision) = play(&claim);
    assert_eq!(asked, ["stream", "kind"]);
    assert_eq!(decision.outcome, Outcome::Refused { failed: vec!["KIND_MISMATCH".to_owned()] });
    assert_eq!(mendable(&POLICY, &decision), None, "no answer but another stream would mend it");
}

#[test]
fn what_can_be_mended_may_be_taken_as_mended() {
    let mut claim = claim("software", "software", (Some(0), 1_000_000));
    claim.insert("filed".to_owned(), Value::Bool(false));
    let (asked, decision) = play(&claim);
    assert_eq!(asked.last().map(String::as_str), Some("filed"));
    let mended = mendable(&POLICY, &decision).expect("a filing can be made");
    assert_eq!(mended, ["filed"]);
    let known = asked.iter().map(|id| (id.clone(), claim[id].clone())).collect();
    let answers = Answers { known, ..Answers::default() }.assuming(mended);
    let Next::Ask { fact, .. } = next(&POLICY, &Readings::default(), &answers) else { panic!("it goes on") };
    assert_eq!(fact, "industry_ok");
    assert_eq!(answers.facts(&POLICY, &Readings::default()).value("filed"), Some(&Value::Bool(true)));
}

#[test]
fn what_the_reader_does_not_know_is_named_at_the_end() {
    let mut claim = claim("industrial", "industrial", (None, 100));
    claim.remove("revenue_fen");
    let known = claim.into_iter().collect();
    let answers = Answers { known, skipped: BTreeSet::from(["revenue_fen".to_owned()]), ..Answers::default() };
    let Next::Done(decision) = next(&POLICY, &Readings::default(), &answers) else { panic!("nothing else is asked") };
    assert_eq!(decision.outcome, Outcome::Pending { missing: vec!["revenue_fen".to_owned()] });
}

#[test]
fn answers_stand_in_the_address_as_they_are_read() {
    let known = vec![
        ("stream".to_owned(), Value::Member("software".to_owned())),
        ("revenue_fen".to_owned(), Value::Money(Fen::new(123_456_700))),
        ("filed".to_owned(), Value::Bool(false)),
    ];
    let answers = Answers { known, ..Answers::default() }.assuming(["filed".to_owned()]);
    let address = answers.address(&POLICY);
    assert_eq!(address, "/estimate?policy=shenyang-2018&stream=software&revenue_fen=1%2C234%2C567.00&assume.filed=on");
    let again = answers.without("filed");
    assert!(again.assumed.is_empty() && again.known.iter().all(|(id, _)| id != "filed"));
}
