//! An officer clears what waits with the keyboard alone, from the desk to the empty queue. How many keys and pages that
//! takes is counted, and how long the server needed is read from the browser's own timing of each page.

#![expect(clippy::panic, reason = "a test that finds no way on has failed")]

mod support;

use domain::credit_code::CreditCode;
use policy::plan::words::Rank;
use serde_json::{Value, json};
use shangyun::demo::cast;
use std::cell::{Cell, RefCell};
use std::thread;
use std::time::{Duration, Instant};
use support::api::{Api, Token};
use support::browser::Browser;
use support::demo::{Demo, Storage};

/// A district that begins the demo with a short queue of its own.
const DISTRICT: &str = "210104";
const OFFICE: &str = "bureau-210104";
/// Keys a file may take: one that finds everything in order, one that passes it on and opens the next, and sometimes one
/// again that went astray while a paper opened.
const KEYS_A_FILE: usize = 3;
/// When a person presses a key again that did nothing.
const AGAIN: Duration = Duration::from_secs(5);
/// Keys from the desk to the first file: down to the first row and into it, there and in the queue.
const KEYS_TO_BEGIN: usize = 4;
/// How long a page may take to come, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(20);
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

#[test]
fn an_officer_clears_the_queue_with_two_keys_a_file() {
    clear(6);
}

#[test]
#[ignore = "a long run: ./drill keyboard"]
fn drill_keyboard_an_officer_clears_three_hundred_files() {
    clear(300);
}

/// Files that many, lets the handler of the district clear everything that waits, and looks at what became of it.
fn clear(files: usize) {
    let demo = Demo::start(Storage::Sqlite);
    file(&demo, files);
    let api = Api::at(&demo.url(""));
    let handler = api.be(cast::officer(OFFICE, Rank::Handle, 0).account.as_str());
    let (before, checks) = (waiting(&api, &handler, 0), waiting(&api, &handler, 1));
    assert!(before >= files, "{before} wait, {files} were filed");

    let browser = Browser::start();
    browser.goto(&demo.url("/demo"));
    browser.script(
        "document.querySelector(`form[action=\"/demo/be/${arguments[0]}\"]`).submit()",
        vec![json!(cast::officer(OFFICE, Rank::Handle, 0).account.as_str())],
    );
    browser.see("待办");
    let hand = Hand::on(&browser);
    let began = Instant::now();
    hand.opens_first_row();
    hand.opens_first_row();
    hand.waits_for_the_focus_on("全部齐备");
    // As a paper does when the browser's viewer has opened it.
    browser.script("document.querySelector('.document iframe').focus()", vec![]);
    while browser.path().contains("/review") && hand.keys.get() < KEYS_TO_BEGIN + KEYS_A_FILE * before {
        hand.waits_for_the_focus_on("全部齐备");
        hand.moves_the_focus("a", "通过");
        hand.opens("Enter");
    }
    browser.see("没有待办案件");
    hand.report(before, began.elapsed());

    assert_eq!(waiting(&api, &handler, 0), 0);
    assert_eq!(waiting(&api, &handler, 1), checks + before, "each of them is with the reviewer now");
    assert!(hand.keys.get() <= KEYS_TO_BEGIN + KEYS_A_FILE * before, "{} keys for {before} files", hand.keys.get());
    let pages = hand.server.borrow().len();
    assert!(pages <= 2 + before + before / 20, "{pages} pages for {before} files: one each, and few again");
}

/// How many filings of the district wait for a rank of its office.
fn waiting(api: &Api, who: &Token, rank: u64) -> usize {
    let (mut found, mut after) = (0, String::new());
    loop {
        let page = api.get(who, &format!("/api/v1/queue?kind=filing&step=district_filing{after}"));
        let rows = page["rows"].as_array().unwrap_or_else(|| panic!("{page}"));
        found += rows.iter().filter(|row| row["rank"].as_u64() == Some(rank)).count();
        let Some(next) = page["next"].as_str() else { return found };
        after = format!("&after={next}");
    }
}

/// That many enterprises of the district register and file, each through the door, some at once.
fn file(demo: &Demo, files: usize) {
    const AT_ONCE: usize = 4;
    thread::scope(|scope| {
        for first in 0..AT_ONCE {
            scope.spawn(move || {
                let api = Api::at(&demo.url(""));
                for number in (first..files).step_by(AT_ONCE) {
                    file_one(&api, number);
                }
            });
        }
    });
}

