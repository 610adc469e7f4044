//! The life of a policy's text through the pages: written, checked, proposed, confirmed, in force without a restart; a
//! case moved; a question asked and answered.

mod support;

use axum::http::StatusCode;
use domain::command::Command;
use domain::filing::FilingCommand;
use domain::ids::{FilingId, ProgrammeId};
use domain::refusal::Refusal;
use domain::world::{Aggregate, Key};
use jiff::civil::date;
use policy::plan::words::Rank;
use shangyun::editions;
use store::store::Failed;
use support::people::{Firm, enterprise_of};
use support::reader::{Pages, Reader};
use support::town::{Place, Town, programme};
use support::ways::{Wish, yuan};

const EDITIONS: &str = "/programmes/shenyang-2018/editions";

async fn town() -> Town {
    let town = Town::open(Place::Memory, date(2019, 1, 3)).await;
    town.found(&[(2019, "industrial", yuan(10_000_000))]).await;
    town
}

/// Begins a draft and saves another text in it; gives its address.
async fn written(reader: &Reader<'_>, town: &Town, (old, new): (&str, &str)) -> String {
    let base = town.policy().plan().hash.clone();
    let begun = reader.fill(EDITIONS, EDITIONS, &[("base", &base)]).await;
    let edition = begun.location.clone();
    assert!(edition.starts_with("/editions/"), "{} {}", begun.status, begun.errors());
    saved(reader, town, (&edition, old, new)).await;
    edition
}

