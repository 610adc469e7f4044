//! The public side of a city in memory, walked through as a visitor would.

use crate::app::App;
use crate::clock::Clock;
use crate::shipped;
use crate::trial::City;
use axum::http::StatusCode;
use domain::act::{Actor, Seat};
use domain::command::Command;
use domain::ids::{AccountId, ProgrammeId};
use domain::programme::{ProgrammeCommand, State};
use jiff::civil::date;
use policy::plan::words::Rank;
use sha2::{Digest, Sha256};

/// A city on 4 March 2019.
async fn city() -> City {
    City::with(|app| {
        let zone = app.setting().city.time_zone().clone();
        let morning = date(2019, 3, 4).at(9, 0, 0, 0).to_zoned_datetime(zone.clone()).expect("a morning");
        App { clock: Clock::standing(zone, morning.timestamp()), ..app }
    })
    .await
}

/// The same with the programme at work in a state.
async fn city_in(state: State) -> City {
    let city = city().await;
    let hash = city.app.setting().policies.keys().next().expect("a policy").clone();
    let system = Actor { account: AccountId::new("system"), seat: Seat::SystemAdmin };
    let seat = Seat::Office { office: "commission".to_owned(), rank: Rank::Sign };
    let chief = Actor { account: AccountId::new("chief"), seat };
    let programme = ProgrammeId::new("shenyang-2018");
    let acts = [
        (system, ProgrammeCommand::Publish { policy_hash: hash }),
        (chief, ProgrammeCommand::Move { programme, state, reason: "沈政办〔2019〕9号".to_owned() }),
    ];
    for (number, (actor, command)) in acts.into_iter().enumerate() {
        let done = city.app.execute(&actor, Command::Programme(command), &number.to_string(), vec![]).await;
        done.expect("the programme is at work");
    }
    city
}

const PAGES: [&str; 9] = [
    "/",
    "/policies",
    "/policies/shenyang-2018",
    "/policies/shenyang-2018/readings",
    "/estimate",
    "/providers",
    "/disclosure",
    "/query",
    "/accessibility",
];

#[tokio::test]
async fn every_page_stands_in_both_languages_before_and_after_the_programme_begins() {
    for city in [city().await, city_in(State::Open).await] {
        let mut browser = city.browser(1);
        for path in PAGES {
            for lang in ["zh", "en"] {
                let page = browser.get(&format!("{path}?lang={lang}")).await;
                assert_eq!(page.status, StatusCode::OK, "{path} {lang}");
                assert!(!page.says(">public-") && !page.says(" public-"), "{path} {lang} shows the key of a sentence");
            }
        }
    }
}

#[tokio::test]
async fn the_home_page_says_what_can_be_done_and_by_when() {
    let city = city_in(State::Open).await;
    let mut browser = city.browser(1);
    let page = browser.get("/").await;
    assert!(page.says("还剩 1 个工作日（3月5日）"), "the next cut-off is 5 March");
    assert!(page.says("href=\"/filings/new\"") && page.says("200万元") && page.says("补贴比例（50%）"));
}

#[tokio::test]
async fn a_programme_that_takes_nothing_in_says_so_with_the_clause() {
    for (state, words) in [(State::Settling, "不再受理新的备案"), (State::Closed, "方案已经结束")] {
        let city = city_in(state).await;
        let mut browser = city.browser(1);
        let page = browser.get("/").await;
        assert!(page.says(words) && page.says("/policies/shenyang-2018#附"), "{words}");
        assert!(!page.says("href=\"/filings/new\""));
    }
}

