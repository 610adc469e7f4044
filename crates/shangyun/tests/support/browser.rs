//! A real Chromium, driven as a person would: by the words on links, buttons and labels.
//!
//! Calls wait for what they look for and block until done; a test reads like a list of acts. What
//! fails panics at the test's own line, with the address and the text of the page in front.
#![expect(clippy::panic, reason = "an act that cannot be done has failed its test")]

use super::chromedriver::Chromedriver;
use super::folder::Folder;
use super::look::{Scheme, Width};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
const FIND: &str = include_str!("find.js");

/// A browser window with its own profile, closed with the value.
pub struct Browser {
    runtime: Runtime,
    client: Client,
    pub(super) width: Width,
    pub(super) scheme: Scheme,
    _driver: Chromedriver,
    _profile: Folder,
}

impl Browser {
    /// Opens a browser at desktop width, in light colours.
    pub fn start() -> Self {
        let driver = Chromedriver::start();
        let profile = Folder::new("browser");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let options = json!({ "goog:chromeOptions": { "args": arguments(profile.path()) } });
        let options = options.as_object().expect("an object was written above").clone();
        let client = runtime
            .block_on(ClientBuilder::new(HttpConnector::new()).capabilities(options).connect(&driver.url()))
            .unwrap_or_else(|error| panic!("chromium does not start: {error}; run ./test"));
        let mut browser =
            Self { runtime, client, width: Width::Desktop, scheme: Scheme::Light, _driver: driver, _profile: profile };
        browser.set_width(Width::Desktop);
        browser
    }