fn file_one(api: &Api, number: usize) {
    let owner = api.be_new();
    let personal = |text: &str| json!({ "personal": text });
    let profile = json!({
        "name": format!("沈阳第{number}铸造有限公司"), "district": DISTRICT, "division": "33", "founded_on": "2010-05-01",
        "contact_name": personal("韩永"), "contact_phone": personal("024-00000000"),
        "contact_mail": personal(&format!("{number}@firms.example")), "bank_name": "盛京银行",
        "bank_account": personal("6200 0000 0000 0001"),
    });
    let code = CreditCode::with_checks(&format!("91{DISTRICT}MAK{number:05}")).expect("a code").to_string();
    api.act(&owner, "enterprise", json!({ "do": "register", "credit_code": code, "profile": profile }));
    let figure = json!({ "revenue": 50_000_000_000_i64, "report_number": "沈会审字〔2019〕第0001号" });
    api.act(&owner, "enterprise", json!({ "do": "set_figure", "year": 2018, "figure": figure }));
    let start = json!({ "do": "start", "programme": "shenyang-2018", "stream": "industrial" });
    let shown = api.act(&owner, "filing", start);
    let filing = shown["show"].as_str().and_then(|show| show.strip_prefix("filing:")).expect("a filing").to_owned();
    let form = json!({
        "purpose": "机床联网与远程运维", "service_model": "paas", "project_type": "equipment-operation",
        "provider": "hunhe-cloud", "estimate": 20_000_000_i64, "starts_on": "2019-04-01", "answers": {},
    });
    api.act(&owner, "filing", json!({ "do": "save", "filing": filing, "form": form }));
    let papers =
        ["service_application", "business_licence", "tax_registration", "business_qualification", "audit_report"];
    for document in papers {
        let kept = api.keep(&owner, &format!("{document}.pdf"), PDF);
        let dated = (document == "audit_report").then_some("2019-03-01");
        let attach = json!({ "do": "attach", "filing": filing, "document": document, "file": kept, "dated": dated });
        api.act(&owner, "filing", attach);
    }
    let drawn = api.get(&owner, &format!("/api/v1/filings/{filing}"))["revision"].clone();
    api.act(&owner, "filing", json!({ "do": "submit", "filing": filing, "drawn": drawn }));
}

/// Whether the element with the focus bears some words.
const FOCUS: &str = "return document.activeElement.tagName !== 'BODY'
    && document.activeElement.textContent.includes(arguments[0]) || null";

/// A hand on the keyboard, which counts.
struct Hand<'a> {
    browser: &'a Browser,
    keys: Cell<usize>,
    /// What each page took the server, in microseconds: from the first request to the last byte, the act that led to
    /// it included.
    server: RefCell<Vec<u64>>,
}

impl<'a> Hand<'a> {
    fn on(browser: &'a Browser) -> Self {
        Self { browser, keys: Cell::new(0), server: RefCell::default() }
    }

    fn press(&self, key: &str) {
        self.browser.press(key);
        self.keys.set(self.keys.get() + 1);
    }

    /// Goes to the first row of the page's list and opens it.
    fn opens_first_row(&self) {
        self.press("j");
        self.opens("Enter");
    }

    /// Presses a key that opens a page, and waits until it is there.
    #[track_caller]
    fn opens(&self, key: &str) {
        self.browser.script("window.before = true", vec![]);
        let read = "const at = performance.getEntriesByType('navigation')[0];
            return !window.before && document.readyState === 'complete' && at.responseEnd > 0
                ? Math.round(1000 * (at.responseEnd - (at.redirectStart || at.requestStart))) : null";
        let took = self.wait(Some(key), read, &[], "the next page does not open");
        self.server.borrow_mut().push(took.as_u64().unwrap_or_default());
    }

    /// Presses a key that moves the focus to an element with these words.
    #[track_caller]
    fn moves_the_focus(&self, key: &str, words: &str) {
        self.wait(Some(key), FOCUS, &[json!(words)], &format!("`{key}` does not lead to `{words}`"));
    }

    /// Waits until the element with the focus bears these words: nobody had to look for it.
    #[track_caller]
    fn waits_for_the_focus_on(&self, words: &str) {
        self.wait(None, FOCUS, &[json!(words)], &format!("the focus is not on `{words}`"));
    }

    /// Waits for what a script finds; a key that is to bring it about is pressed at once, and again after a while.
    #[track_caller]
    fn wait(&self, key: Option<&str>, read: &str, arguments: &[Value], otherwise: &str) -> Value {
        let (started, mut pressed) = (Instant::now(), None);
        loop {
            if let Some(key) = key
                && pressed.is_none_or(|at: Instant| at.elapsed() > AGAIN)
            {
                self.press(key);
                pressed = Some(Instant::now());
            }
            let found = self.browser.script(read, arguments.to_vec());
            if !found.is_null() {
                return found;
            }
            if started.elapsed() > PATIENCE {
                let focus = "const at = document.activeElement;
                    return `${at.tagName} ${at.textContent.slice(0, 40)}, ${document.hasFocus()}, ${document.readyState}`";
                let focus = self.browser.script(focus, vec![]);
                panic!("{otherwise}, it is on {focus}\nat {}\n{}", self.browser.path(), self.browser.text());
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn report(&self, files: usize, took: Duration) {
        let mut server = self.server.borrow().clone();
        server.sort_unstable();
        let at = |percent: usize| server.get(server.len() * percent / 100).copied().unwrap_or_default();
        println!(
            "{files} waiting files cleared with {} keys on {} pages in {} ms; the server needed {} ms of that, \
             act and next page p50 {} µs, p99 {} µs",
            self.keys.get(),
            server.len(),
            took.as_millis(),
            server.iter().sum::<u64>() / 1000,
            at(50),
            at(99),
        );
    }
}