async fn saved(reader: &Reader<'_>, town: &Town, (edition, old, new): (&str, &str, &str)) {
    let policy = town.policy();
    assert!(policy.source().contains(old), "the policy says {old}");
    let text = policy.source().replace(old, new).replace('\n', "\r\n");
    reader.fill(edition, edition, &[("text", &text)]).await.leads_to(edition);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_written_proposed_and_confirmed_and_then_in_force_without_a_restart() {
    let town = town().await;
    let (_, filing) = town.files(&Firm::numbered(1), &Wish::industrial(yuan(100_000), date(2019, 4, 1))).await;
    let pages = Pages::of(&town);
    let writer = pages.reader(&town.officer("commission", Rank::Handle, 1).await).await;
    let chief = pages.reader(&town.officer("commission", Rank::Sign, 1).await).await;

    let edition = written(&writer, &town, ("整数 为 20", "整数 为 二十")).await;
    let page = writer.open(&edition).await;
    let line = town.policy().source().lines().take_while(|line| !line.contains("整数 为 20")).count() + 1;
    assert!(
        page.says(&format!("第 {line} 行")) && !page.says(&format!("{edition}/propose")),
        "what is wrong stands at its line"
    );
    saved(&writer, &town, (&edition, "整数 为 20", "整数 为 25")).await;
    let propose = format!("{edition}/propose");
    let early = [("from", "2019-01-02"), ("reason", "沈工信发〔2019〕9号")];
    writer.fill(&edition, &propose, &early).await.is_wrong("2019");
    let wanted = [("from", "2019-01-03"), ("reason", "沈工信发〔2019〕9号")];
    writer.fill(&edition, &propose, &wanted).await.leads_to(&edition);
    let confirm = format!("{edition}/confirm");
    assert!(!writer.open(&edition).await.says(&confirm), "who proposed has nothing to confirm");

    let stale = chief.open(&format!("{edition}?lang=zh")).await;
    assert!(stale.says("参数 单件材料上限：由 20 改为 25"), "the signer sees what changed before confirming it");
    assert!(stale.says("原文逐行对照：新 1 行，旧 1 行") && stale.says("<ins>") && stale.says("<del>"));
    chief.send(&stale, &confirm, &[("hash", &"0".repeat(64))]).await.is_wrong("重新签署");
    chief.fill(&edition, &confirm, &[]).await.leads_to(&edition);
    let programme = town.programme().await;
    let hash = programme.policy_on(date(2019, 1, 3)).to_owned();
    assert_ne!(hash, programme.policy_hash);
    assert_eq!(town.filing(&filing).await.policy_hash, programme.policy_hash, "a case stays where it was filed");

    let firm = Firm::numbered(2);
    let owner = town.register(&firm).await;
    let start = FilingCommand::Start { programme: ProgrammeId::new("shenyang-2018"), stream: "industrial".to_owned() };
    let started = town.must(&owner, Command::Filing(start)).await;
    assert_eq!(town.filing(&FilingId::new(started.show.id())).await.policy_hash, hash);

    let history = writer.open("/policies/shenyang-2018/editions?lang=zh").await;
    assert!(history.says("沈工信发〔2019〕9号") && history.says(&hash[..12]));
    let changes = format!("/policies/shenyang-2018/editions/{hash}/changes");
    assert!(history.says(&changes), "the list leads to what changed");
    assert!(writer.open(&format!("{changes}?lang=en")).await.says("parameter Largest file, in MB: 20 becomes 25"));
    let first = format!("/policies/shenyang-2018/editions/{}/changes?lang=zh", programme.policy_hash);
    assert!(writer.open(&first).await.says("之前没有别的版本"));
    let text = writer.open(&format!("/policies/shenyang-2018/editions/{hash}")).await;
    assert!(text.says("整数 为 25"));
    assert_eq!(writer.open("/policies/shenyang-2018/editions/unknown").await.status, StatusCode::NOT_FOUND);

    town.store.change_setting(|setting| setting.policies.retain(|known, _| *known != hash));
    editions::load(&town.store).await.expect("it is loaded from the documents, as after a restart");
    assert!(town.store.setting().policies.contains_key(&hash));
    town.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_checked_without_being_saved_and_one_too_long_is_refused_in_words() {
    let town = town().await;
    let pages = Pages::of(&town);
    let writer = pages.reader(&town.officer("commission", Rank::Handle, 1).await).await;
    let edition = written(&writer, &town, ("整数 为 20", "整数 为 25")).await;
    let (page, check) = (writer.open(&edition).await, format!("{edition}/check"));

    let policy = town.policy();
    let line = policy.source().lines().position(|line| line.contains("整数 为 20")).expect("it is there") + 1;
    let wrong = policy.source().replace("整数 为 20", "整数 为 二十");
    let alone = writer.press(&page, (&edition, &format!("{check}?part")), &[("text", &wrong)]).await;
    assert!(
        alone.body.starts_with("<div id=\"findings\"") && alone.says(&format!("data-line=\"{line}\"")),
        "{}",
        alone.body
    );
    let whole = writer.press(&page, (&edition, &check), &[("text", &wrong)]).await;
    assert!(whole.says("整数 为 二十") && whole.says(&format!("第 {line} 行")), "what was typed stands in the form");
    assert!(!whole.says(&format!("{edition}/propose")), "what is proposed is what was saved");
    assert!(writer.open(&edition).await.says("整数 为 25"), "nothing was saved");

    let most = 1024 * 1024;
    let chinese = "字".repeat(most / 3 - 1);
    writer.press(&page, (&edition, &edition), &[("text", &chinese)]).await.leads_to(&edition);
    let page = writer.open(&edition).await;
    for button in [&edition, &check] {
        let longer = "字".repeat(most / 3 + 1);
        let refused = writer.press(&page, (&edition, button), &[("text", &longer)]).await;
        refused.is_wrong("超过了 1 MB");
        assert!(refused.says(&longer), "the text is not lost");
    }
    town.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_tried_out_by_its_worked_cases_and_by_a_claim() {
    let town = town().await;
    let pages = Pages::of(&town);
    let writer = pages.reader(&town.officer("commission", Rank::Handle, 1).await).await;
    let edition = written(&writer, &town, ("整数 为 20", "整数 为 25")).await;
    let tried = format!("{edition}/try");
    let page = writer.open(&tried).await;
    assert!(page.says("0 条与规则不一致") && !page.says("id=\"decision\""), "nothing was asked yet");
    let claim = "stream=industrial&kind=industrial&filed=yes&reg_local=yes&tax_local=yes&legal_person=yes&operating=yes\
        &industry_ok=yes&revenue_fen=5000000&paid_fen=100000&years_used=0&service_date=2019-06-15";
    let page = writer.open(&format!("{tried}?{claim}")).await;
    assert!(page.says("id=\"decision\"") && (page.says("50,000") || page.says("5万元")), "half of what was paid");
    writer.open(&format!("{tried}?paid_fen=viel")).await.is_wrong("付");

    saved(&writer, &town, (&edition, "| 1499999.99元 | FULL |", "| 150万元 | FULL |")).await;
    let page = writer.open(&tried).await;
    assert!(
        page.says("1 条与规则不一致") && page.says("规则得出"),
        "a case that differs is told with what the rules give"
    );
    town.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signer_moves_a_case_with_a_reason_that_stands_in_its_history() {
    let town = town().await;
    let (owner, filing) = town.files(&Firm::numbered(1), &Wish::industrial(yuan(100_000), date(2019, 4, 1))).await;
    let pages = Pages::of(&town);
    let writer = pages.reader(&town.officer("commission", Rank::Handle, 1).await).await;
    let chief = pages.reader(&town.officer("commission", Rank::Sign, 1).await).await;
    let edition = written(&writer, &town, ("整数 为 20", "整数 为 25")).await;
    let wanted = [("from", "2019-01-03"), ("reason", "沈工信发〔2019〕9号")];
    writer.fill(&edition, &format!("{edition}/propose"), &wanted).await.leads_to(&edition);
    chief.fill(&edition, &format!("{edition}/confirm"), &[]).await.leads_to(&edition);

    let case = format!("/filings/{filing}");
    let moving = format!("{case}/edition");
    assert!(chief.open(&case).await.says(&moving), "the way there stands on the case");
    assert_eq!(writer.open(&moving).await.status, StatusCode::FORBIDDEN);
    let hash = town.programme().await.policy_on(date(2019, 1, 3)).to_owned();
    chief.fill(&moving, &moving, &[("edition", &hash)]).await.is_wrong("理由");
    let wanted = [("edition", hash.as_str()), ("reason", "企业书面申请适用新版")];
    chief.fill(&moving, &moving, &wanted).await.leads_to(&case);
    assert_eq!(town.filing(&filing).await.policy_hash, hash);
    for reader in [chief, pages.reader(&owner).await] {
        let page = reader.open(&case).await;
        assert!(page.says("改按政策的另一个版本办理") && page.says("企业书面申请适用新版"));
    }
    town.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_under_a_number_and_public_without_its_words() {
    let town = town().await;
    let owner = town.register(&Firm::numbered(1)).await;
    let pages = Pages::of(&town);
    let (firm, chief) =
        (pages.reader(&owner).await, pages.reader(&town.officer("commission", Rank::Sign, 1).await).await);
    let ask = "/programmes/shenyang-2018/interpretations/new";
    firm.fill(ask, ask, &[("about", "switch:cap_period"), ("words", "太短")]).await.is_wrong("10");
    let words = "我公司三年的上限是每年各算，还是三年一起算？";
    let asked = firm.fill(ask, ask, &[("about", "switch:cap_period"), ("words", words)]).await;
    let question = asked.location.clone();
    assert!(question.starts_with("/interpretations/"), "{} {}", asked.status, asked.errors());
    assert!(firm.open(&question).await.says(words));
    let other = pages.reader(&town.register(&Firm::numbered(2)).await).await;
    assert_eq!(other.open(&question).await.status, StatusCode::NOT_FOUND);
    assert_ne!(enterprise_of(&owner).as_str(), "");

    let answer = [
        ("number", "沈工信函〔2019〕21号"),
        ("date", "2019-01-03"),
        ("words", "上限按合同年度分别计算。"),
        ("option", "year"),
    ];
    chief.fill(&question, &question, &answer).await.leads_to(&question);
    let list = other.open("/policies/shenyang-2018/interpretations").await;
    assert!(list.says("上限按合同年度分别计算。") && list.says("沈工信函〔2019〕21号") && !list.says(words));
    let ruling = &town.programme().await.rulings["cap_period"];
    assert_eq!((ruling.option.as_str(), ruling.number.as_str()), ("year", "沈工信函〔2019〕21号"));
    town.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_stand_in_both_languages() {
    let town = town().await;
    let pages = Pages::of(&town);
    let writer = pages.reader(&town.officer("commission", Rank::Handle, 1).await).await;
    let edition = written(&writer, &town, ("整数 为 20", "整数 为 25")).await;
    for path in
        [EDITIONS, edition.as_str(), "/policies/shenyang-2018/editions", "/policies/shenyang-2018/interpretations"]
    {
        for lang in ["zh", "en"] {
            let page = writer.open(&format!("{path}?lang={lang}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path} {lang}");
            assert!(!page.says(">edition-") && !page.says(">interpretation-"), "{path} {lang} shows a key");
        }
    }
    let outside = pages.reader(&town.officer("data-bureau", Rank::Sign, 1).await).await;
    assert_eq!(outside.open(EDITIONS).await.status, StatusCode::FORBIDDEN);
    assert_eq!(outside.open(&edition).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_text_that_nobody_checked_is_not_proposed() {
    use domain::edition::EditionCommand;
    use domain::ids::EditionId;
    let town = town().await;
    let writer = town.officer("commission", Rank::Handle, 1).await;
    let base = town.policy().plan().hash.clone();
    let text = editions::keep(&town.store, "# 不是政策\n").await.expect("it is kept");
    let draft = EditionCommand::Draft { programme: programme(), base, text: text.clone() };
    let edition = EditionId::new(town.must(&writer, Command::Edition(draft)).await.show.id());
    let (from, reason) = (date(2019, 1, 3), "沈工信发〔2019〕9号".to_owned());
    let propose = EditionCommand::Propose { edition: edition.clone(), policy_hash: text, from, reason };
    let propose = Command::Edition(propose);
    editions::before(&town.store, &writer, &propose).await;
    let refused = town.attempt(&writer, propose).await;
    assert!(
        matches!(refused, Err(Failed::Refused(ref why)) if matches!(**why, Refusal::UnsoundPolicy { .. })),
        "{refused:?}"
    );
    let found = town.state(Key::Edition(edition)).await;
    assert!(matches!(found, Some(Aggregate::Edition(one)) if one.state.word() == "draft"));
}