    /// Opens an address.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.run(&format!("open {url}"), self.client.goto(url));
    }

    /// Goes one page back, as the browser's button does.
    #[track_caller]
    pub fn back(&self) {
        self.run("go back", self.client.back());
    }

    /// Path and query of the page in front.
    #[track_caller]
    pub fn path(&self) -> String {
        let url = self.run("read the address", self.client.current_url());
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// The title of the page in front.
    #[track_caller]
    pub fn title(&self) -> String {
        self.run("read the title", self.client.title())
    }

    /// The visible text of the page in front.
    #[track_caller]
    pub fn text(&self) -> String {
        let text = self.script("return document.body.innerText", vec![]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows these words.
    #[track_caller]
    pub fn see(&self, words: &str) {
        let started = Instant::now();
        while !self.text().contains(words) {
            if started.elapsed() > PATIENCE {
                self.fail(&format!("see `{words}`"), "it is not on the page");
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Makes sure that the page, as it stands, does not show these words.
    #[track_caller]
    pub fn see_no(&self, words: &str) {
        if self.text().contains(words) {
            self.fail(&format!("see no `{words}`"), "it is on the page");
        }
    }

    /// Waits until there is no link, button, field or group of this kind and name any more.
    #[track_caller]
    pub fn wait_until_gone(&self, kind: &str, words: &str) {
        let started = Instant::now();
        while self.has(kind, words) {
            if started.elapsed() > PATIENCE {
                self.fail(&format!("wait until the {kind} `{words}` is gone"), "it is still there");
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Whether a link, button, field or group of this kind and name is there now; `kind` as in `find.js`.
    #[track_caller]
    pub fn has(&self, kind: &str, words: &str) -> bool {
        !self.script(FIND, vec![json!(kind), json!(words), json!("")]).is_null()
    }

    /// Clicks the link with these words.
    #[track_caller]
    pub fn click_link(&self, words: &str) {
        self.click(&self.find("link", words, ""), words);
    }

    /// Clicks the button with these words.
    #[track_caller]
    pub fn click_button(&self, words: &str) {
        self.click(&self.find("button", words, ""), words);
    }

    /// Clicks the link or button with these words in the row, list item, section or form that shows `near`.
    #[track_caller]
    pub fn click_near(&self, near: &str, words: &str) {
        self.click(&self.find("press", words, near), words);
    }

    /// Fills the field with this label, in place of what it held.
    #[track_caller]
    pub fn fill(&self, label: &str, value: &str) {
        self.fill_near("", label, value);
    }

    /// Fills the field with this label in the row, section or form that shows `near`.
    #[track_caller]
    pub fn fill_near(&self, near: &str, label: &str, value: &str) {
        let field = self.find("field", label, near);
        let doing = format!("fill `{label}`");
        let kind = self.run(&doing, field.prop("type")).unwrap_or_default();
        if matches!(kind.as_str(), "date" | "month" | "time" | "datetime-local" | "color") {
            // Typed keys would follow the browser's locale.
            let set = "arguments[0].value = arguments[1];
                for (const name of ['input', 'change'])
                    arguments[0].dispatchEvent(new Event(name, { bubbles: true }));";
            self.script(set, vec![json!({ ELEMENT_KEY: &*field.element_id() }), json!(value)]);
            return;
        }
        self.run(&doing, field.clear());
        self.run(&doing, field.send_keys(value));
    }

    /// What the field with this label holds.
    #[track_caller]
    pub fn value(&self, label: &str) -> String {
        let field = self.find("field", label, "");
        self.run(&format!("read `{label}`"), field.prop("value")).unwrap_or_default()
    }

    /// Takes an option of a select list.
    #[track_caller]
    pub fn select(&self, label: &str, option: &str) {
        let field = self.find("field", label, "");
        self.run(&format!("select `{option}` of `{label}`"), field.select_by_label(option));
    }

    /// Takes the answer with this label of the question whose legend is `question`.
    #[track_caller]
    pub fn choose(&self, question: &str, answer: &str) {
        self.find("group", question, "");
        self.tick_near(question, answer);
    }

    /// Ticks the box with this label; a ticked one stays ticked.
    #[track_caller]
    pub fn tick(&self, label: &str) {
        self.tick_near("", label);
    }

    /// Ticks the box or takes the radio button with this label where the page shows `near`.
    #[track_caller]
    pub fn tick_near(&self, near: &str, label: &str) {
        let doing = format!("tick `{label}`");
        let field = self.find("field", label, near);
        if !self.run(&doing, field.is_selected()) {
            let words = self.find("label", label, near);
            self.run(&doing, words.click());
        }
    }

    /// Gives a file to the field with this label.
    #[track_caller]
    pub fn upload(&self, label: &str, file: &Path) {
        let doing = format!("upload `{label}`");
        let file = match file.canonicalize() {
            Ok(file) => file,
            Err(error) => self.fail(&doing, &error.to_string()),
        };
        let field = self.find("field", label, "");
        self.run(&doing, field.send_keys(&file.to_string_lossy()));
    }

    /// Presses one key on whatever has the focus: a character, or `Enter`, `Tab`, `Escape`, `Space`,
    /// `Up`, `Down`, `Left`, `Right`.
    #[track_caller]
    pub fn press(&self, key: &str) {
        let value = match key {
            "Enter" => '\u{e007}',
            "Tab" => '\u{e004}',
            "Escape" => '\u{e00c}',
            "Space" => ' ',
            "Left" => '\u{e012}',
            "Up" => '\u{e013}',
            "Right" => '\u{e014}',
            "Down" => '\u{e015}',
            _ => key.chars().next().expect("a key has a name"),
        };
        let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.run(&format!("press {key}"), self.client.perform_actions(keys));
    }

    /// Forgets all cookies: a stranger from now on.
    #[track_caller]
    pub fn forget(&self) {
        self.run("forget the cookies", self.client.delete_all_cookies());
    }

    /// Lets pages run their scripts, or not, from the next page on. Looking and acting go on as before.
    #[track_caller]
    pub fn set_scripts(&self, on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !on }));
    }

    /// Runs a script in the page and gives what it returns.
    #[track_caller]
    pub fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.run("run a script", self.client.execute(script, arguments))
    }

    /// Sends a command of the DevTools protocol.
    #[track_caller]
    pub fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        self.run(command, self.client.issue_cmd(DevTools { command, parameters }))
    }

    #[track_caller]
    fn find(&self, kind: &str, words: &str, near: &str) -> Element {
        let started = Instant::now();
        loop {
            let found = self.script(FIND, vec![json!(kind), json!(words), json!(near)]);
            if let Some(id) = found[ELEMENT_KEY].as_str() {
                return Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()));
            }
            if started.elapsed() > PATIENCE {
                self.fail(&format!("find the {kind} `{words}` near `{near}`"), "it is not there");
            }
            std::thread::sleep(PAUSE);
        }
    }

    #[track_caller]
    fn click(&self, element: &Element, words: &str) {
        self.run(&format!("click `{words}`"), element.click());
    }

    #[track_caller]
    pub(super) fn script_with_callback(&self, script: &str) -> Value {
        self.run("run a script", self.client.execute_async(script, vec![]))
    }

    #[track_caller]
    fn run<T>(&self, doing: &str, work: impl Future<Output = Result<T, CmdError>>) -> T {
        match self.runtime.block_on(work) {
            Ok(done) => done,
            Err(error) => self.fail(doing, &error.to_string()),
        }
    }

    #[track_caller]
    fn fail(&self, doing: &str, why: &str) -> ! {
        let url = self.runtime.block_on(self.client.current_url());
        let url = url.map_or_else(|error| error.to_string(), |url| url.to_string());
        let text = self.runtime.block_on(self.client.execute("return document.body.innerText", vec![]));
        let text = text.unwrap_or_default();
        panic!("cannot {doing}: {why}\nat {url}\n--- page ---\n{}", text.as_str().unwrap_or(""));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.runtime.block_on(self.client.clone().close()).ok();
    }
}

fn arguments(profile: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-proxy-server",
        "--hide-scrollbars",
        "--force-prefers-reduced-motion",
        "--lang=zh-CN",
        "--accept-lang=zh-CN,zh",
        "--window-size=1440,900",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments
}

/// A command of the DevTools protocol, sent through chromedriver.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}
