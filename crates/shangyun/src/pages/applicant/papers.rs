//! The papers of a case while the enterprise gathers them: what is asked for and why, what may stand in, what is there.
//! Filings and claims have the same pages for them.

use super::history::{History, part};
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::refusals::{clause_address, label, tongue};
use crate::uploads::{PAPER_KINDS, bytes_max};
use crate::web::components::action::{Link, actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::inset;
use crate::web::components::tag::Tone;
use crate::web::components::tasks::{Task, TaskState};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::upload::FileRule;
use crate::web::forms::{Filled, Form, button_form, upload_form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::response::Response;
use domain::course::{self, Course, ReturnItem};
use domain::paper::{Paper, Papers, Wanted};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::inputs::Document;
use policy::plan::procedure::Duration;
use policy::policy::Policy;

/// The papers of a case as its enterprise works on them.
pub(super) struct Desk<'a> {
    /// The address of the case.
    pub base: String,
    /// Its policy.
    pub policy: &'a Policy,
    /// What is there.
    pub papers: &'a Papers,
    /// What is asked for.
    pub wanted: &'a [Wanted<'a>],
    /// What has happened to it.
    pub history: &'a History,
    /// Where it stands; none while it is a draft.
    pub course: Option<&'a Course>,
    /// What stands above the file on the page of a paper, such as a form to be printed.
    pub extra: Markup,
}

/// What was sent with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sent {
    /// As which document it is attached.
    pub document: String,
    /// The paper's own date.
    pub dated: Option<Date>,
}

impl<'a> Desk<'a> {
    /// The paper that is asked for under this id.
    pub fn find(&self, document: &str) -> Option<&'a Wanted<'a>> {
        self.wanted.iter().find(|wanted| wanted.document.id == document)
    }

    /// What an officer sent back of it and nobody has touched since.
    fn item(&self, wanted: &Wanted<'_>) -> Option<&'a ReturnItem> {
        let about = |item: &&ReturnItem| wanted.satisfied_by.contains(&part(&item.item));
        self.history.open_items(self.course).into_iter().find(about)
    }

    fn document(&self, id: &str) -> Option<&'a Document> {
        self.policy.plan().document(id)
    }
}

/// The tasks of the papers.
pub(super) fn tasks(lang: Lang, desk: &Desk<'_>) -> Vec<Task> {
    desk.wanted.iter().map(|wanted| task(lang, desk, wanted)).collect()
}

fn task(lang: Lang, desk: &Desk<'_>, wanted: &Wanted<'_>) -> Task {
    let found = wanted.found(desk.papers);
    let item = desk.item(wanted);
    let stood_in = found.filter(|(id, _)| *id != wanted.document.id).map(|(id, _)| {
        let name = label(lang, Some(desk.policy), id);
        lang.t_with("enterprise-paper-stood-in", &[("paper", name.into())]).into_owned()
    });
    let name = || found.map(|(_, paper)| paper.file.name.clone());
    Task {
        title: title(lang, wanted.document),
        href: format!("{}/upload/{}", desk.base, wanted.document.id),
        state: match (item, found) {
            (Some(_), _) => TaskState::ToCorrect,
            (None, Some(_)) => TaskState::Done,
            (None, None) => TaskState::NotStarted,
        },
        note: item.map(|item| item.words.clone()).or(stood_in).or_else(name),
    }
}

/// The name of a document, with its number in the clause: `① 服务申请单`.
pub(super) fn title(lang: Lang, document: &Document) -> String {
    let name = document.text.get(tongue(lang));
    let number = document.number.and_then(|number| char::from_u32(0x245f + u32::from(number)));
    number.map_or_else(|| name.to_owned(), |number| format!("{number} {name}"))
}

/// What the file field takes.
pub(super) fn rule<'a>(policy: &Policy, label: &'a str) -> FileRule<'a> {
    FileRule { field: "file", label, kinds: &PAPER_KINDS, bytes_max: bytes_max(policy), required: true }
}

/// Whether the page asks for the paper's own date: something that may satisfy it counts only so long.
fn is_dated(desk: &Desk<'_>, wanted: &Wanted<'_>) -> bool {
    wanted.satisfied_by.iter().any(|id| desk.document(id).is_some_and(|document| document.valid.is_some()))
}

