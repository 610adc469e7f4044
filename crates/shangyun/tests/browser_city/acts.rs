//! The screens that come only after an act: links that go out by mail, drafts on their way, what was sent, what was
//! refused.

use crate::named;
use crate::support::folder::Folder;
use crate::visit::Visit;
use crate::walk::Reached;
use crate::walk::walk;
use domain::act::Actor;
use policy::plan::words::Rank;
use serde_json::json;
use shangyun::admission::Purpose;
use shangyun::demo::{cast, firms};
use shangyun::receipt;

/// All of them.
pub const ALL: &[fn(&mut Visit)] = &[
    coming_in,
    own_account,
    confirming,
    a_roster,
    the_public_asks,
    the_estimate,
    refused,
    otherwise_shown,
    what_if,
    a_new_edition,
    a_question,
];

/// What there is to see at the end of the year: contracts have come round.
pub const LATER: &[fn(&mut Visit)] = &[the_second_year];

/// A document of some bytes.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

/// Where somebody's links lead.
fn reached(visit: &Visit, actor: &Actor) -> Reached {
    let token = visit.city.runtime.block_on(visit.city.session(actor));
    visit.city.runtime.block_on(walk(visit.city, Some(&token)))
}

fn coming_in(visit: &mut Visit) {
    visit.be(None);
    visit.look_at(&[("sign-up-sent", "/sign-up/sent"), ("reset-sent", "/reset/sent"), ("link-used", "/reset/0")]);
    for page in ["/sign-in", "/sign-up"] {
        visit.open(page);
        visit.send("main form");
        visit.browser.see("有");
        visit.look(&format!("{}-errors", page.trim_start_matches('/')));
    }
    let account = firms::owner(3).account;
    for (name, path, purpose) in [
        ("invitation", "/invitation", Purpose::Invitation),
        ("reset-link", "/reset", Purpose::Reset),
        ("sign-up-confirm", "/sign-up/confirm", Purpose::Confirm),
    ] {
        visit.open(&format!("{path}/{}", visit.city.link(&account, purpose)));
        visit.look(name);
    }
    visit.cookie("second", &visit.city.link(&account, Purpose::SecondFactor));
    visit.look_at(&[("sign-in-second-factor", "/sign-in/second-factor"), ("sign-in-code", "/sign-in/code")]);
}

fn own_account(visit: &mut Visit) {
    visit.be(Some(&firms::owner(4)));
    visit.look_at(&[
        ("account-password", "/account/password"),
        ("account-second-factor", "/account/second-factor"),
        ("account-second-factor-off", "/account/second-factor/off"),
        ("account-recovery", "/account/recovery"),
    ]);
}

fn confirming(visit: &mut Visit) {
    let firm = firms::owner(named("沈阳鼎砥轴承有限公司"));
    let claim = reached(visit, &firm)["/claims/{id}/tasks"][0].replace("/tasks", "");
    visit.be(Some(&firm));
    for page in ["answers", "confirm"] {
        visit.open(&format!("{claim}/{page}"));
        visit.look(&format!("confirming-{page}"));
    }
    let firm = firms::owner(0);
    let claim = reached(visit, &firm)["/claims/{id}"][0].clone();
    visit.be(Some(&firm));
    visit.look_at(&[("claim-receipt", &format!("{claim}/receipt"))]);
    let firm = firms::owner(named("沈阳宇桁航天紧固件有限公司"));
    let filing = reached(visit, &firm)["/filings/{id}/tasks"][0].replace("/tasks", "");
    visit.be(Some(&firm));
    visit.look_at(&[("filing-submit", &format!("{filing}/submit"))]);
}

fn a_roster(visit: &mut Visit) {
    let folder = Folder::new("roster");
    let paper = folder.path().join("paper.pdf");
    std::fs::write(&paper, PDF).expect("a paper can be written");
    visit.be(Some(&cast::provider("hunhe-cloud", 0)));
    visit.open("/rosters/new");
    visit.look("roster-choose");
    visit.browser.script("document.querySelector('main td input[type=checkbox]').click()", vec![]);
    for (name, label) in [("roster-certificate", "开通凭证"), ("roster-letter", "真实性承诺函")] {
        visit.browser.click_button("保存并继续");
        visit.browser.see(label);
        visit.look(name);
        visit.browser.upload(label, &paper);
    }
    visit.browser.click_button("保存并继续");
    visit.browser.see("核对");
    visit.look("roster-check");
}

