//! What an enterprise sees and does before an officer does: which streams are open to it, what it can expect, and how
//! it corrects what it typed.

use domain::act::{Act, Actor, Personal, Seat};
use domain::city::City;
use domain::claim::{self, Claim, ClaimCommand, Money};
use domain::command::Command;
use domain::course::{Course, Place};
use domain::decide::{Ctx, Decided, decide};
use domain::enterprise::{Enterprise, Figure, Profile};
use domain::facts;
use domain::filing::{Application, Filing, FilingCommand, FilingEvent, MayFile, may_file, outlook};
use domain::ids::{AccountId, BlobId, ClaimId, EnterpriseId, FilingId, PersonalId, ProgrammeId};
use domain::paper::{File, Finding, Paper, Verdict};
use domain::programme::{Programme, State};
use domain::refusal::Refusal;
use domain::setting::Setting;
use domain::world::{Aggregate, Key, Stop, World};
use jiff::civil::date;
use policy::decision::Outcome;
use policy::facts::Row;
use policy::money::Fen;
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[test]
fn a_stream_is_open_closed_or_open_after_a_ruling() {
    let (setting, programme) = setting();
    let policy = setting.policy(&programme.policy_hash).expect("the policy");
    let standing = |code, division, stream| may_file(policy, &programme, &enterprise(code, division), stream);
    let factory = "91210106MA0DEM0114";
    assert_eq!(standing(factory, "35", "industrial"), MayFile::Yes);
    assert_eq!(standing(factory, "35", "city_service"), MayFile::Yes);
    let mismatch = || vec!["KIND_MISMATCH".to_owned()];
    assert_eq!(standing(factory, "35", "software"), MayFile::No { codes: mismatch() });
    let institution = "12210100MA0DEM0114";
    let switches = vec!["institution_streams".to_owned()];
    assert_eq!(standing(institution, "83", "industrial"), MayFile::AfterRuling { switches, codes: mismatch() });
    let switches = vec!["other_streams".to_owned()];
    assert_eq!(standing(factory, "51", "city_service"), MayFile::AfterRuling { switches, codes: mismatch() });
}

#[test]
fn the_applicant_is_asked_only_what_the_program_does_not_keep() {
    let (setting, programme) = setting();
    let policy = setting.policy(&programme.policy_hash).expect("the policy");
    let asked: Vec<&str> = facts::asked(policy).map(|fact| fact.id.as_str()).collect();
    assert_eq!(asked, ["industry_ok", "reg_local", "legal_person", "tax_local"]);
    let all = facts::kept(&enterprise("91210106MA0DEM0114", "35"), &filing(&programme), 2019);
    assert!(all.keys().all(|id| facts::KEPT.contains(&id.as_str())), "{all:?}");
}

#[test]
fn a_filing_shows_what_a_year_would_be_worth_and_what_would_be_reserved() {
    let (setting, programme) = setting();
    let policy = setting.policy(&programme.policy_hash).expect("the policy");
    let (world, act) = (World::default(), act(ClaimCommand::Withdraw { claim: ClaimId::new("c") }));
    let ctx = Ctx { setting: &setting, world: &world, act: &act };
    let mut enterprise = enterprise("91210106MA0DEM0114", "35");
    let mut filing = filing(&programme);
    filing.form.answers.clear();
    let seen = outlook(ctx, policy, (&programme, &enterprise), &filing);
    assert!(
        matches!(&seen.decision.outcome, Outcome::Pending { missing } if missing.contains(&"reg_local".to_owned()))
    );
    filing.form.answers = answers(true);
    let seen = outlook(ctx, policy, (&programme, &enterprise), &filing);
    assert_eq!(seen.decision.outcome, Outcome::Award { fen: yuan(60_000), code: "FULL".to_owned() });
    assert_eq!(seen.reserve, Some(yuan(60_000)));
    enterprise.figures.clear();
    let seen = outlook(ctx, policy, (&programme, &enterprise), &filing);
    assert_eq!(seen.decision.outcome, Outcome::Pending { missing: vec!["revenue_fen".to_owned()] });
    assert_eq!((seen.reserve, seen.missing), (None, vec!["revenue_fen".to_owned()]));
    assert!(seen.by_revenue);
    filing.stream = "city_service".to_owned();
    assert!(!outlook(ctx, policy, (&programme, &enterprise), &filing).by_revenue);
    filing.stream = "industrial".to_owned();
    filing.form.answers = answers(false);
    let seen = outlook(ctx, policy, (&programme, &enterprise), &filing);
    assert!(
        matches!(&seen.decision.outcome, Outcome::Refused { failed } if failed.first().is_some_and(|code| code == "NOT_REG_LOCAL"))
    );
}