/// Reads what was sent beside the file.
pub(super) fn read(lang: Lang, desk: &Desk<'_>, wanted: &Wanted<'_>, form: &mut Form, today: Date) -> Option<Sent> {
    let choices: Vec<(&str, String)> = wanted.satisfied_by.iter().map(|id| (*id, (*id).to_owned())).collect();
    let document = if choices.len() > 1 {
        form.choice("document", lang.t("enterprise-paper-is"), &choices).required()
    } else {
        Some(wanted.document.id.clone())
    };
    let name = lang.t("enterprise-paper-dated");
    let dated = if is_dated(desk, wanted) {
        let late = Message::new("enterprise-field-in-the-future").with("label", &name);
        let not_later = move |day: &Date| if *day > today { Err(late.clone()) } else { Ok(()) };
        form.date("dated", &*name).check(not_later).required().map(Some)
    } else {
        Some(None)
    };
    Some(Sent { document: document?, dated: dated? })
}

/// What stands in the fields when nothing was typed yet: a new file is the paper itself, unless the reader says otherwise.
pub(super) fn blank(desk: &Desk<'_>, wanted: &Wanted<'_>) -> Filled {
    let dated = desk.papers.get(&wanted.document.id).and_then(|paper| paper.dated).map(|day| day.to_string());
    Filled::blank().with("document", &*wanted.document.id).with("dated", dated.unwrap_or_default())
}

/// What can be put in the place of an upload: a file the enterprise has handed in before.
pub(super) struct Again {
    /// What it is, in a sentence.
    pub says: String,
    /// The file and its date.
    pub paper: Paper,
}

/// The page of one paper.
pub(super) fn draw(
    app: &App,
    visit: &Visit,
    (desk, wanted): (&Desk<'_>, &Wanted<'_>),
    (filled, again): (&Filled, Option<&Again>),
    crumbs: &[Link],
) -> Response {
    let lang = visit.lang;
    let title = title(lang, wanted.document);
    let mut page = Page::new(visit, &*title).errors(filled);
    for crumb in crumbs {
        page = page.crumb(&*crumb.label, &*crumb.href);
    }
    if let Some(item) = desk.item(wanted) {
        page = page.notice(Tone::Attention, &html! { p { (lang.t("enterprise-officer-says")) (item.words) } });
    }
    page.respond(html! {
        (about(lang, desk, wanted))
        (desk.extra)
        (there(app, visit, desk, wanted))
        @if let Some(again) = again { (offer(visit, desk, wanted, again)) }
        (upload(visit, desk, wanted, filled))
    })
}

/// What the paper is for, under which clause, what may stand in.
fn about(lang: Lang, desk: &Desk<'_>, wanted: &Wanted<'_>) -> Markup {
    let document = wanted.document;
    let names: Vec<String> = wanted.satisfied_by.iter().skip(1).map(|id| label(lang, Some(desk.policy), id)).collect();
    let names = names.join(lang.pick("、", ", "));
    html! {
        @if let Some(note) = &document.note { p.lead { (note.get(tongue(lang))) } }
        p.quiet { (lang.t("errors-ground")) a href=(clause_address(Some(desk.policy), &document.clause)) { (document.clause) } }
        @if !names.is_empty() {
            (inset(&html! { p { (lang.t_with("enterprise-paper-stand-ins", &[("papers", names.into()), ("paper", document.text.get(tongue(lang)).into())])) } }))
        }
    }
}

/// What is there now, with the way to take it out again.
fn there(app: &App, visit: &Visit, desk: &Desk<'_>, wanted: &Wanted<'_>) -> Markup {
    let lang = visit.lang;
    let Some((id, paper)) = wanted.found(desk.papers) else { return html! {} };
    let size = format::size(u64::try_from(paper.file.size_bytes).unwrap_or_default());
    let own = id == wanted.document.id;
    let removal = html! { button.button.grave type="submit" { (lang.t("enterprise-paper-remove")) span.hidden { (paper.file.name) } } };
    html! {
        h2 { (lang.t("enterprise-paper-there")) }
        p {
            a href={ (desk.base) "/papers/" (id) } { (paper.file.name) } " " span.quiet { (size) }
            @if let Some(day) = paper.dated { " · " (lang.t("enterprise-paper-dated")) " " (format::date_text(lang, day)) }
        }
        @if own { p { (button_form(visit, &format!("{}/remove/{id}", desk.base), &removal)) } }
        @else { p { (lang.t_with("enterprise-paper-stood-in", &[("paper", label(lang, Some(desk.policy), id).into())])) } }
        (old(app, lang, desk, id, paper))
    }
}