fn the_public_asks(visit: &mut Visit) {
    visit.be(None);
    visit.open("/disclosure");
    visit.open(&visit.link("/disclosure/"));
    visit.open(&visit.link(&format!("{}/object/", visit.browser.path())));
    visit.send("main form");
    visit.browser.see("请");
    visit.look("objection-errors");
    visit.browser.script("document.querySelector('main textarea').value = '上线时间与名单不符，请核实。'", vec![]);
    visit.send("main form");
    visit.browser.see("异议编号");
    visit.look("objection-sent");
    visit.open("/query");
    visit.send("main form");
    visit.look("query-errors");
    let number = "2018-000001";
    let code = receipt::code(&visit.city.app, number);
    visit.open(&format!("/query?number={number}&code={code}"));
    visit.look("query-answer");
}

/// A slider is moved and a number mistyped: the result follows without a button, and so does the address.
fn what_if(visit: &mut Visit) {
    visit.be(Some(&cast::officer("commission", Rank::Handle, 0)));
    visit.open("/programmes/shenyang-2018/what-if");
    let slide = "const slider = document.querySelector('[data-for=\"set.rate\"]'); \
        slider.value = 40; slider.dispatchEvent(new Event('input', { bubbles: true }))";
    visit.browser.script(slide, vec![]);
    visit.browser.see("参数 补贴比例：由 50% 改为 40%");
    assert!(visit.browser.path().contains("set.rate=40%25"), "the address can be shared: {}", visit.browser.path());
    visit.look("what-if-asked");
    let mistype = "const field = document.getElementById('set.rate'); \
        field.value = 'half'; field.dispatchEvent(new Event('input', { bubbles: true }))";
    visit.browser.script(mistype, vec![]);
    visit.browser.see("`half` 不是一个值");
}

/// A text of the policy is written with an error, mended, proposed and confirmed; then a case can be moved to it.
fn a_new_edition(visit: &mut Visit) {
    let (writer, chief) = (cast::officer("commission", Rank::Handle, 0), cast::officer("commission", Rank::Sign, 0));
    visit.be(Some(&writer));
    visit.open("/programmes/shenyang-2018/editions");
    visit.look("editions");
    visit.browser.script("document.querySelector('main input[type=radio]').click()", vec![]);
    visit.send("main form");
    visit.browser.see("没有错误");
    visit.look("edition-draft");
    let edition = visit.browser.path();
    for (from, to) in [("整数 为 20", "整数 为 二十"), ("整数 为 二十", "整数 为 25")] {
        let write = "const text = document.querySelector('main textarea'); \
            text.value = text.value.replace(arguments[0], arguments[1])";
        visit.browser.script(write, vec![json!(from), json!(to)]);
        visit.send(&format!("main form[action=\"{edition}\"]"));
        visit.browser.see(if to.ends_with("25") { "没有错误" } else { "处要改正" });
        visit.look(if to.ends_with("25") { "edition-sound" } else { "edition-errors" });
    }
    visit.look_at(&[("edition-try", &format!("{edition}/try"))]);
    visit.browser.script(ANSWER, vec![]);
    visit.browser.see("补贴 300,000.00元（按上限核减）");
    visit.look("edition-try-decided");
    visit.open(&edition);
    let today = visit.city.app.clock.today().to_string();
    let fill = "document.querySelector('main [name=from]').value = arguments[0]; \
        document.querySelector('main [name=reason]').value = '沈工信发〔2019〕9号'";
    visit.browser.script(fill, vec![json!(today)]);
    visit.send(&format!("main form[action=\"{edition}/propose\"]"));
    visit.browser.see("等待本单位签发人确认");
    visit.look("edition-proposed");
    visit.be(Some(&chief));
    visit.open(&edition);
    visit.look("edition-confirm");
    visit.send(&format!("main form[action=\"{edition}/confirm\"]"));
    visit.browser.see("确认人");
    visit.look("edition-published");
    let cases = reached(visit, &chief);
    for (route, name) in [("/filings/{id}", "filing-edition"), ("/claims/{id}", "claim-edition")] {
        let case = cases[route][0].split('?').next().unwrap_or_default().to_owned();
        visit.open(&format!("{case}/edition"));
        visit.look(name);
    }
    visit.look_at(&[("policy-editions", "/policies/shenyang-2018/editions")]);
    visit.browser.script("document.querySelector('main a[href$=\"/changes\"]').click()", vec![]);
    visit.browser.see("单件材料上限：由 20 改为 25");
    visit.look("policy-changes");
}

