use crate::session;
use crate::trial::{Browser, City};
use axum::http::StatusCode;
use domain::ids::AccountId;

/// A browser in which an account is signed in.
async fn signed_in(city: &City, seat: &str, number: u8) -> Browser {
    let account = city.account(seat).await;
    let token = session::start(&city.app, &account).await.expect("a session");
    let mut browser = city.browser(number);
    browser.hold("session", &token);
    browser
}

#[tokio::test]
async fn each_administrator_has_one_part_and_no_other() {
    let city = City::founded().await;
    let parts = ["/admin/accounts", "/admin/system", "/admin/journal"];
    for (place, seat) in ["security_admin", "system_admin", "audit_admin"].into_iter().enumerate() {
        let mut browser = signed_in(&city, seat, 1).await;
        for (part, path) in parts.into_iter().enumerate() {
            let expected = if part == place { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(browser.get(path).await.status, expected, "{seat} at {path}");
        }
    }
    assert_eq!(city.browser(2).get("/admin/accounts").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_officer_is_invited_moved_disabled_and_let_in_anew() {
    let city = City::founded().await;
    let mut admin = signed_in(&city, "security_admin", 1).await;
    assert!(admin.get("/admin/accounts/new").await.says("政府部门工作人员"));
    assert!(admin.get("/admin/accounts/new?kind=office").await.says("经办"));
    let office = city.app.setting().city.offices().next().expect("an office").id.clone();
    let fields = [("kind", "office"), ("office", &*office), ("name", "杨佳音"), ("login", "yang@city.test")];
    let page = admin.post("/admin/accounts/new", &fields).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("杨佳音"), "the rank is missing");
    let page = admin.post("/admin/accounts/new", &[&fields[..], &[("rank", "handle")]].concat()).await;
    assert!(page.says("http://city.test/invitation/") && page.says("当面"), "{}", page.body);
    let link = page.body.split("http://city.test").nth(1).and_then(|rest| rest.split('<').next()).expect("a link");
    let link = link.to_owned();
    assert_eq!(city.browser(2).get(&link).await.status, StatusCode::OK);

    let found = admin.get("/admin/accounts?seat=officer_handle").await;
    assert!(found.says("杨佳音") && found.says("尚未激活"));
    assert!(admin.get("/admin/accounts?q=%E4%BD%B3%E9%9F%B3").await.says("yang@city.test"));
    assert!(admin.get("/admin/accounts?q=yang%40city.test").await.says("杨佳音"));
    assert!(admin.get("/admin/accounts?q=nobody%40city.test").await.says("没有符合条件的账户"));

    let id = city.account("officer_handle").await;
    let path = format!("/admin/accounts/{id}");
    let seat = format!("{path}/seat");
    admin.get(&format!("{seat}?kind=office")).await;
    admin.post(&seat, &[("kind", "office"), ("office", &office), ("rank", "sign")]).await;
    assert_eq!(admin.page().location, path);
    assert!(admin.follow().await.says("签发"));
    admin.post(&path, &[("act", "disable")]).await;
    assert!(admin.follow().await.says("已停用"));
    assert_eq!(city.browser(2).get(&link).await.status, StatusCode::NOT_FOUND, "a disabled account has no way in");
    admin.post(&path, &[("act", "enable")]).await;
    let page = admin.get(&path).await;
    assert!(page.says("开户") && page.says("调整身份") && page.says("停用") && page.says("启用"));
    let page = admin.post(&path, &[("act", "readmit")]).await;
    assert!(page.says("http://city.test/invitation/"));
    assert_eq!(city.browser(2).get(&link).await.status, StatusCode::NOT_FOUND, "the first link is void");
}

#[tokio::test]
async fn nobody_changes_their_own_account_or_removes_the_last_administrator() {
    let city = City::founded().await;
    let mut admin = signed_in(&city, "security_admin", 1).await;
    let own = city.account("security_admin").await;
    let page = admin.get(&format!("/admin/accounts/{own}")).await;
    assert!(page.says("自己的身份和状态不能由自己改动") && !page.says("停用账户"));
    admin.post(&format!("/admin/accounts/{own}"), &[("act", "disable")]).await;
    assert_eq!(admin.page().status, StatusCode::FORBIDDEN);
    let audit = city.account("audit_admin").await;
    admin.get(&format!("/admin/accounts/{audit}")).await;
    let page = admin.post(&format!("/admin/accounts/{audit}"), &[("act", "disable")]).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("最后一位"), "{}", page.body);
    // With a second one, the first can go.
    admin.get("/admin/accounts/new?kind=audit_admin").await;
    let fields = [("kind", "audit_admin"), ("name", "程审"), ("login", "cheng@city.test")];
    assert!(admin.post("/admin/accounts/new", &fields).await.says("/invitation/"));
    admin.get(&format!("/admin/accounts/{audit}")).await;
    admin.post(&format!("/admin/accounts/{audit}"), &[("act", "disable")]).await;
    assert_eq!(admin.page().status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_programme_is_published_once() {
    let city = City::founded().await;
    let mut admin = signed_in(&city, "system_admin", 1).await;
    let page = admin.get("/admin/system").await;
    assert!(page.says("发布为方案") && page.says("sqlite"));
    let hash = city.app.setting().policies.keys().next().expect("a policy").clone();
    admin.post("/admin/system/publish", &[("policy", &hash)]).await;
    assert_eq!(admin.page().location, "/admin/system?published=on");
    assert!(admin.follow().await.says("已发布，筹备中"));
    admin.post("/admin/system/mail", &[]).await;
    assert_eq!(admin.page().location, "/admin/system?unmailed=on");
}

#[tokio::test]
async fn the_journal_is_searched_exported_and_verified() {
    let city = City::founded().await;
    let mut auditor = signed_in(&city, "audit_admin", 1).await;
    let page = auditor.get("/admin/journal").await;
    assert!(page.says("account.opened") && page.says("初始化程序"));
    let id: AccountId = city.account("system_admin").await;
    let page = auditor.get(&format!("/admin/journal?subject=account%3A{id}")).await;
    assert_eq!(page.body.matches("<code>account.opened</code>").count(), 1);
    assert!(auditor.get("/admin/journal?actor=nobody").await.says("没有符合条件的记录"));
    assert!(auditor.get("/admin/journal?until=2001-01-01").await.says("没有符合条件的记录"));
    assert_eq!(auditor.get("/admin/journal?subject=nothing").await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let head = city.app.store.head().await.expect("a head");
    let page = auditor.get(&format!("/admin/journal/export?form=json&from=2&to={head}")).await.clone();
    let lines: Vec<serde_json::Value> =
        page.body.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(lines.len(), usize::try_from(head).expect("few") - 1);
    assert_eq!(lines[0]["seq"], 2);
    let page = auditor.get("/admin/journal/export?form=csv&from=1&to=1").await;
    assert!(page.says("seq,at,act") && page.body.lines().count() == 2);
    assert_eq!(auditor.get("/admin/journal/export?form=xml&from=1&to=1").await.status, StatusCode::BAD_REQUEST);

    auditor.get("/admin/journal/verification").await;
    auditor.post("/admin/journal/verification", &[]).await;
    assert_eq!(auditor.page().location, "/admin/journal/verification");
    for _ in 0..200 {
        if !auditor.get("/admin/journal/verification").await.says("http-equiv=\"refresh\"") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(auditor.page().says("完整，没有发现改动"), "{}", auditor.page().body);
    assert!(auditor.get("/admin/journal").await.says("上次核验"));
}
