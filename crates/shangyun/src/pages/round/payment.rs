//! One payment: paid with its receipt, reported as failed, made again, or given up.

use super::bank;
use super::frame::{Here, Place};
use super::payments::{Payment, payments, pays};
use super::words;
use crate::acting;
use crate::web::components::action::{actions, button, grave, link};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::components::value::{facts, money};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, address, form};
use axum::response::Response;
use domain::ids::ClaimId;
use domain::round::RoundCommand;
use domain::round::line::Standing;
use maud::{Markup, html};
use policy::plan::words::Exit;

/// `GET /rounds/{id}/payments/{claim}`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank()).await
}

fn found(here: &Here) -> Result<Payment<'_>, Problem> {
    let claim = ClaimId::new(here.part("claim"));
    payments(here, "").into_iter().find(|one| one.line.claim == claim).ok_or_else(Problem::not_found)
}

async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let one = found(here)?;
    let name = words::claim_name(&here.app, Some(&one.line.claim)).await?;
    let district = one.payment.district.as_str();
    let may_pay = pays(here, district);
    let mut rows = vec![
        (lang.t("round-claim").into_owned(), html! { a href={ "/claims/" (one.line.claim) } { (name) } }),
        (lang.t("round-district").into_owned(), html! { (here.district(district)) }),
        (lang.t("round-amount").into_owned(), money(lang, one.payment.amount)),
        (
            lang.t("round-line-state").into_owned(),
            html! {
                (words::standing(lang, &one.line.standing)) " " (here.line_words(one.line))
            },
        ),
    ];
    if may_pay {
        let accounts = bank::accounts(here, &[one]).await?;
        if let Some(account) = accounts.get(&one.line.enterprise) {
            rows.push((
                lang.t("round-account").into_owned(),
                html! { span.figure { (account.number) } " " (account.bank) },
            ));
        }
    }
    let body = match one.line.standing {
        Standing::Payable if may_pay => html! { (pay_form(here, filled)) (fail_form(here, filled)) },
        Standing::Failed { .. } if may_pay => html! { (again_form(here)) (give_up_form(here, filled)) },
        Standing::Payable
        | Standing::Failed { .. }
        | Standing::In
        | Standing::Out { .. }
        | Standing::Paid { .. }
        | Standing::Returned { .. } => html! {},
    };
    let back = address(&here.place(Place::Payments), [("district", district)]);
    let page =
        here.page(Place::Payments).crumb(one.line.enterprise_name.clone(), here.visit.path.clone()).errors(filled);
    Ok(page.respond(html! {
        h2 { (one.line.enterprise_name) }
        (facts(&rows))
        (body)
        p { (link(&lang.t("round-back"), &back)) }
    }))
}

/// Where a form of this page posts to.
fn action(here: &Here, deed: &str) -> String {
    here.at(&format!("/payments/{}/{deed}", here.part("claim")))
}

fn pay_form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    let body = html! {
        (Field::new("receipt", lang.t("round-receipt-number")).half().text(lang, filled))
        (Field::new("on", lang.t("round-paid-on")).date(lang, filled))
        (actions(&[button(&lang.t("round-pay"))]))
    };
    html! { h2 { (lang.t("round-pay")) } (form(&here.visit, &action(here, "pay"), &body)) }
}

fn fail_form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    let body = html! {
        p { (lang.t("round-payment-fail-says")) }
        (Field::new("failure", lang.t("round-payment-fail-reason")).hint(lang.t("round-payment-fail-hint")).textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-payment-fail"))]))
    };
    html! { h2 { (lang.t("round-payment-fail")) } (form(&here.visit, &action(here, "fail"), &body)) }
}

fn again_form(here: &Here) -> Markup {
    let lang = here.lang();
    html! {
        h2 { (lang.t("round-payment-again")) }
        p { (lang.t("round-payment-again-says")) }
        (form(&here.visit, &action(here, "again"), &button(&lang.t("round-payment-again"))))
    }
}

fn give_up_form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    if !here.step().is_some_and(|step| step.exits.contains(&Exit::Return)) {
        return html! {};
    }
    let body = html! {
        (inset(&html! { p { (lang.t("round-give-up-says")) } }))
        (Field::new("surrender", lang.t("round-give-up-reason")).textarea(lang, filled, 2))
        (grave("act", "give-up", &lang.t("round-give-up")))
    };
    html! {
        details open[filled.error("surrender").is_some()] {
            summary { (lang.t("round-give-up")) }
            (form(&here.visit, &action(here, "give-up"), &body))
        }
    }
}

/// `POST /rounds/{id}/payments/{claim}/pay`.
pub async fn pay(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let read = posted.clone().read(|form| {
        let receipt = form.text("receipt", lang.t("round-receipt-number")).max(60).required();
        let on = form.date("on", lang.t("round-paid-on")).required();
        Some((receipt?, on?))
    });
    match read {
        Ok((receipt, on)) => {
            let command =
                RoundCommand::Pay { round: here.id.clone(), claim: found(&here)?.line.claim.clone(), receipt, on };
            finish(here, command, posted).await
        }
        Err(filled) => draw(&here, &filled).await,
    }
}

/// `POST /rounds/{id}/payments/{claim}/fail`.
pub async fn fail(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    match posted.clone().read(|form| form.lines("failure", lang.t("round-payment-fail-reason")).required()) {
        Ok(reason) => {
            let claim = found(&here)?.line.claim.clone();
            let command = RoundCommand::ReportFailure { round: here.id.clone(), claim, reason };
            finish(here, command, posted).await
        }
        Err(filled) => draw(&here, &filled).await,
    }
}

/// `POST /rounds/{id}/payments/{claim}/again`.
pub async fn again(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let claim = found(&here)?.line.claim.clone();
    let command = RoundCommand::PayAgain { round: here.id.clone(), claim };
    finish(here, command, posted).await
}

/// `POST /rounds/{id}/payments/{claim}/give-up`.
pub async fn give_up(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let read = posted.clone().read(|form| {
        let _ = form.text("act", "act").optional();
        form.lines("surrender", lang.t("round-give-up-reason")).required()
    });
    match read {
        Ok(reason) => {
            let claim = found(&here)?.line.claim.clone();
            let command = RoundCommand::GiveUp { round: here.id.clone(), claim, reason };
            finish(here, command, posted).await
        }
        Err(filled) => draw(&here, &filled).await,
    }
}

async fn finish(here: Here, command: RoundCommand, posted: Form) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    match here.act(command, &key).await {
        Ok(_) => {
            let district = found(&here)?.payment.district.clone();
            Ok(acting::go(&address(&here.place(Place::Payments), [("district", district.as_str())])))
        }
        Err(failed) => {
            let filled = here.refused(posted.into_filled(), &failed)?;
            draw(&here.again().await?, &filled).await
        }
    }
}