#[tokio::test]
async fn every_clause_has_its_anchor_and_the_document_its_hash() {
    let city = city().await;
    let mut browser = city.browser(1);
    let page = browser.get("/policies/shenyang-2018").await.clone();
    let setting = city.app.setting();
    let plan = setting.policies.values().next().expect("a policy").plan();
    for clause in &plan.clauses {
        assert!(page.says(&format!("id=\"{}\"", clause.id)), "{}", clause.id);
    }
    assert!(page.says(&plan.hash));
    let document = browser.get("/policies/shenyang-2018/document").await;
    assert_eq!(Some(document.body.as_str()), shipped::policy("shenyang-2018"));
    assert_eq!(crate::web::security::random::hex(&Sha256::digest(&document.body)), plan.hash);
    assert_eq!(browser.get("/policies/nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_code_and_an_unknown_number_look_alike_and_are_slowed_down() {
    let city = city_in(State::Open).await;
    let mut browser = city.browser(1);
    for _ in 0..10 {
        let page = browser.get("/query?number=2019-000001&code=AAAAAAAA").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says("没有找到与编号和校验码相符的案件"));
    }
    let code = crate::receipt::code(&city.app, "2019-000001");
    let right = format!("/query?number=2019-000001&code={code}");
    assert_eq!(browser.get(&right).await.status, StatusCode::TOO_MANY_REQUESTS);
    let page = city.browser(2).get(&right).await.clone();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "the code of a number that no case has");
    assert!(page.says("没有找到与编号和校验码相符的案件"));
}

#[tokio::test]
async fn a_code_may_be_typed_in_any_way_but_must_be_the_right_one() {
    let city = city().await;
    let code = crate::receipt::code(&city.app, "沈企云备〔2019〕7号");
    assert_eq!(code.len(), 8);
    let typed = format!(" {}-{} ", code[..4].to_lowercase(), code[4..].to_lowercase());
    assert!(crate::receipt::is_code(&city.app, "沈企云备〔2019〕7号", &typed));
    for wrong in ["", &code[..7], &format!("{code}2")] {
        assert!(!crate::receipt::is_code(&city.app, "沈企云备〔2019〕7号", wrong), "{wrong}");
    }
    assert!(!crate::receipt::is_code(&city.app, "沈企云备〔2019〕8号", &code));
}

#[tokio::test]
async fn the_catalogue_shows_who_is_listed_today() {
    let city = city().await;
    let mut browser = city.browser(1);
    let all = browser.get("/providers").await.clone();
    assert!(all.says("浑河云计算") && all.says("北陵工业软件"));
    let operators = browser.get("/providers?kind=operator").await.clone();
    assert!(operators.says("沈云平台运营") && !operators.says("浑河云计算"));
    assert!(browser.get("/providers?name=nobody").await.says("没有符合条件的服务商"));
    assert!(browser.get("/providers/hunhe-cloud").await.says("91210100MA0DEM03X0"));
    assert_eq!(browser.get("/providers/nobody").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_self_check_keeps_what_was_answered_and_says_what_is_wrong() {
    let city = city_in(State::Open).await;
    let mut browser = city.browser(1);
    assert!(browser.get("/estimate").await.says("申报哪一类云"));
    let empty = browser.get("/estimate?stream=").await.clone();
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = browser.get("/estimate?stream=industrial&kind=industrial&revenue_fen=abc").await.clone();
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("value=\"abc\"") && wrong.says("name=\"stream\" value=\"industrial\""));
    let foreign = browser.get("/estimate?stream=industrial&nonsense=1").await.clone();
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answers = "stream=industrial&kind=industrial&revenue_fen=4亿&paid_fen=2999999.99&years_used=0\
        &service_date=2019-04-01&industry_ok=yes&reg_local=yes&legal_person=yes&tax_local=yes&operating=yes";
    let encoded = answers.replace('亿', "%E4%BA%BF");
    let outcome = browser.get(&format!("/estimate?{encoded}&filed=yes")).await.clone();
    assert!(outcome.says("1,499,999.99 元") && outcome.says("/filings/new?stream=industrial"));
    let refused = browser.get(&format!("/estimate?{encoded}&filed=no")).await.clone();
    assert!(refused.says("尚未备案") && refused.says("assume.filed=on") && !refused.says("/filings/new"));
}

#[tokio::test]
async fn what_is_not_published_is_not_there() {
    let city = city_in(State::Open).await;
    let mut browser = city.browser(1);
    for path in [
        "/disclosure/unknown",
        "/disclosure/unknown/print",
        "/disclosure/unknown/object/x",
        "/disclosure/unknown/objections/y",
    ] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let rows = browser.get("/disclosure/paid.json").await.clone();
    let read: serde_json::Value = serde_json::from_str(&rows.body).expect("one JSON object");
    assert_eq!((read["paid_fen"].as_i64(), read["rows"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert!(browser.get("/disclosure/paid.csv").await.body.starts_with("\u{feff}enterprise_name,"));
}
