//! Made-up policies load, and what is folded decides as the whole does on made-up claims.

use policy::facts::Readings;
use policy::policy::Policy;
use policy::runner::Runner;
use policy::sample::Sampler;
use policy::sample::plans::plan;
use policy::text::Lang;
use std::collections::BTreeMap;

/// The made-up policy with this seed; a message with the whole text where it does not load.
fn load(seed: u64) -> Policy {
    let text = plan(seed);
    let told = |found: policy::diagnostics::Diagnostics| format!("{}\n{text}", found.render("made up", Lang::En));
    Policy::load(&text).map_err(told).expect("a made-up policy loads")
}

/// The defaults, or the other option of the first open question.
fn readings(policy: &Policy, seed: u64) -> Readings {
    let other = policy.plan().switches.first().and_then(|switch| {
        let option = switch.options.iter().find(|option| !option.default)?;
        Some(Readings::default().with(&switch.id, &option.id))
    });
    other.filter(|_| seed.is_multiple_of(2)).unwrap_or_default()
}

#[test]
fn every_made_up_policy_loads_and_its_folded_form_decides_as_the_whole() {
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in (0..100).chain([2401]) {
        let policy = load(seed);
        let readings = readings(&policy, seed);
        let mut runner = Runner::new(&policy, &readings);
        let mut sampler = Sampler::new(&policy, &readings, seed, 25);
        for _ in 0..100 {
            let claim = sampler.claim();
            let prepared = runner.prepare(&claim);
            let whole = policy.outcome(&claim, &readings);
            let verdict = runner.decide(&prepared);
            assert_eq!((verdict.award, verdict.reason), (whole.award(), whole.reason()), "seed {seed} {claim:?}");
            let kind = match verdict.reason {
                "FULL" => "full",
                "PENDING" => "pending",
                _ if verdict.award.fen() > 0 => "cut",
                _ => "refused",
            };
            *outcomes.entry(kind).or_default() += 1;
        }
    }
    let is_seldom = outcomes.values().any(|times| *times < 300);
    assert!(outcomes.len() == 4 && !is_seldom, "every outcome must occur often: {outcomes:?}");
}

#[test]
fn the_same_seed_makes_the_same_policy() {
    assert_eq!(plan(7), plan(7));
    assert_ne!(plan(7), plan(8));
}
