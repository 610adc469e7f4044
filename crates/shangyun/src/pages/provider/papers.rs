//! The two papers of a roster: the activation certificate and the letter of truthfulness, one to a page.

use super::choose::steps;
use super::draft::Draft;
use crate::acting;
use crate::app::App;
use crate::refusals;
use crate::seen;
use crate::session::Me;
use crate::uploads;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::upload::FileRule;
use crate::web::forms::{Filled, upload_form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::paper::File;
use maud::html;
use policy::policy::Policy;
use std::sync::Arc;

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Which {
    /// 开通凭证.
    Certificate,
    /// 真实性承诺函.
    Letter,
}

impl Which {
    /// The page's name in the address.
    const fn page(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Letter => "letter",
        }
    }

    /// The page after it.
    const fn next(self) -> &'static str {
        match self {
            Self::Certificate => "letter",
            Self::Letter => "check",
        }
    }

    /// The document of the policy.
    const fn document(self) -> &'static str {
        match self {
            Self::Certificate => "activation_certificate",
            Self::Letter => "truthfulness_letter",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Certificate => "provider-certificate-hint",
            Self::Letter => "provider-letter-hint",
        }
    }

    const fn step(self) -> usize {
        match self {
            Self::Certificate => 1,
            Self::Letter => 2,
        }
    }

    fn of(self, draft: &Draft) -> Option<&File> {
        match self {
            Self::Certificate => draft.certificate.as_ref(),
            Self::Letter => draft.letter.as_ref(),
        }
    }

    fn put(self, draft: &mut Draft, file: File) {
        match self {
            Self::Certificate => draft.certificate = Some(file),
            Self::Letter => draft.letter = Some(file),
        }
    }
}

/// `GET …/certificate`.
pub(super) async fn show_certificate(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &visit, &me, (&name, Which::Certificate)).await
}

/// `GET …/letter`.
pub(super) async fn show_letter(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &visit, &me, (&name, Which::Letter)).await
}

/// `POST …/certificate`.
pub(super) async fn send_certificate(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
    body: Multipart,
) -> Result<Response, Problem> {
    send(&app, &visit, &me, (&name, Which::Certificate, body)).await
}

/// `POST …/letter`.
pub(super) async fn send_letter(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
    body: Multipart,
) -> Result<Response, Problem> {
    send(&app, &visit, &me, (&name, Which::Letter, body)).await
}

async fn show(app: &App, visit: &Visit, me: &Me, (name, which): (&str, Which)) -> Result<Response, Problem> {
    let draft = Draft::find(app, me, name).await?;
    let policy = policy(app, &draft).await?;
    Ok(draw(visit, (name, &draft), (which, &policy), &Filled::blank()))
}

/// Takes the file; where one is there already, going on without another keeps it.
async fn send(
    app: &App,
    visit: &Visit,
    me: &Me,
    (name, which, body): (&str, Which, Multipart),
) -> Result<Response, Problem> {
    let mut draft = Draft::find(app, me, name).await?;
    let policy = policy(app, &draft).await?;
    let label = refusals::label(visit.lang, Some(&policy), which.document());
    let rule = FileRule {
        field: "file",
        label: &label,
        kinds: &uploads::PAPER_KINDS,
        bytes_max: uploads::bytes_max(&policy),
        required: which.of(&draft).is_none(),
    };
    let taken = uploads::take(app, body, rule).await?;
    if let Err(filled) = taken.form.read(|_| Some(())) {
        return Ok(draw(visit, (name, &draft), (which, &policy), &filled));
    }
    let kept = match taken.file {
        Some(file) => {
            which.put(&mut draft, file);
            draft.keep(app).await?
        }
        None => name.to_owned(),
    };
    Ok(acting::go(&Draft::address(&kept, which.next())))
}

async fn policy(app: &App, draft: &Draft) -> Result<Arc<Policy>, Problem> {
    let programme = seen::programme(app, &draft.programme).await?;
    seen::policy(app, programme.policy_on(app.clock.today()))
}

fn draw(visit: &Visit, (name, draft): (&str, &Draft), (which, policy): (Which, &Policy), filled: &Filled) -> Response {
    let lang = visit.lang;
    let label = refusals::label(lang, Some(policy), which.document());
    let there = which.of(draft);
    let field = Field::new("file", label.as_str()).hint(lang.t(which.hint()));
    let field = if there.is_some() { field.optional() } else { field };
    let body = html! {
        @if let Some(file) = there {
            (inset(&html! {
                p { (lang.t("provider-file-there")) " " strong { (file.name) } " " span.quiet.figure { (size(file)) } }
                p { (lang.t("provider-file-replace")) }
            }))
        }
        (field.file(lang, filled, &uploads::PAPER_KINDS, uploads::bytes_max(policy)))
        (actions(&[button(&lang.t("provider-save-and-go-on")), link(&lang.t("provider-back"), &Draft::address(name, before(which)))]))
    };
    Page::desk(visit, label.as_str())
        .crumb(lang.t("provider-rosters"), "/rosters")
        .crumb(lang.t("provider-new"), Draft::address(name, ""))
        .errors(filled)
        .respond(html! { (steps(lang, which.step())) (upload_form(visit, &Draft::address(name, which.page()), &body)) })
}

const fn before(which: Which) -> &'static str {
    match which {
        Which::Certificate => "",
        Which::Letter => "certificate",
    }
}

/// The size of a stored file, for people.
pub(super) fn size(file: &File) -> String {
    format::size(u64::try_from(file.size_bytes).unwrap_or_default())
}
