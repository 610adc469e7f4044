use super::*;
use domain::filing::FilingEvent;
use domain::ids::{AccountId, BlobId, EnterpriseId, ProgrammeId};
use domain::paper::{File, Finding, Paper};
use policy::money::Fen;
use policy::policy::Policy;

fn policy() -> Policy {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/shenyang-2018.policy.md");
    Policy::load(&std::fs::read_to_string(path).expect("the policy")).expect("the policy is right")
}

fn subjects(policy: &Policy) -> Subjects<'_> {
    let plan = policy.plan();
    let papers = ["business_licence", "audit_report"].map(|id| (id.to_owned(), id.to_owned())).to_vec();
    let facts = ["reg_local", "revenue_fen"].map(|id| plan.fact(id).expect("a fact")).to_vec();
    let codes = plan.requirements.iter().map(|one| one.code.clone()).collect();
    Subjects { papers, facts, codes, plan }
}

fn filing() -> Filing {
    let started = FilingEvent::Started {
        programme: ProgrammeId::new("p"),
        policy_hash: String::new(),
        enterprise: EnterpriseId::new("e"),
        enterprise_name: "示例".to_owned(),
        stream: "industrial".to_owned(),
        district: "210106".to_owned(),
    };
    let mut filing = Filing::started(&started).expect("a draft");
    for id in ["business_licence", "audit_report"] {
        let file = File { blob: BlobId::new(id), name: id.to_owned(), media: String::new(), size_bytes: 1 };
        filing.papers.insert(id.to_owned(), Paper { file, dated: None, finding: None });
    }
    filing
}

/// What is sent when some fields of a page drawn for this filing are changed.
fn sent(filing: &Filing, ending: Ending, changes: &[(&str, &str)]) -> Result<Sent, Filled> {
    let policy = policy();
    let subjects = subjects(&policy);
    let page = filled(filing, &subjects, "同意。");
    let hidden = drawn(&subjects, &page);
    let page = changes.iter().fold(page, |page, (name, value)| page.with(name, *value));
    let pairs = page.pairs().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let form = Form::new(pairs.chain(hidden).collect::<Vec<_>>());
    form.read(|form| read(Lang::Zh, form, &subjects, ending))
}

fn wrong(filled: &Filled) -> Vec<&str> {
    filled.errors().iter().map(|error| error.field.as_str()).collect()
}

#[test]
fn a_clean_filing_is_found_attested_and_passed_in_this_order() {
    let all = [
        ("paper.business_licence", "ok"),
        ("paper.audit_report", "ok"),
        ("reg_local", "yes"),
        ("revenue_fen", "2000万"),
    ];
    let sent = sent(&filing(), Ending::Pass, &all).expect("nothing is wrong");
    let commands = sent.commands(&FilingId::new("f"), 7);
    let names: Vec<&str> = commands.iter().map(FilingCommand::name).collect();
    assert_eq!(names, ["filing.find", "filing.find", "filing.attest", "filing.pass"]);
    assert_eq!(sent.attested["revenue_fen"], Value::Money(Fen::new(2_000_000_000)));
    assert!(matches!(commands.last(), Some(FilingCommand::Pass { drawn: 10, .. })), "three acts come before it");
}

#[test]
fn what_a_colleague_found_is_not_found_again() {
    let mut filing = filing();
    let finding = |verdict, words: &str| Finding {
        verdict,
        words: words.to_owned(),
        by: AccountId::new("a"),
        at: "2019-03-04T01:00:00Z".parse().expect("an instant"),
    };
    for paper in filing.papers.values_mut() {
        paper.finding = Some(finding(Verdict::InOrder, ""));
    }
    let facts = [("reg_local", "yes"), ("revenue_fen", "1")];
    let all = sent(&filing, Ending::Pass, &facts).expect("nothing is wrong");
    assert_eq!(all.found, []);
    let other = [("paper.audit_report", "wrong"), ("paper.audit_report.reason", "金额不一致")];
    let kept = sent(&filing, Ending::Keep, &other).expect("nothing is wrong");
    assert_eq!(kept.found, [("audit_report".to_owned(), Verdict::Disagrees, "金额不一致".to_owned())]);
}

#[test]
fn nothing_passes_that_is_not_in_order_or_not_looked_at() {
    let refused = sent(&filing(), Ending::Pass, &[("paper.business_licence", "missing")]).expect_err("two papers open");
    let fields = wrong(&refused);
    for field in ["paper.business_licence.reason", "paper.business_licence", "paper.audit_report", "reg_local"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    assert_eq!(refused.value("paper.business_licence"), "missing", "what was chosen is still there");
}

#[test]
fn a_return_lists_everything_that_is_wrong_at_once() {
    let changes = [
        ("paper.business_licence", "ok"),
        ("paper.audit_report", "missing"),
        ("paper.audit_report.reason", "缺第 3 页"),
        ("field.purpose", "请写明用途"),
    ];
    let sent = sent(&filing(), Ending::Return, &changes).expect("nothing is wrong");
    let End::Return { items, reason: None } = sent.end else { unreachable!("{:?}", sent.end) };
    let items: Vec<(&str, &str)> = items.iter().map(|one| (one.item.as_str(), one.words.as_str())).collect();
    assert_eq!(items, [("audit_report", "缺第 3 页"), ("purpose", "请写明用途")]);
}

#[test]
fn a_return_without_an_item_and_a_refusal_without_a_ground_are_no_acts() {
    assert_eq!(wrong(&sent(&filing(), Ending::Return, &[]).expect_err("no item")), [""]);
    let refused = sent(&filing(), Ending::Refuse, &[("words", "不符合")]).expect_err("no ground");
    assert_eq!(wrong(&refused), ["code"]);
    let given = sent(&filing(), Ending::HandBack, &[]).expect_err("no words");
    assert_eq!(wrong(&given), ["back"]);
    let sent = sent(&filing(), Ending::Refuse, &[("words", "不符合"), ("code.NOT_INDUSTRY", "on")]).expect("right");
    assert_eq!(sent.end, End::Refuse { codes: vec!["NOT_INDUSTRY".to_owned()], words: "不符合".to_owned() });
}

#[test]
fn one_press_marks_what_nobody_has_marked_and_leaves_the_rest() {
    let policy = policy();
    let subjects = subjects(&policy);
    let stated = BTreeMap::from([("revenue_fen".to_owned(), Value::Money(Fen::YUAN))]);
    let page = Filled::blank().with("paper.audit_report", "wrong");
    let page = completed(page, &subjects, &stated);
    assert_eq!(page.value("paper.audit_report"), "wrong");
    assert_eq!(page.value("paper.business_licence"), "ok");
    assert_eq!(page.value("reg_local"), "yes");
    assert_eq!(page.value("revenue_fen"), "1.00");
}

#[test]
fn the_same_form_twice_asks_for_the_same() {
    let changes = [("paper.business_licence", "ok"), ("paper.audit_report", "ok")];
    let first = sent(&filing(), Ending::Keep, &changes).expect("right");
    let again = sent(&filing(), Ending::Keep, &changes).expect("right");
    assert_eq!(first.commands(&FilingId::new("f"), 3), again.commands(&FilingId::new("f"), 3));
}
