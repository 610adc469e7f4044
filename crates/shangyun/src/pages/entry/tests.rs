use crate::admission::Purpose;
use crate::clock::real_now;
use crate::second_factor::code_at;
use crate::trial::{Browser, City};
use axum::http::StatusCode;
use domain::ids::AccountId;
use jiff::SignedDuration;
use store::secrets;

const PASSWORD: &str = "浑河 Tomate 7";

/// The code that an authenticator would show after some seconds.
async fn code(city: &City, account: &AccountId, after_seconds: i64) -> String {
    let credential = secrets::credential(&city.app.store, account).await.expect("read").expect("one");
    let at = real_now() + SignedDuration::from_secs(after_seconds);
    code_at(&credential.totp.expect("a second factor"), at)
}

/// Accepts an invitation with password and second factor; gives the recovery codes.
async fn accept(city: &City, browser: &mut Browser, account: &AccountId) -> Vec<String> {
    let link = city.link(account, Purpose::Invitation).await;
    assert!(browser.get(&link).await.says("设置密码"));
    browser.post(&link, &[("password", PASSWORD), ("repeat", PASSWORD)]).await;
    assert_eq!(browser.page().status, StatusCode::SEE_OTHER, "{}", browser.page().body);
    let page = browser.follow().await.clone();
    assert!(page.says("<svg class=\"qr\""));
    let sealed = page.field("sealed");
    let secret = super::enrol::opened(&city.app, account, &sealed).expect("it opens");
    let code = code_at(&secret, real_now());
    let page = browser.post("/sign-in/second-factor", &[("code", &code), ("sealed", &sealed), ("next", "/desk")]).await;
    assert!(page.says("恢复码"), "{} {}", page.status, page.body);
    let codes = page.body.split("<li class=\"figure\">").skip(1).filter_map(|part| part.split('<').next());
    codes.map(str::to_owned).collect()
}