#[test]
fn a_filing_whose_reservation_cannot_be_said_is_not_handed_in() {
    let (setting, programme) = setting();
    let mut draft = filing(&programme);
    draft.form.purpose = "排产上云".to_owned();
    draft.form.service_model = Some(domain::filing::ServiceModel::Saas);
    draft.form.provider = "hunhe-cloud".to_owned();
    let paper = || domain::paper::Paper { file: file(), dated: None, finding: None };
    let papers = ["service_application", "business_licence", "business_qualification", "audit_report"];
    draft.papers = papers.map(|id| (id.to_owned(), paper())).into();
    let submit = |enterprise: Enterprise| {
        let mut world = World::default();
        world.load(Key::Programme(ProgrammeId::new("shenyang-2018")), Some(Aggregate::Programme(programme.clone())));
        world.load(Key::Enterprise(EnterpriseId::new("e")), Some(Aggregate::Enterprise(enterprise)));
        world.load(Key::Filing(FilingId::new("f")), Some(Aggregate::Filing(draft.clone())));
        let submit = FilingCommand::Submit { filing: FilingId::new("f"), drawn: 1 };
        let act = Act { command: Command::Filing(submit), today: date(2019, 3, 4), ..act_of_nothing() };
        loop {
            match decide(&setting, &world, &act) {
                Err(Stop::Need(keys)) => keys.into_iter().for_each(|key| world.load(key, None)),
                Err(Stop::Refused(refusal)) => break Err(*refusal),
                Ok(decided) => break Ok(decided),
            }
        }
    };
    let mut without = enterprise("91210106MA0DEM0114", "35");
    without.figures.clear();
    let refused = submit(without).expect_err("the revenue is not stated");
    assert!(
        matches!(&refused, Refusal::FactsMissing { facts, clause } if facts == &["revenue_fen"] && !clause.is_empty())
    );
    assert!(submit(enterprise("91210106MA0DEM0114", "35")).is_ok());
}

#[test]
fn a_claim_shows_its_award_before_anything_is_proven() {
    let (setting, world) = world();
    let claim = claim_in(&world);
    let policy = setting.policy(&claim.policy_hash).expect("the policy");
    let act = act(ClaimCommand::Withdraw { claim: ClaimId::new("c") });
    let ctx = Ctx { setting: &setting, world: &world, act: &act };
    let facts = claim::expected(ctx, policy, claim).expect("the facts");
    let decision = policy.decide(&facts, &policy::facts::Readings::default());
    assert_eq!(decision.outcome, Outcome::Award { fen: yuan(50_000), code: "FULL".to_owned() });
    let mut begun = claim.clone();
    begun.records.remove("payment");
    let facts = claim::expected(ctx, policy, &begun).expect("the facts");
    let decision = policy.decide(&facts, &policy::facts::Readings::default());
    assert_eq!(
        decision.outcome,
        Outcome::Pending { missing: vec!["paid_fen".to_owned()] },
        "no payment is typed in yet"
    );
    let proven = claim::preview(ctx, policy, claim).expect("a decision");
    assert!(matches!(proven.outcome, Outcome::Pending { .. }), "{:?}", proven.outcome);
}

