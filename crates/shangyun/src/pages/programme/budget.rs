//! The budget of a year and stream, set by finance under its document: typed, shown with what it does to the ledger,
//! then set.

use super::show::Here;
use crate::acting;
use crate::names;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::banner;
use crate::web::components::tag::Tone;
use crate::web::components::value::{facts, money};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Form, Posted, form};
use axum::response::Response;
use domain::ledger::{Account, Purpose};
use domain::programme::ProgrammeCommand;
use domain::world::Key;
use maud::{Markup, html};
use policy::money::Fen;

/// What is typed.
struct Budget {
    year: i16,
    stream: String,
    amount: Fen,
    reason: String,
    is_checked: bool,
}

/// `GET /programmes/{id}/budget`.
pub async fn ask(here: Here) -> Result<Response, Problem> {
    let year = here.app.clock.today().year().to_string();
    draw(&here, &Filled::blank().with("year", year))
}

fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    if !here.is_finance_signer() {
        return Err(Problem::forbidden());
    }
    let lang = here.lang();
    let streams: Vec<Choice> = here
        .policy
        .plan()
        .streams()
        .iter()
        .map(|stream| Choice::new(&stream.id, names::stream(lang, &here.policy, &stream.id)))
        .collect();
    let body = html! {
        (Field::new("year", lang.t("round-year")).short().digits().text(lang, filled))
        (Field::new("stream", lang.t("round-stream")).radios(lang, filled, &streams))
        (Field::new("amount", lang.t("programme-budget-amount")).hint(lang.t("programme-budget-hint")).half().money(lang, filled))
        (Field::new("reason", lang.t("programme-document")).hint(lang.t("programme-document-hint")).half().text(lang, filled))
        (actions(&[button(&lang.t("programme-budget-check")), link(&lang.t("round-back"), &here.at("#budgets"))]))
    };
    let page = here.page(lang.t("programme-set-budget")).crumb(lang.t("programme-set-budget"), here.at("/budget"));
    Ok(page.errors(filled).respond(form(&here.visit, &here.at("/budget"), &body)))
}

/// `POST /programmes/{id}/budget`: first shows what it does, then does it.
pub async fn set(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let budget = match posted.read(|form| read(&here, form)) {
        Ok(budget) => budget,
        Err(filled) => return draw(&here, &filled),
    };
    if !budget.is_checked {
        return check(&here, &budget, &kept).await;
    }
    let Budget { year, stream, amount, reason, .. } = budget;
    let command = ProgrammeCommand::SetBudget { programme: here.id.clone(), year, stream, amount, reason };
    match here.act(command, &key).await {
        Ok(_) => Ok(acting::go(&here.at("#budgets"))),
        Err(failed) => draw(&here, &here.refused(kept, &failed)?),
    }
}

fn read(here: &Here, form: &mut Form) -> Option<Budget> {
    let lang = here.lang();
    let term = here.policy.plan().in_force;
    let first = term.map_or(2000, |(first, _)| i64::from(first.year()));
    let streams: Vec<(&str, &str)> =
        here.policy.plan().streams().iter().map(|stream| (stream.id.as_str(), stream.id.as_str())).collect();
    let year = form.integer("year", lang.t("round-year")).between(first, 2100).required();
    let stream = form.choice("stream", lang.t("round-stream"), &streams).required();
    let amount = form.money("amount", lang.t("programme-budget-amount")).required();
    let reason = form.text("reason", lang.t("programme-document")).required();
    let is_checked = form.ticked("checked");
    Some(Budget {
        year: i16::try_from(year?).ok()?,
        stream: stream?.to_owned(),
        amount: amount?,
        reason: reason?,
        is_checked,
    })
}

/// What setting the budget does to the ledger, and the button that does it.
async fn check(here: &Here, budget: &Budget, kept: &Filled) -> Result<Response, Problem> {
    if !here.is_finance_signer() {
        return Err(Problem::forbidden());
    }
    let lang = here.lang();
    let stream = budget.stream.clone();
    let account = Account { programme: here.id.clone(), year: budget.year, stream, purpose: Purpose::Available };
    let key = Key::Balance(account.clone());
    let world = here.app.store.load_all(vec![key]).await.map_err(Problem::failure)?.world;
    let available = world.balance(&account).unwrap_or(Fen::ZERO);
    let before = here.programme.budgets.get(&budget.year).and_then(|streams| streams.get(&budget.stream)).copied();
    let before = before.unwrap_or(Fen::ZERO);
    let too_large = || Problem::failure("a budget does not fit");
    let difference = budget.amount.sub(before).ok_or_else(too_large)?;
    let after = available.add(difference).ok_or_else(too_large)?;
    let body = html! {
        @for name in ["year", "stream", "amount", "reason"] { input type="hidden" name=(name) value=(kept.value(name)); }
        input type="hidden" name="checked" value="on";
        (actions(&[button(&lang.t("programme-set-budget")), link(&lang.t("round-back"), &here.at("/budget"))]))
    };
    let page = here.page(lang.t("programme-set-budget")).crumb(lang.t("programme-set-budget"), here.at("/budget"));
    Ok(page.respond(html! {
        p { (lang.t("programme-budget-says")) }
        (facts(&[
            (lang.t("round-year").into_owned(), html! { span.figure { (budget.year) } }),
            (lang.t("round-stream").into_owned(), html! { (names::stream(lang, &here.policy, &budget.stream)) }),
            (lang.t("programme-budget-before").into_owned(), money(lang, before)),
            (lang.t("programme-budget-amount").into_owned(), html! { strong { (money(lang, budget.amount)) } " " span.quiet { (format::capitals(budget.amount)) } }),
            (lang.t("programme-budget-moves").into_owned(), moves(here, difference)),
            (lang.t("programme-budget-available").into_owned(), html! { (money(lang, available)) " → " strong { (money(lang, after)) } }),
            (lang.t("programme-document").into_owned(), html! { (budget.reason) }),
        ]))
        @if after < Fen::ZERO { (banner(lang, Tone::Stop, &html! { p { (lang.t("programme-budget-short")) } })) }
        @else { (form(&here.visit, &here.at("/budget"), &body)) }
    }))
}

/// The movement between appropriation and available.
fn moves(here: &Here, difference: Fen) -> Markup {
    let lang = here.lang();
    let (from, to) = if difference < Fen::ZERO {
        ("ledger-available", "ledger-appropriation")
    } else {
        ("ledger-appropriation", "ledger-available")
    };
    let amount = if difference < Fen::ZERO { difference.negate().unwrap_or(difference) } else { difference };
    html! { (lang.t(from)) " → " (lang.t(to)) " " (money(lang, amount)) }
}
