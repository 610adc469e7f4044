//! Over columns every shipped policy decides as it does claim by claim, whatever is unknown and whatever is read.

#[path = "support/shipped.rs"]
mod shipped;

use policy::columnar::Columnar;
use policy::facts::{Facts, Readings};
use policy::policy::Policy;
use policy::sample::Sampler;
use policy::sample::plans::plan;
use policy::text::Lang;

/// Every shipped policy, loaded.
fn shipped() -> Vec<Policy> {
    shipped::documents().iter().map(|(name, text)| shipped::load(name, text)).collect()
}

/// The defaults, and every other option of every open question by itself.
fn readings(policy: &Policy) -> Vec<Readings> {
    let mut all = vec![Readings::default()];
    for switch in &policy.plan().switches {
        all.extend(switch.options.iter().map(|option| Readings::default().with(&switch.id, &option.id)));
    }
    all
}

/// Decides so many claims both ways; one fact in `missing` is left out, none where it is 0.
fn compare(policy: &Policy, readings: &Readings, seed: u64, missing: u64, claims: usize) {
    let columnar = Columnar::new(policy, readings);
    let mut sampler = Sampler::new(policy, readings, seed, missing);
    let claims: Vec<Facts> = (0..claims).map(|_| sampler.claim()).collect();
    let answers = columnar.run(&columnar.columns_of(&claims));
    assert_eq!((answers.awards.len(), answers.reasons.len()), (claims.len(), claims.len()));
    for (row, claim) in claims.iter().enumerate() {
        let whole = policy.outcome(claim, readings);
        let (award, reason) = (answers.awards[row], columnar.reason_code(answers.reasons[row]));
        assert_eq!(
            (award, reason),
            (whole.award().fen(), whole.reason()),
            "{} row {row} {readings:?} {claim:?}",
            policy.plan().id
        );
    }
}

#[test]
fn columns_decide_as_the_policy_does_claim_by_claim() {
    for policy in shipped() {
        for (at, readings) in readings(&policy).into_iter().enumerate() {
            let claims = if at == 0 { 5_000 } else { 500 };
            compare(&policy, &readings, 1, 0, claims);
            compare(&policy, &readings, 2, 12, claims);
        }
    }
}

#[test]
fn a_claim_that_could_not_be_read_is_answered_in_its_place() {
    for policy in shipped() {
        let columnar = Columnar::new(&policy, &Readings::default());
        let mut sampler = Sampler::new(&policy, &Readings::default(), 3, 0);
        let claim = sampler.claim();
        let alone = columnar.run(&columnar.columns_of([&claim]));
        let mut columns = columnar.columns_of([&claim]);
        columns.push_bad();
        columns.push(&vec![None; columnar.wanted().len()]);
        let answers = columnar.run(&columns);
        assert_eq!((answers.awards[0], answers.reasons[0]), (alone.awards[0], alone.reasons[0]));
        assert_eq!((answers.awards[1], columnar.reason_code(answers.reasons[1])), (0, "BAD_INPUT"));
        assert_eq!((answers.awards[2], columnar.reason_code(answers.reasons[2])), (0, "PENDING"));
    }
}

/// A made-up policy, under the defaults and under the other option of its first open question.
fn compare_made_up(seed: u64, claims: usize) {
    let text = plan(seed);
    let policy = Policy::load(&text).map_err(|found| found.render("made up", Lang::En)).expect("it loads");
    for readings in readings(&policy).into_iter().take(2) {
        compare(&policy, &readings, seed, 0, claims);
        compare(&policy, &readings, seed + 1, 9, claims);
    }
}

#[test]
fn columns_decide_as_made_up_policies_do() {
    for seed in 0..200 {
        compare_made_up(seed, 40);
    }
}

#[test]
#[ignore = "a long run, for ./drill"]
fn drill_columns_decide_as_ten_thousand_made_up_policies_do() {
    for seed in 1_000..11_000 {
        compare_made_up(seed, 100);
    }
}

#[test]
#[ignore = "a long run, for ./drill"]
fn drill_columns_decide_a_million_claims_as_the_policy_does() {
    for policy in shipped() {
        for round in 0..100 {
            compare(&policy, &Readings::default(), 100 + round, if round % 2 == 0 { 0 } else { 8 }, 10_000);
        }
    }
}