/// A word of care where the paper is older than it counts; the officer decides.
fn old(app: &App, lang: Lang, desk: &Desk<'_>, id: &str, paper: &Paper) -> Markup {
    let valid = desk.document(id).and_then(|document| document.valid);
    let (Some(valid), Some(dated)) = (valid, paper.dated) else { return html! {} };
    let until = course::after(&app.setting(), dated, valid);
    let is_old = until.is_ok_and(|until| until < app.clock.today());
    html! {
        @if is_old { (inset(&html! { p { (lang.t_with("enterprise-paper-old", &[("length", length(lang, valid).into())])) } })) }
    }
}

/// A length of time in words.
pub(super) fn length(lang: Lang, duration: Duration) -> String {
    let (key, n) = match duration {
        Duration::Workdays(n) => ("enterprise-length-workdays", n),
        Duration::Days(n) => ("enterprise-length-days", n),
        Duration::Months(n) => ("enterprise-length-months", n),
        Duration::Years(n) => ("enterprise-length-years", n),
    };
    lang.t_with(key, &[("n", n.into())]).into_owned()
}

/// The offer to use a file again that is there already.
fn offer(visit: &Visit, desk: &Desk<'_>, wanted: &Wanted<'_>, again: &Again) -> Markup {
    let lang = visit.lang;
    let button = html! { button.button.secondary type="submit" { (lang.t("enterprise-paper-use-again")) } };
    html! {
        h2 { (lang.t("enterprise-paper-again")) }
        p { (again.says) " " strong { (again.paper.file.name) } }
        p { (button_form(visit, &format!("{}/again/{}", desk.base, wanted.document.id), &button)) }
    }
}

fn upload(visit: &Visit, desk: &Desk<'_>, wanted: &Wanted<'_>, filled: &Filled) -> Markup {
    let lang = visit.lang;
    let replaces = wanted.found(desk.papers).is_some();
    let choices: Vec<Choice> =
        wanted.satisfied_by.iter().map(|id| Choice::new(*id, label(lang, Some(desk.policy), id))).collect();
    let file = Field::new("file", lang.t("enterprise-paper-file")).hint(lang.t("enterprise-paper-file-hint"));
    let body = html! {
        @if choices.len() > 1 { (Field::new("document", lang.t("enterprise-paper-is")).radios(lang, filled, &choices)) }
        @if is_dated(desk, wanted) {
            (Field::new("dated", lang.t("enterprise-paper-dated")).hint(lang.t("enterprise-paper-dated-hint")).date(lang, filled))
        }
        (file.file(lang, filled, &PAPER_KINDS, bytes_max(desk.policy)))
        (actions(&[
            button(&lang.t(if replaces { "enterprise-paper-replace" } else { "enterprise-paper-send" })),
            link(&lang.t("enterprise-back-to-tasks"), &format!("{}/tasks", desk.base)),
        ]))
    };
    html! {
        h2 { (lang.t(if replaces { "enterprise-paper-other" } else { "enterprise-paper-upload" })) }
        (upload_form(visit, &format!("{}/upload/{}", desk.base, wanted.document.id), &body))
    }
}

/// Where to go after a paper was taken: to the next one that is missing, else back to the list.
pub(super) fn next(desk: &Desk<'_>, done: &str) -> String {
    let missing = desk.wanted.iter().find(|wanted| {
        wanted.document.id != done && !wanted.satisfied_by.contains(&done) && wanted.found(desk.papers).is_none()
    });
    match missing {
        Some(wanted) => format!("{}/upload/{}", desk.base, wanted.document.id),
        None => format!("{}/tasks", desk.base),
    }
}

/// The form as it was typed, with what the act said against it.
pub(super) fn refused(
    filled: &mut Filled,
    lang: Lang,
    policy: &Policy,
    failed: &store::store::Failed,
) -> Result<(), Problem> {
    super::own::refused(filled, lang, Some(policy), failed, |field| {
        (field == "document").then(|| lang.t("enterprise-paper-is").into_owned())
    })
}
