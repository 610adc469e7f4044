//! Every document in `policies/` loads, its worked cases hold, it survives both tongues, and what is folded decides as the whole.

use policy::facts::Readings;
use policy::format::format;
use policy::lines::explain_line;
use policy::policy::Policy;
use policy::runner::Runner;
use policy::sample::Sampler;
use policy::text::Lang;
use std::path::PathBuf;

/// Name and text of every shipped document.
fn documents() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.to_string_lossy().ends_with(".policy.md"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("it is text")))
        .collect();
    found.sort();
    assert!(found.len() >= 9, "{found:?}");
    found
}

fn load(name: &str, text: &str) -> Policy {
    Policy::load(text).map_err(|found| found.render(name, Lang::Zh)).expect("the document loads")
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