#[test]
fn what_stands_in_for_a_paper_proves_the_same() {
    let (setting, world) = world();
    let claim = claim_in(&world);
    let policy = setting.policy(&claim.policy_hash).expect("the policy");
    let founded_on = |world: &World, claim: &Claim| {
        let act = act(ClaimCommand::Withdraw { claim: ClaimId::new("c") });
        let facts = claim::facts_of(Ctx { setting: &setting, world, act: &act }, policy, claim).expect("the facts");
        facts.values.contains_key("founded_on")
    };
    assert!(!founded_on(&world, claim), "nothing proves the day of its founding yet");
    let (by, at, words) = (AccountId::new("officer"), at(), String::new());
    let finding = Some(Finding { verdict: Verdict::InOrder, words, by, at });
    let certificate = Paper { file: file(), dated: None, finding };
    let papers = BTreeMap::from([("institution_certificate".to_owned(), certificate)]);
    let claim = Claim { papers, ..claim.clone() };
    assert!(founded_on(&world, &claim), "the certificate stands in for the licence");
}

#[test]
fn a_row_is_changed_in_its_place_and_never_doubled() {
    let (setting, world) = world();
    let change = |place, number: &str, amount| {
        let row = line(number, amount);
        let (claim, list) = (ClaimId::new("c"), "contract_line".to_owned());
        run(&setting, &world, ClaimCommand::ChangeRow { claim, list, place, row, file: Some(file()) })
    };
    let changed = after(&world, &change(0, "HT-1", 90_000).expect("the amount is put right"));
    let rows = &changed.records["contract_line"];
    assert_eq!(
        rows.iter().map(|entry| entry.row["amount"].clone()).collect::<Vec<_>>(),
        [Value::Money(yuan(90_000)), Value::Money(yuan(1)),]
    );
    let there_already = |refusal| matches!(refusal, Refusal::BadField { problem, .. } if problem == "there_already");
    assert!(there_already(change(0, "HT-2", 1).expect_err("that number is on the other row")));
    assert!(matches!(change(2, "HT-3", 1), Err(Refusal::NotFound { .. })), "there is no third row");
    assert!(matches!(change(0, "HT-1", -1), Err(Refusal::BadField { .. })), "an amount is never below zero");
}

#[test]
fn a_paper_attached_by_mistake_is_removed() {
    let (setting, world) = world();
    let detach = |document: &str| {
        run(&setting, &world, ClaimCommand::Detach { claim: ClaimId::new("c"), document: document.to_owned() })
    };
    assert!(matches!(detach("audit_report"), Err(Refusal::NotFound { .. })));
    assert!(after(&world, &detach("e_invoice").expect("it goes")).papers.is_empty());
}

fn yuan(yuan: i64) -> Fen {
    Fen::new(yuan * 100)
}

fn answers(reg_local: bool) -> BTreeMap<String, Value> {
    let yes = ["industry_ok", "legal_person", "tax_local"].map(|id| (id.to_owned(), Value::Bool(true)));
    yes.into_iter().chain([("reg_local".to_owned(), Value::Bool(reg_local))]).collect()
}

fn enterprise(credit_code: &str, division: &str) -> Enterprise {
    let sealed = || Personal { id: PersonalId::new("p"), commitment: String::new() };
    let profile = Profile {
        name: "示例机床".to_owned(),
        district: "210106".to_owned(),
        division: division.to_owned(),
        founded_on: date(2010, 1, 1),
        contact_name: sealed(),
        contact_phone: sealed(),
        contact_mail: sealed(),
        bank_name: "示例银行".to_owned(),
        bank_account: sealed(),
    };
    let figure = Figure { revenue: yuan(30_000_000), report_number: "2019-1".to_owned() };
    let figures = BTreeMap::from([(2018, figure)]);
    Enterprise { revision: 1, credit_code: credit_code.to_owned(), profile, figures, awards: Vec::new() }
}

