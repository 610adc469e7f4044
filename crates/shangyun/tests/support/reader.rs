//! Somebody in front of the pages, without a browser: opens them, fills in the forms that stand there, sends files.
//! What a form carries hidden (token, key, version) is read off the page like a browser would.

use super::town::Town;
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Method, Request, StatusCode};
use domain::act::Actor;
use shangyun::app::App;
use shangyun::web::forms::escape;
use shangyun::{server, session};
use tower::ServiceExt;

/// The pages of a town.
pub struct Pages {
    app: App,
    router: Router,
}

/// Somebody who has signed in.
pub struct Reader<'a> {
    pages: &'a Pages,
    token: String,
}

/// What came back.
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// Where it leads.
    pub location: String,
    /// The markup.
    pub body: String,
}

/// How a form without a file is sent.
const FORM: &str = "application/x-www-form-urlencoded";

/// A file to be sent: name and content.
pub type Sent<'a> = (&'a str, &'a [u8]);

impl Pages {
    /// The pages of a town.
    pub fn of(town: &Town) -> Self {
        let app = App::new(town.store.clone(), town.clock.clone(), "http://city.test");
        let router = server::router(&app, server::site(&app, [7; 32], false));
        Self { app, router }
    }

    /// Signs somebody in.
    pub async fn reader(&self, actor: &Actor) -> Reader<'_> {
        let token = session::start(&self.app, &actor.account).await.expect("a session");
        Reader { pages: self, token }
    }
}

impl Reader<'_> {
    /// Opens a page.
    pub async fn open(&self, path: &str) -> Page {
        self.ask(Method::GET, path, ("text/plain", Vec::new())).await
    }

    /// Opens a page that must be there, and fills in its form for `action`.
    #[track_caller]
    pub fn fill<'f>(
        &'f self,
        page: &'f str,
        action: &'f str,
        fields: &'f [(&'f str, &'f str)],
    ) -> impl Future<Output = Page> {
        let from = std::panic::Location::caller();
        async move {
            let open = self.open(page).await;
            assert_eq!(open.status, StatusCode::OK, "{from}: {page} leads to {}", open.location);
            self.send(&open, action, fields).await
        }
    }

    /// Sends a form as it stands on a page.
    pub async fn send(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        self.press(page, (action, action), fields).await
    }

    /// Sends the form for `action` by a button of it that has an address of its own.
    pub async fn press(&self, page: &Page, (action, button): (&str, &str), fields: &[(&str, &str)]) -> Page {
        self.ask(Method::POST, button, (FORM, page.form(action, fields))).await
    }

    /// Sends a form with a file as it stands on a page.
    pub async fn upload(&self, page: &Page, action: &str, fields: &[(&str, &str)], file: Option<Sent<'_>>) -> Page {
        const EDGE: &str = "----edge";
        let hidden = page.hidden(action);
        let mut body = Vec::new();
        for (name, value) in merged(&hidden, fields) {
            let part = format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (name, content) = file.unwrap_or_default();
        let part = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        self.ask(Method::POST, action, (&format!("multipart/form-data; boundary={EDGE}"), body)).await
    }

    async fn ask(&self, method: Method, path: &str, (kind, body): (&str, Vec<u8>)) -> Page {
        let request = Request::builder().method(method).uri(path).header("host", "city.test");
        let request = request.header(COOKIE, format!("session={}", self.token)).header(CONTENT_TYPE, kind);
        let response = self.pages.router.clone().oneshot(request.body(Body::from(body)).expect("a request")).await;
        let response = response.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let location = headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Page { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Page {
    /// Whether it says so.
    pub fn says(&self, words: &str) -> bool {
        self.body.contains(words)
    }

    /// Panics unless it leads to a path.
    #[track_caller]
    pub fn leads_to(&self, path: &str) {
        assert_eq!((self.status, self.location.as_str()), (StatusCode::SEE_OTHER, path), "{}", self.errors());
    }

    /// Panics unless the form came back with something to mend that says so.
    #[track_caller]
    pub fn is_wrong(&self, words: &str) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "leads to {}", self.location);
        assert!(self.errors().contains(words), "`{words}` is not in `{}`", self.errors());
    }

    /// The summary of errors, as text.
    pub fn errors(&self) -> String {
        let from = self.body.split("id=\"errors\"").nth(1).unwrap_or_default();
        let summary = from.split("</div>").next().unwrap_or_default();
        let mut text = String::new();
        for part in summary.split('<').skip(1) {
            text.push_str(part.split('>').nth(1).unwrap_or_default());
        }
        text
    }

    /// The body of the form that posts to an address, filled in.
    fn form(&self, action: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let hidden = self.hidden(action);
        let pairs: Vec<String> =
            merged(&hidden, fields).iter().map(|(n, v)| format!("{}={}", escape(n), escape(v))).collect();
        pairs.join("&").into_bytes()
    }

    /// The hidden fields of the form that posts to an address.
    fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let marker = format!("action=\"{action}\"");
        let form = self.body.split(&marker).nth(1).and_then(|rest| rest.split("</form>").next());
        let form = form.unwrap_or_else(|| unreachable!("there is no form for {action}"));
        let attribute = |tag: &str, name: &str| {
            let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
            Some(value.to_owned())
        };
        let inputs = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        inputs
            .filter(|tag| tag.contains("type=\"hidden\""))
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
            .collect()
    }
}

/// Hidden fields first, as they stand; what was filled in replaces them.
fn merged(hidden: &[(String, String)], fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let kept = hidden.iter().filter(|(name, _)| fields.iter().all(|(field, _)| field != name)).cloned();
    kept.chain(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}
