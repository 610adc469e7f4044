//! The screens of the demo city in a real browser: every one at phone and desktop width, in light and in dark, without
//! a fault that axe can find, and photographed.

mod support;

use domain::act::Actor;
use policy::plan::words::Rank;
use shangyun::demo::{cast, firms};
use support::browser::Browser;
use support::demo::{Demo, Storage};

/// A demo city and a window onto it.
struct Visit {
    demo: Demo,
    browser: Browser,
    faults: Vec<String>,
}

impl Visit {
    fn start() -> Self {
        Self { demo: Demo::start(Storage::Sqlite), browser: Browser::start(), faults: Vec::new() }
    }

    /// Comes in as somebody, as the demo's page lets one.
    fn be(&self, actor: &Actor) {
        self.browser.goto(&self.demo.url("/demo"));
        let form = format!("form[action=\"/demo/be/{}\"]", actor.account);
        let press = format!("document.querySelector('{form}').submit()");
        self.browser.script(&press, vec![]);
        assert!(self.browser.has("button", "退出登录") || self.browser.path() == "/desk");
    }

    /// Looks at pages as whoever is in; faults are kept until the end.
    fn look(&mut self, pages: &[(&str, &str)]) {
        for (name, path) in pages {
            self.browser.goto(&self.demo.url(path));
            self.faults.extend(self.browser.survey_faults(name));
        }
    }

    /// Opens the first link of a page whose address begins so, and looks at what is there.
    fn follow(&mut self, name: &str, from: &str, address: &str) {
        self.browser.goto(&self.demo.url(from));
        let find = format!("return document.querySelector('main a[href^=\"{address}\"]')?.getAttribute('href')");
        let found = self.browser.script(&find, vec![]);
        let Some(path) = found.as_str().map(str::to_owned) else {
            self.faults.push(format!("{from} has no link to {address}"));
            return;
        };
        self.look(&[(name, &path)]);
    }

    fn end(self) {
        assert!(self.faults.is_empty(), "{} faults:\n{}", self.faults.len(), self.faults.join("\n"));
    }
}

#[test]
fn what_everybody_sees_has_no_fault() {
    let mut visit = Visit::start();
    visit.look(&[
        ("home", "/"),
        ("policies", "/policies"),
        ("policy", "/policies/shenyang-2018"),
        ("readings", "/policies/shenyang-2018/readings"),
        ("estimate", "/estimate"),
        ("providers", "/providers"),
        ("disclosure", "/disclosure"),
        ("query", "/query"),
        ("accessibility", "/accessibility"),
        ("sign-in", "/sign-in"),
        ("sign-up", "/sign-up"),
        ("reset", "/reset"),
        ("demo", "/demo"),
        ("nowhere", "/nowhere"),
    ]);
    visit.follow("notice", "/disclosure", "/disclosure/");
    visit.end();
}

#[test]
fn what_enterprises_and_providers_see_has_no_fault() {
    let mut visit = Visit::start();
    visit.be(&firms::owner(0));
    visit.look(&[
        ("enterprise-desk", "/desk"),
        ("enterprise", "/enterprise"),
        ("enterprise-account", "/account"),
        ("enterprise-inbox", "/inbox"),
        ("filing-new", "/filings/new"),
        ("report-missing", "/report-missing"),
    ]);
    visit.follow("enterprise-filing", "/desk", "/filings/");
    visit.be(&cast::provider("hunhe-cloud", 0));
    visit.look(&[("provider-desk", "/desk"), ("rosters", "/rosters"), ("roster-new", "/rosters/new")]);
    visit.follow("roster", "/rosters", "/rosters/");
    visit.end();
}

#[test]
fn what_officers_see_has_no_fault() {
    let mut visit = Visit::start();
    visit.be(&cast::officer("bureau-210106", Rank::Handle, 0));
    visit.look(&[
        ("district-desk", "/desk"),
        ("district-queue", "/queue"),
        ("district-intake", "/intake"),
        ("enterprises", "/enterprises"),
        ("registers", "/registers"),
    ]);
    visit.be(&cast::officer("commission", Rank::Handle, 0));
    visit.look(&[
        ("commission-desk", "/desk"),
        ("commission-queue", "/queue"),
        ("commission-intake", "/intake"),
        ("rounds", "/rounds"),
        ("round-new", "/rounds/new"),
        ("ledger", "/ledger"),
        ("programme", "/programmes/shenyang-2018"),
    ]);
    visit.follow("claim", "/queue", "/claims/");
    visit.follow("round", "/rounds", "/rounds/");
    visit.end();
}
