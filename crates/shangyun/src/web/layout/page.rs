//! A page: what is this, what must I do, by when, and then the rest.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::chrome;
use super::visit::Visit;
use crate::web::assets;
use crate::web::components::action::Link;
use crate::web::components::notice;
use crate::web::components::tag::Tone;
use crate::web::forms::Filled;

/// A page being put together. `Page::new` for the public and applicants, `Page::desk` for officers.
pub struct Page<'a> {
    visit: &'a Visit,
    title: String,
    frame: Frame,
    crumbs: Vec<Link>,
    lead: Option<String>,
    todo: Option<Markup>,
    turn: Option<Markup>,
    due: Option<Markup>,
    notices: Vec<Markup>,
    errors: Option<Markup>,
    aside: Option<Markup>,
    beside_title: Option<Markup>,
    wide: bool,
    refresh_seconds: Option<u32>,
}

/// How the page stands in the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Frame {
    /// A top bar and one column.
    Column,
    /// A rail at the left and the whole width.
    Desk,
    /// A wall screen: no chrome, dark, large.
    Screen,
}

impl<'a> Page<'a> {
    /// A page for the public or an applicant: one column of text.
    pub fn new(visit: &'a Visit, title: impl Into<String>) -> Self {
        Self {
            visit,
            title: title.into(),
            frame: Frame::Column,
            crumbs: Vec::new(),
            lead: None,
            todo: None,
            turn: None,
            due: None,
            notices: Vec::new(),
            errors: None,
            aside: None,
            beside_title: None,
            wide: false,
            refresh_seconds: None,
        }
    }

    /// A page for an officer: the rail of the visit at the left, the whole width for tables.
    pub fn desk(visit: &'a Visit, title: impl Into<String>) -> Self {
        Self { frame: Frame::Desk, ..Self::new(visit, title) }
    }

    /// One step of the way that leads here, the first one first. The last is the way back on a phone; the page itself
    /// is no step of its own way and is left out.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        let crumb = Link::new(label, href);
        if crumb.href.split('?').next() != Some(self.visit.path.as_str()) {
            self.crumbs.push(crumb);
        }
        self
    }

    /// What this is, in one or two sentences.
    #[must_use]
    pub fn lead(mut self, what: impl Into<String>) -> Self {
        self.lead = Some(what.into());
        self
    }

    /// What the reader must do.
    #[must_use]
    pub fn todo(mut self, todo: impl Into<String>) -> Self {
        let todo = todo.into();
        self.todo = Some(html! { (todo) });
        self
    }

    /// Whose turn it is, where that may be somebody else's.
    #[must_use]
    pub fn turn(mut self, turn: Markup) -> Self {
        self.turn = Some(turn);
        self
    }

    /// By when: usually a `value::deadline`.
    #[must_use]
    pub fn due(mut self, due: Markup) -> Self {
        self.due = Some(due);
        self
    }

    /// A notice above the title, sparingly.
    #[must_use]
    pub fn notice(mut self, tone: Tone, words: &Markup) -> Self {
        self.notices.push(notice::banner(self.visit.lang, tone, words));
        self
    }

    /// The summary of what is wrong with the form, if anything is.
    #[must_use]
    pub fn errors(mut self, filled: &Filled) -> Self {
        self.errors = (!filled.errors().is_empty()).then(|| notice::error_summary(self.visit.lang, filled));
        self
    }

    /// What stands beside the column: a deadline, whom to ask, what comes next.
    #[must_use]
    pub fn aside(mut self, aside: Markup) -> Self {
        self.aside = Some(aside);
        self
    }

    /// What stands at the right of the title: a state, the page's one action.
    #[must_use]
    pub fn beside_title(mut self, markup: Markup) -> Self {
        self.beside_title = Some(markup);
        self
    }

    /// The column as wide as the window allows, for tables on public pages.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Loads itself again, for a job that runs or a wall screen.
    #[must_use]
    pub fn refresh(mut self, seconds: u32) -> Self {
        self.refresh_seconds = Some(seconds);
        self
    }

    /// For a wall screen: dark, large, without chrome.
    #[must_use]
    pub fn screen(mut self) -> Self {
        self.frame = Frame::Screen;
        self
    }

    /// The page with its content as an answer: 422 when it shows errors, else 200.
    pub fn respond(self, content: Markup) -> Response {
        let status = if self.errors.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        (status, self.draw(content)).into_response()
    }

    /// The whole document.
    #[expect(clippy::needless_pass_by_value, reason = "a page is drawn once, with content made for it")]
    pub fn draw(self, content: Markup) -> Markup {
        let visit = self.visit;
        let lang = visit.lang;
        let frame = match self.frame {
            Frame::Column => "column",
            Frame::Desk => "desk",
            Frame::Screen => "screen",
        };
        let class =
            format!("{frame} size-{}{}", visit.view.size.code(), if visit.view.contrast { " contrast" } else { "" });
        let body = self.main(&content);
        html! {
            (DOCTYPE)
            html lang=(lang.tag()) class=(class) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    @if let Some(seconds) = self.refresh_seconds { meta http-equiv="refresh" content=(seconds); }
                    title {
                        @if self.errors.is_some() { (lang.t("layout-error-prefix")) }
                        (self.title) " – " (visit.site.portal.show(lang))
                    }
                    link rel="stylesheet" href=(assets::STYLE.href);
                    link rel="icon" type="image/svg+xml" href=(assets::MARK.href);
                    script defer src=(assets::SCRIPT.href) {}
                }
                body {
                    a.skip href="#main" { (lang.t("layout-skip")) }
                    @if let Some(demo) = &visit.demo { (chrome::demo(visit, demo)) }
                    @if self.frame != Frame::Screen { (chrome::header(visit, self.frame == Frame::Column)) }
                    @if self.frame == Frame::Desk {
                        div.frame { (chrome::rail(visit)) (body) }
                    } @else {
                        (body)
                    }
                    (chrome::footer(visit))
                }
            }
        }
    }

    fn main(&self, content: &Markup) -> Markup {
        let lang = self.visit.lang;
        html! {
            div.page.wide[self.wide || self.frame != Frame::Column] {
                @if !self.crumbs.is_empty() { (chrome::crumbs(lang, &self.crumbs)) }
                main #main tabindex="-1" {
                    @if let Some(errors) = &self.errors { (errors) }
                    @for notice in &self.notices { (notice) }
                    div.title {
                        h1 { (self.title) }
                        @if let Some(markup) = &self.beside_title { div.beside { (markup) } }
                    }
                    @if let Some(lead) = &self.lead { p.lead { (lead) } }
                    @if self.todo.is_some() || self.turn.is_some() || self.due.is_some() {
                        dl.brief {
                            @if let Some(todo) = &self.todo { div { dt { (lang.t("layout-todo")) } dd { (todo) } } }
                            @if let Some(turn) = &self.turn { div { dt { (lang.t("layout-turn")) } dd { (turn) } } }
                            @if let Some(due) = &self.due { div { dt { (lang.t("layout-due")) } dd { (due) } } }
                        }
                    }
                    (content)
                }
                @if let Some(aside) = &self.aside { aside.aside aria-label=(lang.t("layout-aside")) { (aside) } }
            }
        }
    }
}
