//! The approval of an office that does not sign in: its document is registered with number, date and scan for the
//! hash of the plan, and counts once a second person has confirmed it.

use super::frame::{Here, Place};
use super::{plan, words};
use crate::acting;
use crate::names;
use crate::uploads::{self, PAPER_KINDS};
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date, facts};
use crate::web::errors::Problem;
use crate::web::forms::file::FileKind;
use crate::web::forms::upload::FileRule;
use crate::web::forms::{Filled, Form, Posted, form_of_version, upload_form};
use axum::extract::Multipart;
use axum::response::Response;
use domain::ids::BlobId;
use domain::paper::File;
use domain::round::plan::Plan;
use domain::round::{Approval, ApprovalPaper, RoundCommand};
use maud::{Markup, html};
use policy::plan::words::StepKind;
use tokio::io::AsyncReadExt;

/// How much of a scan is looked at to know its kind.
const HEAD_BYTES: u64 = 64;

/// The registered approval, with who entered it and whether it was confirmed.
pub async fn registered(here: &Here) -> Result<Markup, Problem> {
    let lang = here.lang();
    let Some(approval) = &here.round().approval else { return Ok(html! {}) };
    let paper = &approval.registered;
    let people = names::people(&here.app, [&paper.entered_by]).await?;
    let is_confirmed = !here.stands_at(StepKind::Approval);
    Ok(html! {
        h2 { (lang.t("round-approval")) }
        (facts(&[
            (lang.t("round-approval-number").into_owned(), html! { (paper.number) }),
            (lang.t("round-approval-date").into_owned(), date(lang, paper.date)),
            (lang.t("round-approval-scan").into_owned(), link(&lang.t("round-approval-open"), &here.at("/plan/approval/scan"))),
            (lang.t("round-hash").into_owned(), words::hash(lang, &approval.hash)),
            (lang.t("round-approval-entered").into_owned(), html! { (people.get(&paper.entered_by).map_or("", String::as_str)) }),
            (lang.t("round-line-state").into_owned(), if is_confirmed {
                tag(Tone::Ok, &lang.t("round-approval-confirmed"))
            } else {
                tag(Tone::Attention, &lang.t("round-approval-unconfirmed"))
            }),
        ]))
    })
}

/// The forms at the approval: registering, and for somebody else confirming.
pub fn forms(here: &Here, plan: &Plan, filled: &Filled) -> Markup {
    let lang = here.lang();
    match &here.round().approval {
        None => html! {
            h2 { (lang.t("round-approval-register")) }
            (inset(&html! { p { (lang.t("round-approval-register-says")) } }))
            (register_form(here, plan, filled))
        },
        Some(approval) => html! {
            (confirm_form(here, approval))
            details open[!filled.errors().is_empty()] {
                summary { (lang.t("round-approval-register-again")) }
                (register_form(here, plan, filled))
            }
        },
    }
}

fn confirm_form(here: &Here, approval: &Approval) -> Markup {
    let lang = here.lang();
    if approval.registered.entered_by == here.me.actor().account {
        return html! { p { (lang.t("round-approval-by-another")) } };
    }
    let body = html! {
        input type="hidden" name="hash" value=(approval.hash);
        (actions(&[button(&lang.t("round-approval-confirm"))]))
    };
    html! {
        h2 { (lang.t("round-approval-confirm")) }
        p { (lang.t("round-approval-confirm-says")) }
        (form_of_version(&here.visit, &here.at("/plan/approval/confirm"), here.version(), &body))
    }
}

fn register_form(here: &Here, plan: &Plan, filled: &Filled) -> Markup {
    let lang = here.lang();
    let kept = filled.value("kept");
    let body = html! {
        input type="hidden" name="_version" value=(here.version());
        input type="hidden" name="hash" value=(plan.hash);
        (Field::new("number", lang.t("round-approval-number")).hint(lang.t("round-approval-number-hint")).half().text(lang, filled))
        (Field::new("date", lang.t("round-approval-date")).date(lang, filled))
        @if !kept.is_empty() {
            input type="hidden" name="kept" value=(kept);
            input type="hidden" name="kept_name" value=(filled.value("kept_name"));
            p { (lang.t_with("round-approval-kept", &[("name", filled.value("kept_name").into())])) }
        }
        (Field::new("scan", lang.t("round-approval-scan")).file(lang, filled, &PAPER_KINDS, uploads::bytes_max(here.policy())))
        (actions(&[button(&lang.t("round-approval-register"))]))
    };
    upload_form(&here.visit, &here.at("/plan/approval"), &body)
}

