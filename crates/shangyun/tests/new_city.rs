//! The way of `docs/new-city.md`, by the program itself: a folder from the template, a plan of one's own, checked, served,
//! published and opened.

mod support;

use jiff::ToSpan;
use shangyun::clock::real_now;
use shangyun::second_factor::code_at;
use std::fs;
use support::admission::{PASSWORD, accept, invite};
use support::city::{City, printed, shangyun};

/// The plan that the template becomes.
const PLAN: &str = "riverside-2026";

#[test]
fn a_new_city_goes_from_the_template_to_an_open_programme() {
    let (mut city, links) = City::from_template();
    let plan = fill_in(&city);
    let checked = shangyun(&["policy", "check", &plan]).output().expect("the program runs");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    city.serve();

    let link = |place: usize| links[place]["link"].as_str().expect("a link").to_owned();
    let (mut system, mut security) = (city.visitor(), city.visitor());
    accept(&mut system, &link(0));
    accept(&mut security, &link(1));
    system.get("/admin/system");
    let hash = system.between("name=\"policy\" value=\"", "\"").expect("a policy to publish");
    system.post("/admin/system/publish", &[("policy", &hash)]).follow();
    assert!(system.body.contains("已发布，筹备中"), "{}", system.body);

    let invitation = invite(&mut security, "commission", "sign", ("周海燕", "zhou@riverside.test"));
    let mut officer = city.visitor();
    let secret = accept(&mut officer, &invitation);
    let page = format!("/programmes/{PLAN}");
    officer.get("/account").post("/sign-out", &[]);
    officer.get(&format!("/sign-in?next={page}"));
    let name = [("name", "zhou@riverside.test"), ("password", PASSWORD), ("next", &page)];
    officer.post("/sign-in", &name).follow();
    // The code of the enrolment was used; the one of the next half minute is taken already.
    let code = code_at(&secret, real_now() + 30.seconds());
    officer.post("/sign-in/code", &[("code", &code), ("next", &page)]).follow();
    officer.post(&format!("{page}/move"), &[("state", "open"), ("reason", "江湾工信发〔2026〕1号")]);
    assert_eq!(officer.location, page, "{}", officer.body);

    let mut public = city.visitor();
    assert!(public.get("/").body.contains("江湾市企业上云服务平台"), "{}", public.body);
    assert!(public.get(&format!("/policies/{PLAN}")).body.contains("江湾企业上云"), "{}", public.body);
    assert!(public.get(&format!("/policies/{PLAN}/readings")).body.contains("算到分还是算到元"), "{}", public.body);
}

/// Gives the plan and the portal names of their own; gives the path of the plan.
fn fill_in(city: &City) -> String {
    let (template, plan) = (city.path("policies/template.policy.md"), city.path("policies/riverside-2026.policy.md"));
    let text = fs::read_to_string(&template).expect("the template was copied");
    let named = text.replace("方案 企业上云补贴 template", &format!("方案 江湾企业上云 {PLAN}"));
    assert_ne!(named, text);
    fs::write(&plan, named).expect("written");
    fs::remove_file(template).expect("renamed");
    let registers = city.path("city/city.toml");
    let text = fs::read_to_string(&registers).expect("the registers were copied");
    fs::write(&registers, text.replace("示例市企业上云服务平台", "江湾市企业上云服务平台")).expect("written");
    plan.display().to_string()
}

#[test]
fn init_says_what_a_template_needs_and_which_cities_there_are() {
    let (city, _) = City::from_template();
    let said =
        printed(&["init", "--config", &city.path("other/city.toml").display().to_string(), "--city", "nowhere"], 2);
    assert!(said.to_string().contains("three administrators"), "{said}");
    let people = ["--system", "赵=a@c.test", "--security", "钱=b@c.test", "--audit", "孙=c@c.test"];
    let config = city.path("other/city.toml").display().to_string();
    let begin = |which: &[&str]| {
        let mut all = vec!["init", "--config", &config];
        all.extend(which.iter().chain(&people));
        let output = shangyun(&all).output().expect("the program runs");
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    let unknown = begin(&["--city", "nowhere"]);
    assert!(unknown.contains("shenyang, yunjiang, template"), "{unknown}");
    let told = begin(&["--city", "template", "--policy", "template"]);
    assert!(told.contains("【填】") && told.contains("shangyun demo --policy"), "{told}");
}
