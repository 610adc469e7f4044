//! Somebody before a browser, and what all of them have seen.

use crate::city::City;
use crate::support::browser::Browser;
use crate::walk::{Screen, route_of};
use domain::act::Actor;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// What was looked at, and what was wrong with it.
#[derive(Default)]
pub struct Report {
    seen: Mutex<BTreeSet<&'static str>>,
    faults: Mutex<Vec<String>>,
}

impl Report {
    /// The routes that were looked at.
    pub fn seen(&self) -> BTreeSet<&'static str> {
        self.seen.lock().expect("no browser has panicked").clone()
    }

    /// Something is wrong.
    pub fn fault(&self, fault: String) {
        self.faults.lock().expect("no browser has panicked").push(fault);
    }

    /// What is wrong.
    pub fn faults(&self) -> Vec<String> {
        self.faults.lock().expect("no browser has panicked").clone()
    }
}

/// A browser before the city.
pub struct Visit<'a> {
    /// The city.
    pub city: &'a City,
    /// The browser.
    pub browser: Browser,
    report: &'a Report,
}

impl<'a> Visit<'a> {
    /// Opens a browser.
    pub fn start(city: &'a City, report: &'a Report) -> Self {
        Self { city, browser: Browser::start(), report }
    }

    /// Opens a page.
    pub fn open(&self, address: &str) {
        self.browser.goto(&self.city.url(address));
    }

    /// Comes in as somebody; as nobody, goes out.
    pub fn be(&self, actor: Option<&Actor>) {
        self.browser.forget();
        if let Some(actor) = actor {
            let token = self.city.runtime.block_on(self.city.session(actor));
            self.cookie("session", &token);
        }
    }

    /// Sets a cookie of the site.
    pub fn cookie(&self, name: &str, value: &str) {
        let cookie = json!({ "name": name, "value": value, "url": self.city.url("/"), "httpOnly": true });
        self.browser.devtools("Network.setCookie", cookie);
    }

    /// Looks at the page in front.
    pub fn look(&mut self, name: &str) {
        let status = self.browser.script("return performance.getEntriesByType('navigation')[0].responseStatus", vec![]);
        let address = self.browser.path();
        if status == json!(200)
            && let Some(route) = route_of(&address)
        {
            self.report.seen.lock().expect("no browser has panicked").insert(route);
        }
        let faults = self.browser.survey_faults(name);
        self.report.faults.lock().expect("no browser has panicked").extend(faults);
    }

    /// Opens pages and looks at them.
    pub fn look_at(&mut self, pages: &[(&str, &str)]) {
        for (name, address) in pages {
            self.open(address);
            self.look(name);
        }
    }

    /// Looks at pages as somebody.
    pub fn look_as(&mut self, actor: Option<&Actor>, screens: &[Screen]) {
        self.be(actor);
        for screen in screens {
            self.open(&screen.address);
            self.look(&screen.name);
        }
    }

    /// The first link of the page in front whose address begins so.
    #[track_caller]
    pub fn link(&self, beginning: &str) -> String {
        let find = format!("return document.querySelector('main a[href^=\"{beginning}\"]')?.getAttribute('href')");
        let found = self.browser.script(&find, vec![]);
        found.as_str().unwrap_or_else(|| unreachable!("{} has no link to {beginning}", self.browser.path())).to_owned()
    }

    /// Sends a form of the page in front as it stands, past what the browser itself would check.
    #[track_caller]
    pub fn send(&self, form: &str) {
        let find =
            format!("const form = document.querySelector('{form}'); if (form) form.noValidate = true; return !!form");
        let found = self.browser.script(&find, vec![]);
        assert_eq!(found, json!(true), "{} has no form {form}", self.browser.path());
        self.browser.script(&format!("document.querySelector('{form}').requestSubmit()"), vec![]);
    }
}