/// An enterprise asks what an open reading means; the authority answers under a number.
fn a_question(visit: &mut Visit) {
    visit.be(Some(&firms::owner(0)));
    visit.open("/programmes/shenyang-2018/interpretations/new");
    visit.look("interpretation-new");
    let ask = "document.querySelector('main textarea').value = '我公司三年的上限是每年各算，还是三年一起算？'";
    visit.browser.script(ask, vec![]);
    visit.browser.script("document.querySelector('main select').value = 'switch:cap_period'", vec![]);
    visit.send("main form");
    visit.browser.see("主管部门尚未答复");
    visit.look("interpretation-asked");
    let question = visit.browser.path();
    visit.be(Some(&cast::officer("commission", Rank::Sign, 0)));
    visit.open(&question);
    visit.look("interpretation-answer");
    visit.look_at(&[("interpretations", "/policies/shenyang-2018/interpretations")]);
}

/// Fills what stands empty with the first choice, a plain amount, a day, and sends it.
const ANSWER: &str = "
    const form = document.querySelector('main form');
    for (const field of form.querySelectorAll('input[type=radio]'))
        if (!form.querySelector(`[name=\"${field.name}\"]:checked`)) field.checked = true;
    for (const field of form.querySelectorAll('input[type=text], input:not([type])'))
        if (!field.value) field.value = field.closest('.field').innerText.includes('元') ? '1000000' : '0';
    for (const field of form.querySelectorAll('input[type=date]'))
        if (!field.value) field.value = '2018-12-01';
    form.querySelector('button:not([name])').click();";

/// Answers question after question.
fn the_estimate(visit: &mut Visit) {
    visit.be(None);
    visit.open("/estimate?stream=industrial");
    visit.look("estimate-question");
    for _ in 0..30 {
        let asks = "return !!document.querySelector('main form [name^=\"skip.\"]')";
        if visit.browser.script(asks, vec![]) == json!(false) {
            break;
        }
        visit.browser.script(ANSWER, vec![]);
    }
    visit.look("estimate-answer");
}

fn refused(visit: &mut Visit) {
    visit.be(None);
    visit.look_at(&[("error-404", "/nowhere"), ("error-405", "/sign-out")]);
    let firm = firms::owner(named("沈阳宇桁航天紧固件有限公司"));
    let page = reached(visit, &firm)["/filings/{id}/form/{topic}"][0].clone();
    visit.be(Some(&firm));
    visit.look_at(&[("error-403", "/rounds/new")]);
    visit.open(&page);
    visit.browser.script("document.querySelector('main textarea').value = ''", vec![]);
    visit.send("main form");
    visit.browser.see("请");
    visit.look("form-errors");
    visit.open(&page);
    visit.browser.script("document.querySelector('main [name=_token]').value = 'foreign'", vec![]);
    visit.send("main form");
    visit.look("error-foreign-form");
    visit.be(Some(&cast::officer("finance-bureau", Rank::Sign, 0)));
    visit.open("/programmes/shenyang-2018/budget");
    visit.send("main form");
    visit.browser.see("请");
    visit.look("budget-errors");
}

/// In the other language, and in the largest letters with the strongest colours.
fn otherwise_shown(visit: &mut Visit) {
    let officer = cast::officer("commission", Rank::Handle, 0);
    let case = reached(visit, &officer)["/claims/{id}/review"][0].clone();
    visit.be(Some(&officer));
    visit.cookie("lang", "en");
    visit.look_at(&[
        ("english-home", "/"),
        ("english-policy", "/policies/shenyang-2018"),
        ("english-desk", "/desk"),
        ("english-queue", "/queue"),
        ("english-review", &case),
        ("english-rounds", "/rounds"),
    ]);
    visit.be(Some(&officer));
    visit.cookie("size", "largest");
    visit.cookie("contrast", "high");
    visit.look_at(&[("large-home", "/"), ("large-desk", "/desk"), ("large-review", &case)]);
}

fn the_second_year(visit: &mut Visit) {
    let firm = firms::owner(named("沈阳东铸铸造有限公司"));
    let claim = reached(visit, &firm)["/claims/{id}/tasks"][0].replace("/tasks", "");
    visit.be(Some(&firm));
    visit.look_at(&[("later-desk", "/desk"), ("later-tasks", &format!("{claim}/tasks"))]);
    visit.look_at(&[("later-changes", &format!("{claim}/changes"))]);
    visit.be(Some(&cast::officer("commission", Rank::Handle, 0)));
    visit.look_at(&[("later-officer-desk", "/desk"), ("later-queue", "/queue"), ("later-demo", "/demo")]);
}
