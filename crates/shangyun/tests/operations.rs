//! A city from nothing: `init`, three administrators, a first officer, an open programme, a first filing; a backup while
//! it is served, restored elsewhere and proven. Over HTTP, against the program itself, on both databases.

mod support;

use domain::credit_code::CreditCode;
use jiff::ToSpan;
use serde_json::{Value, json};
use shangyun::clock::real_now;
use shangyun::second_factor::code_at;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use support::admission::{PASSWORD, accept, invite};
use support::api::{Api, Token};
use support::city::{City, printed};
use support::folder::Folder;
use support::postgres::TestDatabase;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

/// Administrators come in, an officer is invited and opens the programme.
fn open(city: &City, links: &Value) {
    let link = |place: usize| links[place]["link"].as_str().expect("a link").to_owned();
    let mut system = city.visitor();
    accept(&mut system, &link(0));
    let mut security = city.visitor();
    accept(&mut security, &link(1));
    accept(&mut city.visitor(), &link(2));
    system.get("/admin/system");
    let hash = system.between("name=\"policy\" value=\"", "\"").expect("a policy to publish");
    system.post("/admin/system/publish", &[("policy", &hash)]).follow();
    assert!(system.body.contains("已发布，筹备中"), "{}", system.body);
    assert_eq!(system.get("/admin/accounts").status, 403, "the system administrator has no accounts");

    let invitation = invite(&mut security, "commission", "sign", ("严国栋", "yan@city.test"));
    let mut officer = city.visitor();
    let secret = accept(&mut officer, &invitation);
    officer.get("/account").post("/sign-out", &[]);
    officer.get("/sign-in?next=/programmes/shenyang-2018");
    officer
        .post("/sign-in", &[("name", "yan@city.test"), ("password", PASSWORD), ("next", "/programmes/shenyang-2018")]);
    officer.follow();
    // The code of the enrolment was used; the one of the next half minute is taken already.
    let code = code_at(&secret, real_now() + 30.seconds());
    officer.post("/sign-in/code", &[("code", &code), ("next", "/programmes/shenyang-2018")]).follow();
    assert_eq!(officer.status, 200);
    officer.post("/programmes/shenyang-2018/move", &[("state", "open"), ("reason", "沈工信发〔2018〕1号")]);
    assert_eq!(officer.location, "/programmes/shenyang-2018", "{}", officer.body);
}

/// Somebody signs up, registers an enterprise and files.
fn file(city: &City, api: &Api) -> Token {
    let mut newcomer = city.visitor();
    newcomer.get("/sign-up");
    let fields =
        [("name", "李永强"), ("login", "li@firms.test"), ("password", PASSWORD), ("repeat", PASSWORD), ("told", "on")];
    newcomer.post("/sign-up", &fields);
    assert_eq!(newcomer.location, "/enterprise", "{}", newcomer.body);
    let token = api.sign_in("li@firms.test", PASSWORD);
    let personal = |text: &str| json!({ "personal": text });
    let code = CreditCode::with_checks("91210106MA0AP0T1").expect("a code").to_string();
    let profile = json!({
        "name": "沈阳第一机床有限公司", "district": "210106", "division": "34", "founded_on": "2010-05-01",
        "contact_name": personal("李永强"), "contact_phone": personal("024-00000000"),
        "contact_mail": personal("li@firms.test"), "bank_name": "盛京银行铁西支行",
        "bank_account": personal("6200 0000 0000 0001"),
    });
    api.act(&token, "enterprise", json!({ "do": "register", "credit_code": code, "profile": profile }));
    let today = real_now().to_zoned_datetime(jiff::tz::TimeZone::get("Asia/Shanghai").expect("a zone")).date();
    let figure = json!({ "revenue": 50_000_000_000_i64, "report_number": "沈会审字第0001号" });
    api.act(&token, "enterprise", json!({ "do": "set_figure", "year": today.year() - 1, "figure": figure }));
    let start = json!({ "do": "start", "programme": "shenyang-2018", "stream": "industrial" });
    let shown = api.act(&token, "filing", start);
    let filing = shown["show"].as_str().and_then(|key| key.strip_prefix("filing:")).expect("a filing").to_owned();
    let form = json!({
        "purpose": "机床联网与远程运维", "service_model": "paas", "project_type": "equipment-operation",
        "provider": "hunhe-cloud", "estimate": 200_000_000_i64, "starts_on": today.to_string(), "answers": {},
    });
    api.act(&token, "filing", json!({ "do": "save", "filing": filing, "form": form }));
    let papers =
        ["service_application", "business_licence", "tax_registration", "business_qualification", "audit_report"];
    for document in papers {
        let kept = api.keep(&token, &format!("{document}.pdf"), PDF);
        let dated = (document == "audit_report").then(|| today.to_string());
        let attach = json!({ "do": "attach", "filing": filing, "document": document, "file": kept, "dated": dated });
        api.act(&token, "filing", attach);
    }
    let drawn = api.get(&token, &format!("/api/v1/filings/{filing}"))["revision"].clone();
    api.act(&token, "filing", json!({ "do": "submit", "filing": filing, "drawn": drawn }));
    token
}