fn filing(programme: &Programme) -> Filing {
    let started = FilingEvent::Started {
        programme: ProgrammeId::new("shenyang-2018"),
        policy_hash: programme.policy_hash.clone(),
        enterprise: EnterpriseId::new("e"),
        enterprise_name: "示例机床".to_owned(),
        stream: "industrial".to_owned(),
        district: "210106".to_owned(),
    };
    let form = Application {
        estimate: Some(yuan(120_000)),
        starts_on: Some(date(2019, 4, 1)),
        answers: answers(true),
        ..Application::default()
    };
    Filing { form, ..Filing::started(&started).expect("a draft") }
}

fn line(number: &str, amount: i64) -> Row {
    Row::from([
        ("contract_no".to_owned(), Value::Text(number.to_owned())),
        ("line_no".to_owned(), Value::Text("1".to_owned())),
        ("amount".to_owned(), Value::Money(yuan(amount))),
        ("starts".to_owned(), Value::Date(date(2019, 4, 1))),
        ("ends".to_owned(), Value::Date(date(2020, 3, 31))),
        ("cloud".to_owned(), Value::Bool(true)),
    ])
}

fn payment(amount: i64) -> Row {
    Row::from([
        ("payment_no".to_owned(), Value::Text("P1".to_owned())),
        ("amount".to_owned(), Value::Money(yuan(amount))),
        ("refunded".to_owned(), Value::Money(Fen::ZERO)),
        ("unused".to_owned(), Value::Money(Fen::ZERO)),
        ("starts".to_owned(), Value::Date(date(2019, 4, 1))),
        ("ends".to_owned(), Value::Date(date(2020, 3, 31))),
        ("own".to_owned(), Value::Bool(true)),
    ])
}

fn invoice(amount: i64) -> Row {
    let mut row = line("", amount);
    row.remove("contract_no");
    row.insert("invoice_no".to_owned(), Value::Text("F1".to_owned()));
    row.insert("counted".to_owned(), Value::Money(yuan(amount)));
    row
}

fn file() -> File {
    let blob = BlobId::new("b");
    File { blob, name: "合同.pdf".to_owned(), media: "application/pdf".to_owned(), size_bytes: 9 }
}

fn claim_in(world: &World) -> &Claim {
    world.claim(&ClaimId::new("c")).expect("the claim")
}

/// An enterprise with a filing and a claim that waits for its confirmation.
fn world() -> (Setting, World) {
    let (setting, programme) = setting();
    let entry = |row| claim::Entry { row, file: Some(file()), finding: None };
    let place = Place { step: "confirm".to_owned(), roles: vec!["enterprise".to_owned()], since: at(), due: None };
    let claim = Claim {
        revision: 1,
        programme: ProgrammeId::new("shenyang-2018"),
        policy_hash: programme.policy_hash.clone(),
        filing: FilingId::new("f"),
        enterprise: EnterpriseId::new("e"),
        enterprise_name: "示例机床".to_owned(),
        stream: "industrial".to_owned(),
        district: "210106".to_owned(),
        provider: "hunhe-cloud".to_owned(),
        number: "2019-000001-2019".to_owned(),
        service_date: date(2019, 4, 1),
        opened_at: at(),
        received_at: None,
        roster: None,
        declined: None,
        answers: BTreeMap::new(),
        records: BTreeMap::from([
            ("contract_line".to_owned(), vec![entry(line("HT-1", 120_000)), entry(line("HT-2", 1))]),
            ("payment".to_owned(), vec![entry(payment(100_000))]),
            ("invoice_line".to_owned(), vec![entry(invoice(110_000))]),
        ]),
        papers: BTreeMap::from([(
            "e_invoice".to_owned(),
            domain::paper::Paper { file: file(), dated: None, finding: None },
        )]),
        attested: BTreeMap::new(),
        keys: Vec::new(),
        sums: BTreeMap::new(),
        course: Course::at(claim::PROCEDURE, place),
        decision: None,
        money: Money::None,
        passed_over: 0,
    };
    let mut filing = filing(&programme);
    let mut opened = claim.course.clone();
    opened.state = domain::course::CourseState::Finished;
    filing.course = Some(opened);
    let enterprise = enterprise("91210106MA0DEM0114", "35");
    let mut world = World::default();
    world.load(Key::Programme(ProgrammeId::new("shenyang-2018")), Some(Aggregate::Programme(programme)));
    world.load(Key::Enterprise(EnterpriseId::new("e")), Some(Aggregate::Enterprise(enterprise)));
    world.load(Key::Filing(FilingId::new("f")), Some(Aggregate::Filing(filing)));
    world.load(Key::Claim(ClaimId::new("c")), Some(Aggregate::Claim(claim)));
    (setting, world)
}