/// `POST /rounds/{id}/plan/approval`: registers it.
pub async fn register(here: Here, body: Multipart) -> Result<Response, Problem> {
    let lang = here.lang();
    let label = lang.t("round-approval-scan");
    let bytes_max = uploads::bytes_max(here.policy());
    let rule = FileRule { field: "scan", label: &label, kinds: &PAPER_KINDS, bytes_max, required: false };
    let taken = uploads::take(&here.app, body, rule).await?;
    let (key, drawn) = (acting::key_of(&taken.form), acting::drawn(&taken.form));
    let kept = keep(taken.form.clone().into_filled(), taken.file.as_ref());
    let (number, date, hash, scan) = match taken.form.read(|form| read(&here, form, taken.file.as_ref())) {
        Ok(read) => read,
        Err(filled) => return plan::draw(&here, &keep(filled, taken.file.as_ref())).await,
    };
    let paper = ApprovalPaper { number, date, scan, hash };
    match here.act(RoundCommand::RegisterApproval { round: here.id.clone(), drawn, paper }, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Plan))),
        Err(failed) => plan::draw(&here.again().await?, &here.refused(kept, &failed)?).await,
    }
}

type Typed = (String, jiff::civil::Date, String, BlobId);

fn read(here: &Here, form: &mut Form, file: Option<&File>) -> Option<Typed> {
    let lang = here.lang();
    let number = form.text("number", lang.t("round-approval-number")).max(100).required();
    let date = form.date("date", lang.t("round-approval-date")).required();
    let hash = form.text("hash", lang.t("round-hash")).required();
    let kept = form.text("kept", lang.t("round-approval-scan")).optional().flatten();
    let _ = form.text("kept_name", lang.t("round-approval-scan")).optional();
    let scan = file.map(|file| file.blob.clone()).or_else(|| kept.map(BlobId::new));
    if scan.is_none() {
        form.reject(
            "scan",
            crate::lang::Message::new("forms-file-required").with("label", lang.t("round-approval-scan")),
        );
    }
    Some((number?, date?, hash?, scan?))
}

/// The form with the scan that came with it, so that it need not be sent again.
fn keep(filled: Filled, file: Option<&File>) -> Filled {
    match file {
        Some(file) => filled.with("kept", file.blob.as_str()).with("kept_name", file.name.clone()),
        None => filled,
    }
}

/// `POST /rounds/{id}/plan/approval/confirm`.
pub async fn confirm(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let kept = form.into_filled();
    let hash = kept.value("hash").to_owned();
    match here.act(RoundCommand::ConfirmApproval { round: here.id.clone(), drawn, hash }, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Plan))),
        Err(failed) => plan::draw(&here.again().await?, &here.refused(kept, &failed)?).await,
    }
}

/// `GET /rounds/{id}/plan/approval/scan`.
pub async fn scan(here: Here) -> Result<Response, Problem> {
    if here.is_of_a_district() {
        return Err(Problem::not_found());
    }
    let approval = here.round().approval.as_ref().ok_or_else(Problem::not_found)?;
    let blob = approval.registered.scan.clone();
    let content = here.app.store.documents().read(&blob).await.map_err(Problem::failure)?;
    let mut head = Vec::new();
    content.take(HEAD_BYTES).read_to_end(&mut head).await.map_err(Problem::failure)?;
    let kind = kind_of(&head);
    let ending = kind.and_then(|kind| kind.endings().first()).copied().unwrap_or("bin");
    let media = kind.map_or("application/octet-stream", FileKind::media_type).to_owned();
    let file = File { blob, name: format!("{}.{ending}", approval.registered.number), media, size_bytes: 0 };
    uploads::send(&here.app, &file).await
}

/// The kind a scan has by its first bytes.
fn kind_of(head: &[u8]) -> Option<FileKind> {
    let fits = |kind: &FileKind| {
        let name = kind.endings().first().map(|ending| format!("scan.{ending}"));
        name.is_some_and(|name| FileKind::of(head, &name) == Some(*kind))
    };
    PAPER_KINDS.into_iter().find(fits)
}