/// Acts without a pause while something else is done.
fn under_load<T>(city: &City, token: &Token, what: impl FnOnce() -> T) -> T {
    let done = Arc::new(AtomicBool::new(false));
    let (seen, token, base) = (Arc::clone(&done), token.clone(), format!("http://{}", city.address));
    let load = thread::spawn(move || {
        let api = Api::at(&base);
        let mut acts = 0;
        while !seen.load(Ordering::Relaxed) {
            let figure = json!({ "revenue": 50_000_000_000_i64 + acts, "report_number": "沈会审字第0001号" });
            let year = real_now().to_zoned_datetime(jiff::tz::TimeZone::UTC).year() - 2;
            api.act(&token, "enterprise", json!({ "do": "set_figure", "year": year, "figure": figure }));
            acts += 1;
        }
        acts
    });
    thread::sleep(Duration::from_millis(100));
    let value = what();
    thread::sleep(Duration::from_millis(100));
    done.store(true, Ordering::Relaxed);
    assert!(load.join().expect("the load ends") > 2, "there was no load");
    value
}

/// A configuration beside the city's own, with another database and other documents.
fn elsewhere(city: &City, database: &str) -> String {
    let text = fs::read_to_string(city.config()).expect("the configuration");
    let lines = text.lines().map(|line| match line.split(' ').next() {
        Some("database") => format!("database = \"{database}\""),
        Some("documents") => "documents = \"elsewhere/documents\"".to_owned(),
        _ => line.to_owned(),
    });
    let path = city.path("elsewhere.toml");
    fs::write(&path, lines.collect::<Vec<_>>().join("\n")).expect("written");
    path.display().to_string()
}

/// The whole way on one kind of database, restored into the other.
fn from_nothing(database: &str, restored_into: &str) {
    let (mut city, links) = City::init(database);
    assert_eq!(links.as_array().map(Vec::len), Some(3));
    city.serve();
    open(&city, &links);
    let again = printed(&["init", "--json", "--config", &city.config()], 0);
    assert_eq!(again, json!([]), "everybody has come in, nothing is left to do");
    let api = Api::at(&format!("http://{}", city.address));
    let token = file(&city, &api);
    assert!(api.get(&token, "/api/v1/inbox").to_string().contains("filing_received"));

    let backup = under_load(&city, &token, || printed(&["backup", "--json", "--config", &city.config()], 0));
    let there = elsewhere(&city, restored_into);
    let folder = backup["folder"].as_str().expect("a folder");
    let restored = printed(&["restore", "--json", "--from", folder, "--config", &there], 0);
    assert_eq!((&restored["clean"], &restored["entries"]), (&json!(true), &backup["entries"]));
    assert!(restored["documents"].as_u64() >= Some(1), "{restored}");
    // Not into what is there already.
    printed(&["restore", "--from", folder, "--config", &there], 1);

    // The city has gone on, and up to the backup its journal is the very same.
    let root = format!("{}:{}", restored["entries"], restored["root"].as_str().expect("a root"));
    let now = printed(&["verify", "--json", "--config", &city.config(), "--root", &root], 0);
    assert!(now["entries"].as_u64() > restored["entries"].as_u64(), "{now} {restored}");
    let forged = root.replace(char::is_alphabetic, "0");
    printed(&["verify", "--json", "--config", &city.config(), "--root", &forged], 1);
    let looked = printed(&["doctor", "--json", "--config", &city.config()], 0);
    let states: Vec<&str> =
        looked.as_array().expect("lines").iter().filter_map(|line| line["state"].as_str()).collect();
    assert!(states.len() >= 9 && !states.contains(&"wrong"), "{looked}");
    city.end();
    // What was signed in stays signed in over a restart: sessions are kept.
    city.serve();
    let api = Api::at(&format!("http://{}", city.address));
    assert_eq!(api.get(&token, "/api/v1/me")["seat"]["kind"], "enterprise");
    city.end();
}

#[test]
fn a_city_begins_on_sqlite_and_is_restored_into_postgresql() {
    let database = TestDatabase::create();
    from_nothing("sqlite:data/city.db", database.url());
}

#[test]
fn a_city_begins_on_postgresql_and_is_restored_into_sqlite() {
    let database = TestDatabase::create();
    from_nothing(database.url(), "sqlite:elsewhere/city.db");
}

#[test]
fn a_new_city_needs_three_administrators() {
    let folder = Folder::new("operations");
    let config = folder.path().join("city.toml").display().to_string();
    let said = printed(&["init", "--config", &config, "--system", "赵雨桐=system@city.test"], 2);
    assert!(said.as_str().is_some_and(|said| said.contains("three administrators")), "{said}");
    assert!(!Path::new(&config).exists(), "nothing was made");
    let said = printed(&["init", "--config", &config, "--system", "赵雨桐"], 2);
    assert!(said.as_str().is_some_and(|said| said.contains("NAME=MAIL")), "{said}");
}

#[test]
fn what_is_wrong_with_a_configuration_is_said_at_once_with_its_place() {
    let folder = Folder::new("operations");
    let config = folder.path().join("city.toml");
    let name = config.display().to_string();
    let said = printed(&["serve", "--config", &name], 2);
    assert!(said.as_str().is_some_and(|said| said.contains("shangyun init")), "{said}");
    let text = "listen = \"0.0.0.0:80\"\norigin = \"cloud\"\ndatabase = \"mysql:x\"\ndocuments = \"d\"\nsecrets = \"s\"\n\
                city = \"c\"\npolicies = \"p\"\nproxies = [\"ten\"]\n";
    fs::write(&config, text).expect("written");
    let said = printed(&["serve", "--config", &name], 2);
    let said = said.as_str().expect("words");
    assert!(["origin:", "database:", "proxies:"].iter().all(|key| said.contains(key)), "{said}");
    fs::write(&config, format!("{text}databse = \"x\"\n")).expect("written");
    let said = printed(&["serve", "--config", &name], 2);
    assert!(said.as_str().is_some_and(|said| said.contains("line 9") && said.contains("databse")), "{said}");
}
