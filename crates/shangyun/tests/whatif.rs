//! What other numbers and readings would come to over decided claims, on the pages of a programme.

mod support;

use axum::http::StatusCode;
use domain::command::Command;
use jiff::civil::date;
use policy::plan::words::Rank;
use support::people::Firm;
use support::reader::Pages;
use support::town::{Place, Town};
use support::ways::{Wish, yuan};

const PAGE: &str = "/programmes/shenyang-2018/what-if";

/// A town with one decided claim: 100,000 yuan paid, 50,000 awarded.
async fn town() -> Town {
    let town = Town::open(Place::Memory, date(2019, 2, 1)).await;
    town.found(&[(2019, "industrial", yuan(10_000_000))]).await;
    let wish = Wish::industrial(yuan(100_000), date(2019, 3, 1));
    let (owner, filing) = town.sent_filing(&Firm::numbered(1), &wish).await;
    town.close_intake(std::slice::from_ref(&filing)).await;
    town.opened_filing(&filing).await;
    town.clock.move_to(date(2019, 3, 4));
    let amounts = (yuan(100_000), yuan(100_000));
    let claim = town.filled_claim(&owner, &filing, (date(2019, 3, 1), "09001"), amounts).await;
    town.must(&owner, Command::Claim(town.confirmation(&claim).await)).await;
    town.decided_claim(&claim).await;
    town
}

#[tokio::test(flavor = "multi_thread")]
async fn another_rate_is_computed_over_decided_claims_and_wrong_input_keeps_what_was_typed() {
    let town = town().await;
    let pages = Pages::of(&town);
    let officer = pages.reader(&town.officer("commission", Rank::Handle, 1).await).await;

    let page = officer.open(&format!("{PAGE}?lang=zh")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("还没有改动") && page.says("参数 补贴比例") && page.says("50,000.00"), "{}", page.body);
    assert!(!page.says("set.file_limit_mb"), "only numbers that an award rests on can be turned");

    let asked = officer.open(&format!("{PAGE}?set.rate=40%25&lang=zh")).await;
    assert!(asked.says("参数 补贴比例：由 50% 改为 40%") && asked.says("40,000.00"));
    assert!(asked.says("减少最多的申报") && asked.says("−10,000.00"), "{}", asked.body);

    let rows = officer.open(&format!("{PAGE}?drop.cap_industrial.1=on&add.cap_industrial=30%E4%BA%BF%E5%85%83%E8%B5%B7+%7C+1%E4%B8%87%E5%85%83&lang=zh")).await;
    assert!(rows.says("新增 第1档（30亿元起）：1万元") && rows.says("删去 第1档（50亿元起）"), "{}", rows.body);

    let wrong = officer.open(&format!("{PAGE}?set.rate=half&set.cap_industrial.2=120%E4%B8%87%E5%85%83&lang=zh")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("`half` 不是一个值") && wrong.says("value=\"half\"") && wrong.says("value=\"120万元\""));
    assert!(wrong.says("href=\"#set.rate\""), "the summary leads to the field");
    town.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reading_is_priced_and_the_page_stands_in_both_languages() {
    let town = town().await;
    let pages = Pages::of(&town);
    let finance = pages.reader(&town.officer("finance-bureau", Rank::Sign, 1).await).await;
    for lang in ["zh", "en"] {
        let page = finance.open(&format!("{PAGE}?readings.rounding=to_yuan&lang={lang}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.says(">whatif-") && !page.says(">effect-") && !page.says(">changes-"), "{lang} shows a key");
        assert!(page.says("readings-cost"));
    }
    let district = pages.reader(&town.officer("bureau-210106", Rank::Handle, 1).await).await;
    assert_eq!(district.open(PAGE).await.status, StatusCode::FORBIDDEN, "a district does not see all cases");
    town.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_sees_what_a_proposed_text_comes_to_over_past_claims() {
    let town = town().await;
    let pages = Pages::of(&town);
    let writer = pages.reader(&town.officer("commission", Rank::Handle, 1).await).await;
    let editions = "/programmes/shenyang-2018/editions";
    let base = town.policy().plan().hash.clone();
    let edition = writer.fill(editions, editions, &[("base", &base)]).await.location;
    let text = town.policy().source().replace(
        "参数 服务上限 cap_city \"Cap, city service cloud\"：金额 为 100万元",
        "参数 服务上限 cap_city \"Cap, city service cloud\"：金额 为 120万元",
    );
    let rests_on_the_cap =
        |line: &&str| line.contains("| 2000001元 |") || line.contains("| 800000.01元 | 199999.99元 |");
    let kept: Vec<&str> = text.lines().filter(|line| !rests_on_the_cap(line)).collect();
    writer.fill(&edition, &edition, &[("text", &kept.join("\r\n"))]).await.leads_to(&edition);
    let page = writer.open(&format!("{edition}?lang=zh")).await;
    assert!(page.says("参数 服务上限：由 100万元 改为 120万元") && page.says("对过往案件的影响"), "{}", page.body);
    assert!(page.says("1 件") && page.says("50,000.00"));
}