#[test]
fn an_applicant_states_only_what_is_asked() {
    let (setting, world) = world();
    let answer = |fact: &str, value: Value| ClaimCommand::Answer {
        claim: ClaimId::new("c"),
        answers: BTreeMap::from([(fact.to_owned(), value)]),
    };
    run(&setting, &world, answer("reg_local", Value::Bool(true))).expect("it is asked");
    let kept = [
        ("stream", Value::Member("city_service".to_owned())),
        ("filed", Value::Bool(true)),
        ("due_fen", Value::Money(Fen::new(1))),
        ("past_fen", Value::Money(Fen::ZERO)),
    ];
    for (fact, value) in kept {
        let refused = run(&setting, &world, answer(fact, value));
        let bad = Refusal::BadField { field: fact.to_owned(), problem: "unknown".to_owned() };
        assert_eq!(refused.map(|decided| decided.events), Err(bad));
    }
}

fn at() -> jiff::Timestamp {
    "2019-03-04T01:00:00Z".parse().expect("an instant")
}

fn act_of_nothing() -> Act {
    act(ClaimCommand::Withdraw { claim: ClaimId::new("c") })
}

fn act(command: ClaimCommand) -> Act {
    let seat = Seat::Enterprise { enterprise: EnterpriseId::new("e"), owner: true };
    let actor = Actor { account: AccountId::new("owner"), seat };
    Act { actor, command: Command::Claim(command), at: at(), today: date(2020, 4, 2), key: "k".to_owned() }
}

fn run(setting: &Setting, world: &World, command: ClaimCommand) -> Result<Decided, Refusal> {
    decide(setting, world, &act(command)).map_err(|stop| match stop {
        Stop::Refused(refusal) => *refusal,
        Stop::Need(keys) => unreachable!("not loaded: {keys:?}"),
    })
}

fn after(world: &World, decided: &Decided) -> Claim {
    let mut world = world.clone();
    decided.events.iter().for_each(|event| world.apply(event));
    claim_in(&world).clone()
}

fn setting() -> (Setting, Programme) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: PathBuf| std::fs::read_to_string(path).expect("a text");
    let files = std::fs::read_dir(root.join("cities/shenyang")).expect("the city").map(|entry| {
        let entry = entry.expect("a file");
        (entry.file_name().to_string_lossy().into_owned(), read(entry.path()))
    });
    let files: BTreeMap<String, String> = files.filter(|(name, _)| name.rsplit('.').next() == Some("toml")).collect();
    let policy = Policy::load(&read(root.join("policies/shenyang-2018.policy.md"))).expect("the policy is right");
    let policy_hash = policy.plan().hash.clone();
    let programme = Programme {
        policy: "shenyang-2018".to_owned(),
        policy_hash: policy_hash.clone(),
        state: State::Open,
        budgets: BTreeMap::new(),
        rulings: BTreeMap::new(),
        editions: Vec::new(),
    };
    let city = Arc::new(City::load(&files).expect("the city is right"));
    (Setting { city, policies: BTreeMap::from([(policy_hash, Arc::new(policy))]), checked: BTreeMap::new() }, programme)
}
