//! Every document in `policies/` loads, its worked cases hold, it survives both tongues, and what is folded decides as the whole.

#[path = "support/shipped.rs"]
mod shipped;

use policy::facts::{Known, Readings};
use policy::format::format_with;
use policy::inherit::{Wanted, wanted};
use policy::lines::explain_line;
use policy::policy::Policy;
use policy::runner::Runner;
use policy::sample::Sampler;
use policy::text::Lang;
use shipped::{beside, documents, load};

fn format(text: &str, lang: Lang) -> Result<String, policy::diagnostics::Diagnostics> {
    format_with(text, lang, &beside)
}

#[test]
fn every_document_loads_and_its_worked_cases_hold() {
    for (name, text) in documents() {
        let policy = load(&name, &text);
        let warnings = policy.warnings();
        let worst = warnings.0.iter().map(|one| one.severity).min();
        assert_ne!(worst, Some(policy::diagnostics::Severity::Warning), "{}", warnings.render(&name, Lang::En));
        assert!(text.contains("\n算例 "), "{name} has worked cases");
    }
}

#[test]
fn every_document_survives_the_other_tongue() {
    for (name, text) in documents() {
        let english = format(&text, Lang::En).expect("it can be written in English");
        let chinese = format(&text, Lang::Zh).expect("it can be written in Chinese");
        assert_eq!(format(&english, Lang::Zh).expect("and back"), chinese, "{name}");
        let (a, b) = (load(&name, &text), load(&name, &english));
        let mut sampler = Sampler::new(&a, &Readings::default(), 7, 10);
        for _ in 0..200 {
            let claim = sampler.claim();
            let (here, there) = (a.outcome(&claim, &Readings::default()), b.outcome(&claim, &Readings::default()));
            assert_eq!(here, there, "{name} {claim:?}");
        }
    }
}

#[test]
fn what_is_folded_decides_as_the_whole_for_every_document() {
    for (name, text) in documents() {
        let policy = load(&name, &text);
        let readings = Readings::default();
        let mut runner = Runner::new(&policy, &readings);
        let mut sampler = Sampler::new(&policy, &readings, 11, 15);
        for _ in 0..1_000 {
            let claim = sampler.claim();
            let prepared = runner.prepare(&claim);
            let whole = policy.outcome(&claim, &readings);
            let verdict = runner.decide(&prepared);
            assert_eq!((verdict.award, verdict.reason), (whole.award(), whole.reason()), "{name} {claim:?}");
        }
    }
}

#[test]
fn a_sum_of_several_rates_is_explained_by_its_formula() {
    let documents = documents();
    let (_, text) = documents.iter().find(|(name, _)| name.contains("hubei")).expect("it is shipped");
    let policy = load("hubei-2025", text);
    let claim = r#"{"is_sme":true,"sector":"industrial","is_supplier":false,"resource_fen":30000000,"business_fen":0,"capability_fen":0,"ecology_fen":35000000,"used_fen":0}"#;
    for (lang, words) in [
        (Lang::Zh, "资源支付额 乘以 资源比例 + 业务支付额"),
        (Lang::En, "resource_fen times rate_resource + business_fen"),
    ] {
        let told = explain_line(&policy, &Readings::default(), claim, lang);
        assert!(told.contains(words) && !told.contains("未知") && !told.contains("unknown"), "{told}");
    }
}

/// Whoever changed a document that others stand on learns here which ones, and what to do.
#[test]
fn every_document_stands_on_the_text_beside_it() {
    let documents = documents();
    let below = documents.iter().filter_map(|(name, text)| Some((name, wanted(text)?)));
    let mut seen = 0;
    for (name, pinned) in below {
        let above = beside(&pinned).expect("the document above lies beside it");
        let id = &pinned.id;
        if let Some(now) = pinned.differs(&above) {
            unreachable!(
                "{name} stands on `{id}` as it was. Read what changed (git diff -- policies/{id}.policy.md); where the document below may stand on that, write 继承 {id} 「{now}」 in it."
            );
        }
        seen += 1;
    }
    assert!(seen > 0, "the example of a district");
}

/// The pin covers every byte, worked cases too: one more of them stops the document below until somebody pins the new text.
#[test]
fn one_more_worked_case_above_stops_the_district_until_it_is_pinned() {
    let documents = documents();
    let (name, text) = documents.iter().find(|(name, _)| name.contains("shenyang-district")).expect("it is shipped");
    let pinned = wanted(text).expect("it inherits");
    let above = beside(&pinned).expect("it lies beside");
    let (case, more) = ("| 0元 | 70万元 | 30万元 | CAPPED |", "| 0元 | 80万元 | 30万元 | CAPPED |");
    let later = above.replacen(case, &format!("{case}\n{more}"), 1);
    let now = pinned.differs(&later).expect("it is another text");
    let find = |_: &Wanted| Some(later.clone());

    let found = Policy::load_with(text, &find).expect_err("it is not the text that was read").0;
    let [finding] = found.as_slice() else { unreachable!("{found:?}") };
    assert_eq!(finding.code, "E18");
    assert!(finding.excerpt.contains(&pinned.hash), "it is told at the pin: {}", finding.excerpt);
    assert_eq!(finding.help.zh, format!("先看上级改了什么，再写 `继承 shenyang-2018 「{now}」`"));
    assert_eq!(finding.help.en, format!("read what changed above, then write `inherits shenyang-2018 「{now}」`"));

    let renewed = text.replacen(&pinned.hash, &now, 1);
    assert!(Policy::load_with(&renewed, &find).is_ok(), "{name} loads once it is written");
}

/// Below Shenyang's plan a district adds out of its own funds, and takes nothing of the city's away.
#[test]
fn the_example_of_a_district_pays_at_least_what_the_city_pays() {
    let documents = documents();
    let named = |name: &str| documents.iter().find(|(path, _)| path.contains(name)).expect("it is shipped");
    let (city, district) = (named("shenyang-2018"), named("shenyang-district-example"));
    let (city, district) = (load(&city.0, &city.1), load(&district.0, &district.1));
    let readings = Readings::default();
    let mut sampler = Sampler::new(&district, &readings, 3, 5);
    let mut added = 0;
    for _ in 0..1_000 {
        let claim = sampler.claim();
        let (above, below) = (city.outcome(&claim, &readings), district.outcome(&claim, &readings));
        if claim.values.get("taxed_a_year").is_some_and(|fact| matches!(fact, Known::Known(_))) {
            assert!(below.award() >= above.award(), "{claim:?}");
        }
        added += usize::from(below.award() > above.award());
    }
    assert!(added > 0, "some claim has a top-up");
}