#[tokio::test]
async fn an_administrator_comes_in_by_a_link_and_then_by_password_and_code() {
    let city = City::founded().await;
    let account = city.account("security_admin").await;
    let mut first = city.browser(1);
    let codes = accept(&city, &mut first, &account).await;
    assert_eq!(codes.len(), 10);
    assert!(first.get("/account").await.says("security@city.test"));

    let mut second = city.browser(2);
    second.get("/sign-in?next=/account").await;
    let name = [("name", "Security@City.Test"), ("password", PASSWORD), ("next", "/account")];
    second.post("/sign-in", &name).await;
    assert_eq!(second.page().location, "/sign-in/code?next=%2Faccount");
    assert!(!second.holds("session"));
    second.follow().await;
    // The code of the enrolment was used up; the next one counts already, one step early.
    let used = code(&city, &account, 0).await;
    assert_eq!(second.post("/sign-in/code", &[("code", &used)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fresh = code(&city, &account, 30).await;
    second.post("/sign-in/code", &[("code", &fresh), ("next", "/account")]).await;
    assert_eq!(second.page().location, "/account");
    assert!(second.follow().await.says("security@city.test"));

    let mut third = city.browser(3);
    third.get("/sign-in").await;
    third.post("/sign-in", &name).await;
    third.follow().await;
    third.post("/sign-in/code", &[("code", &codes[2])]).await;
    assert_eq!(third.page().location, "/account?recovered=on");
    let mut fourth = city.browser(4);
    fourth.get("/sign-in").await;
    fourth.post("/sign-in", &name).await;
    fourth.follow().await;
    assert_eq!(fourth.post("/sign-in/code", &[("code", &codes[2])]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_link_works_once() {
    let city = City::founded().await;
    let account = city.account("audit_admin").await;
    let link = city.link(&account, Purpose::Invitation).await;
    let mut browser = city.browser(1);
    assert_eq!(browser.get("/invitation/0000").await.status, StatusCode::NOT_FOUND);
    browser.get(&link).await;
    let short = browser.post(&link, &[("password", "kurz"), ("repeat", "kurz")]).await;
    assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && short.says("至少要 10 个字符"));
    let differs = browser.post(&link, &[("password", PASSWORD), ("repeat", "浑河 Tomate 8")]).await;
    assert!(differs.says("两次输入的密码不一样"));
    assert_eq!(
        browser.post(&link, &[("password", PASSWORD), ("repeat", PASSWORD)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(browser.get(&link).await.status, StatusCode::NOT_FOUND);
    // Without the second factor the administrator is not in.
    assert!(!browser.holds("session"));
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn wrong_passwords_and_unknown_names_get_one_answer_and_then_a_wait() {
    let city = City::founded().await;
    let account = city.account("security_admin").await;
    accept(&city, &mut city.browser(9), &account).await;
    let mut browser = city.browser(1);
    browser.get("/sign-in").await;
    let known = browser.post("/sign-in", &[("name", "security@city.test"), ("password", "wrong")]).await.clone();
    let unknown = browser.post("/sign-in", &[("name", "nobody@city.test"), ("password", "wrong")]).await.clone();
    let words = |page: &crate::trial::Page| page.body.split("id=\"errors\"").nth(1).map(|rest| rest[..200].to_owned());
    assert_eq!(words(&known), words(&unknown));
    for _ in 0..4 {
        browser.post("/sign-in", &[("name", "security@city.test"), ("password", "wrong")]).await;
    }
    let held = browser.post("/sign-in", &[("name", "security@city.test"), ("password", PASSWORD)]).await;
    assert!(held.status == StatusCode::TOO_MANY_REQUESTS && held.says("15 分钟后再试"), "{}", held.status);
    // The owner, elsewhere, is not locked out by it.
    let mut owner = city.browser(2);
    owner.get("/sign-in").await;
    owner.post("/sign-in", &[("name", "security@city.test"), ("password", PASSWORD)]).await;
    assert!(owner.page().location.starts_with("/sign-in/code"));
}

#[tokio::test]
async fn codes_of_the_second_factor_cannot_be_guessed_through() {
    let city = City::founded().await;
    let account = city.account("security_admin").await;
    accept(&city, &mut city.browser(9), &account).await;
    let mut browser = city.browser(1);
    browser.get("/sign-in").await;
    browser.post("/sign-in", &[("name", "security@city.test"), ("password", PASSWORD)]).await;
    browser.follow().await;
    for _ in 0..5 {
        assert_eq!(browser.post("/sign-in/code", &[("code", "000000")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = code(&city, &account, 30).await;
    assert_eq!(browser.post("/sign-in/code", &[("code", &right)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!browser.holds("session"));
}

#[tokio::test]
async fn without_a_mail_server_a_newcomer_signs_up_at_once() {
    let city = City::founded().await;
    let mut browser = city.browser(1);
    browser.get("/sign-up").await;
    let fields = [("name", "李永强"), ("login", "13800138000"), ("password", PASSWORD), ("repeat", PASSWORD)];
    let page = browser.post("/sign-up", &fields).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("李永强") && !page.says(PASSWORD));
    browser.post("/sign-up", &[&fields[..], &[("told", "on")]].concat()).await;
    assert_eq!((browser.page().status, browser.page().location.as_str()), (StatusCode::SEE_OTHER, "/enterprise"));
    assert!(browser.get("/account").await.says("13800138000"));
    let mut other = city.browser(2);
    other.get("/sign-up").await;
    let page = other.post("/sign-up", &[&fields[..], &[("told", "on")]].concat()).await;
    assert!(page.says("已经有账户了"));
    browser.post("/sign-out", &[]).await;
    assert!(!browser.holds("session"));
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    browser.get("/sign-in").await;
    browser.post("/sign-in", &[("name", "13800138000"), ("password", PASSWORD), ("next", "//evil.test")]).await;
    assert_eq!(browser.page().location, "/desk");
}

#[tokio::test]
async fn a_reset_ends_all_sessions_and_leaves_the_second_factor() {
    let city = City::founded().await;
    let account = city.account("security_admin").await;
    let mut browser = city.browser(1);
    accept(&city, &mut browser, &account).await;
    let link = city.link(&account, Purpose::Reset).await;
    let mut other = city.browser(2);
    other.get(&link).await;
    other.post(&link, &[("password", "辽河 Gurke 8 !"), ("repeat", "辽河 Gurke 8 !")]).await;
    assert_eq!(other.page().location, "/sign-in?done=reset");
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    other.follow().await;
    other.post("/sign-in", &[("name", "security@city.test"), ("password", "辽河 Gurke 8 !")]).await;
    assert!(other.page().location.starts_with("/sign-in/code"));
    assert_eq!(other.get(&link).await.status, StatusCode::NOT_FOUND);
}
