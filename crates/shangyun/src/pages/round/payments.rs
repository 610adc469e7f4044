//! Payment: what each district has to pay and has paid, and for a district's finance bureau the lines of its batch,
//! with receipt number and day of each.

use super::bank::{self, Accounts};
use super::frame::{Here, Place};
use super::words;
use crate::acting;
use crate::lang::{Lang, Message};
use crate::web::components::action::{actions, button, link};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Paging, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date, facts, money, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::read::date as read_date;
use crate::web::forms::{Asked, Filled, Posted, address, form};
use axum::response::Response;
use domain::claim::Claim;
use domain::ids::ClaimId;
use domain::round::line::{Line, Standing};
use domain::round::plan::PlanLine;
use domain::round::{RoundCommand, Sums, sums};
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::words::StepKind;
use std::collections::BTreeMap;

/// Lines on a page: each has two fields.
const PER_PAGE: usize = 50;

/// `GET /rounds/{id}/payments`.
pub async fn show(here: Here, Asked(asked): Asked) -> Result<Response, Problem> {
    draw(&here, &asked.into_filled()).await
}

/// One payment with the line it is for.
#[derive(Clone, Copy)]
pub struct Payment<'a> {
    /// The line.
    pub line: &'a Line,
    /// What the plan gives it.
    pub payment: &'a PlanLine,
}

/// The payments within the reader's sight, of one district or of all.
pub fn payments<'a>(here: &'a Here, district: &str) -> Vec<Payment<'a>> {
    let plan = here.round().plan.as_ref().map(|frozen| &frozen.plan);
    let lines = here.lines().filter_map(|line| Some(Payment { line, payment: plan?.line(&line.claim)? }));
    lines.filter(|one| district.is_empty() || one.payment.district == district).collect()
}

/// Whether the reader pays the lines of a district now.
pub fn pays(here: &Here, district: &str) -> bool {
    here.may_act_at(StepKind::Payout) && here.has_part_in(StepKind::Payout) && here.serves(district)
}

async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let page = here.page(Place::Payments).errors(filled);
    let (Some(on), Some(_)) = (here.round().allotted_on, &here.round().plan) else {
        let body = empty(&lang.t("round-payments-not-yet"), None);
        return Ok(page.respond(html! { (here.tabs(Place::Payments)) (body) }));
    };
    let all = sums(here.round()).ok_or_else(|| Problem::failure("a round's sums do not fit"))?;
    let own: Vec<Sums> = all.into_iter().filter(|one| here.serves(&one.district)).collect();
    let chosen = filled.value("district").to_owned();
    let district = if own.len() == 1 { own.first().map_or("", |one| &one.district) } else { &chosen };
    let batch = payments(here, district);
    Ok(page.respond(html! {
        (here.tabs(Place::Payments))
        (facts(&[(lang.t("round-allotted-on").into_owned(), date(lang, on))]))
        @if own.len() > 1 { (district_table(here, &own)) }
        @if district.is_empty() {
            p.quiet { (lang.t("round-payments-choose")) }
        } @else {
            h2 { (here.district(district)) }
            (batch_head(here, district, &batch).await?)
            (lines(here, district, &batch, filled).await?)
        }
    }))
}

/// Every district with what it has to pay and has paid, each leading to its batch.
fn district_table(here: &Here, own: &[Sums]) -> Markup {
    let lang = here.lang();
    let count = move |district: &str, is: fn(&Standing) -> bool| {
        payments(here, district).iter().filter(|one| is(&one.line.standing)).count()
    };
    let open = |standing: &Standing| matches!(standing, Standing::Payable);
    let failed = |standing: &Standing| matches!(standing, Standing::Failed { .. });
    let total = |of: fn(&Sums) -> Fen| Fen::sum(own.iter().map(of)).unwrap_or(Fen::ZERO);
    Table::new(lang, lang.t("round-by-district"))
        .column(Column::text(lang.t("round-district"), |row: &Sums| html! { (here.district(&row.district)) }))
        .column(Column::number(lang.t("round-due-yuan"), |row: &Sums| yuan(row.due)))
        .column(Column::number(lang.t("round-paid-yuan"), |row: &Sums| yuan(row.paid)))
        .column(Column::number(lang.t("round-payments-open"), move |row: &Sums| html! { (count(&row.district, open)) }))
        .column(Column::number(lang.t("round-payments-failed"), move |row: &Sums| {
            html! {
                @let failed = count(&row.district, failed);
                @if failed > 0 { (tag(Tone::Stop, &failed.to_string())) } @else { "0" }
            }
        }))
        .link(|row| address(&here.place(Place::Payments), [("district", row.district.as_str())]))
        .totals(
            lang.t("round-total"),
            vec![yuan(total(|one| one.due)), yuan(total(|one| one.paid)), html! {}, html! {}],
        )
        .draw(own)
}

/// The checks on top of a batch, and the bank's files for those who pay.
async fn batch_head(here: &Here, district: &str, batch: &[Payment<'_>]) -> Result<Markup, Problem> {
    let lang = here.lang();
    let due = Fen::sum(batch.iter().map(|one| one.payment.amount)).unwrap_or(Fen::ZERO);
    let open: Vec<&Payment<'_>> = batch.iter().filter(|one| one.line.standing == Standing::Payable).collect();
    let open_sum = Fen::sum(open.iter().map(|one| one.payment.amount)).unwrap_or(Fen::ZERO);
    let files = if pays(here, district) && !open.is_empty() {
        bank::files(here, district).await?
    } else {
        html! {}
    };
    Ok(html! {
        (facts(&[
            (lang.t("round-due").into_owned(), html! { (money(lang, due)) " " span.quiet { (format::capitals(due)) " · " (lang.t_with("round-n-lines", &[("n", batch.len().into())])) } }),
            (lang.t("round-payments-left").into_owned(), html! { (money(lang, open_sum)) " " span.quiet { (lang.t_with("round-n-lines", &[("n", open.len().into())])) } }),
        ]))
        p { (link(&lang.t("round-print-order"), &here.at(&format!("/print/order/{district}")))) }
        (files)
    })
}

/// The lines of a batch; for those who pay, with fields for receipt and day.
async fn lines(here: &Here, district: &str, batch: &[Payment<'_>], filled: &Filled) -> Result<Markup, Problem> {
    let lang = here.lang();
    let page: usize = filled.value("page").parse().unwrap_or(1).max(1);
    let shown: Vec<Payment<'_>> =
        batch.iter().copied().skip(page.saturating_sub(1).saturating_mul(PER_PAGE)).take(PER_PAGE).collect();
    let claims = here.claims(shown.iter().map(|one| one.line)).await?;
    let may_pay = pays(here, district);
    let accounts = if may_pay { bank::accounts(here, &shown).await? } else { Accounts::default() };
    let kept = Filled::blank().with("district", district);
    let path = here.place(Place::Payments);
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let table = table(here, &claims, may_pay.then_some(&accounts), filled).at(&path, &kept).paged(Paging {
        page: count(page),
        per_page: count(PER_PAGE),
        total: count(batch.len()),
    });
    let has_open = may_pay && shown.iter().any(|one| one.line.standing == Standing::Payable);
    let body = html! {
        input type="hidden" name="district" value=(district);
        input type="hidden" name="page" value=(page);
        (table.draw(&shown))
        @if has_open { p.quiet { (lang.t("round-pay-says")) } (actions(&[button(&lang.t("round-pay"))])) }
    };
    Ok(if has_open { form(&here.visit, &path, &body) } else { table.draw(&shown) })
}

fn table<'a>(
    here: &'a Here,
    claims: &'a BTreeMap<ClaimId, Claim>,
    accounts: Option<&'a Accounts>,
    filled: &'a Filled,
) -> Table<'a, Payment<'a>> {
    let lang = here.lang();
    let mut table = Table::new(lang, lang.t("round-tab-payments"))
        .column(Column::text(lang.t("round-claim"), |row: &Payment| {
            html! { span.figure { (claims.get(&row.line.claim).map_or("", |claim| &claim.number)) } }
        }))
        .column(Column::text(lang.t("round-enterprise"), |row: &Payment| html! { (row.line.enterprise_name) }));
    if let Some(accounts) = accounts {
        table = table.column(Column::text(lang.t("round-account"), |row: &Payment| {
            let account = accounts.get(&row.line.enterprise);
            html! { @if let Some(account) = account { div { span.figure { (account.number) } br; span.quiet { (account.bank) } } } }
        }));
    }
    table = table.column(Column::number(lang.t("round-amount-yuan"), |row: &Payment| yuan(row.payment.amount))).column(
        Column::text(lang.t("round-line-state"), move |row: &Payment| words::standing(lang, &row.line.standing)),
    );
    let is_payer = accounts.is_some();
    table
        .column(Column::text(lang.t("round-receipt"), move |row: &Payment| match &row.line.standing {
            Standing::Payable if is_payer => receipt_fields(lang, row.line, filled),
            Standing::Paid { receipt, on } => html! { span.figure { (receipt) } " " span.quiet { (on) } },
            Standing::Failed { reason } | Standing::Returned { reason } => html! { (reason) },
            Standing::Payable | Standing::In | Standing::Out { .. } => html! { "—" },
        }))
        .column(Column::text(lang.t("round-words"), move |row: &Payment| html! {
            @if is_payer && !row.line.standing.is_settled() {
                a href=(here.at(&format!("/payments/{}", row.line.claim))) {
                    (lang.t(if matches!(row.line.standing, Standing::Failed { .. }) { "round-payment-mend" } else { "round-payment-fail" }))
                    span.hidden { (row.line.enterprise_name) }
                }
            }
        }))
        .link(|row| format!("/claims/{}", row.line.claim))
}

/// Receipt number and day of one line.
fn receipt_fields(lang: Lang, line: &Line, filled: &Filled) -> Markup {
    let (receipt, on) = (format!("receipt.{}", line.claim), format!("on.{}", line.claim));
    let name = line.enterprise_name.as_str();
    html! {
        div.receipt {
            input type="text" id=(receipt) name=(receipt) value=(filled.value(&receipt)) maxlength="60" placeholder=(lang.t("round-receipt-number"))
                aria-label=(lang.t_with("round-receipt-of", &[("name", name.into())])) aria-invalid=[filled.error(&receipt).map(|_| "true")];
            input type="date" id=(on) name=(on) value=(filled.value(&on))
                aria-label=(lang.t_with("round-paid-on-of", &[("name", name.into())])) aria-invalid=[filled.error(&on).map(|_| "true")];
        }
    }
}

/// `POST /rounds/{id}/payments`: pays every line that has a receipt number.
pub async fn pay(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let key = acting::key_of(&posted);
    let typed = posted.into_filled();
    let ids = typed.pairs().filter_map(|(name, _)| name.strip_prefix("receipt."));
    let ids: Vec<ClaimId> = ids.filter(|id| has_entry(&typed, id)).map(ClaimId::new).collect();
    let mut filled = typed.clone();
    if ids.is_empty() {
        filled.reject("", Message::new("round-pay-nothing"));
    }
    for claim in ids {
        let Some(line) = here.round().line(&claim).filter(|line| here.sees(line)) else {
            return Err(Problem::not_found());
        };
        let entry = entry(lang, line, &typed);
        let (receipt, on) = match entry {
            Ok(entry) => entry,
            Err((field, message)) => {
                filled.reject(&field, message);
                continue;
            }
        };
        let command = RoundCommand::Pay { round: here.id.clone(), claim: claim.clone(), receipt, on };
        if let Err(failed) = here.act(command, &format!("{key}-{claim}")).await {
            let says = here.says(&failed)?;
            let name = line.enterprise_name.as_str();
            filled.reject(
                &format!("receipt.{claim}"),
                Message::new("round-pay-failed").with("name", name).with("says", says),
            );
        }
    }
    if filled.errors().is_empty() {
        let back = [("district", typed.value("district")), ("page", typed.value("page"))];
        return Ok(acting::go(&address(&here.place(Place::Payments), back)));
    }
    draw(&here.again().await?, &filled).await
}

fn has_entry(typed: &Filled, id: &str) -> bool {
    ["receipt", "on"].iter().any(|field| !typed.value(&format!("{field}.{id}")).trim().is_empty())
}

/// Receipt and day of a line, or which of the two is missing.
fn entry(lang: Lang, line: &Line, typed: &Filled) -> Result<(String, jiff::civil::Date), (String, Message)> {
    let (receipt, on) = (format!("receipt.{}", line.claim), format!("on.{}", line.claim));
    let number = typed.value(&receipt).trim().to_owned();
    let named =
        |key, label: &str| Message::new(key).with("label", format!("{} {}", line.enterprise_name, lang.t(label)));
    if number.is_empty() {
        return Err((receipt, named("forms-required", "round-receipt-number")));
    }
    match read_date(typed.value(&on)) {
        Some(day) => Ok((number, day)),
        None if typed.value(&on).trim().is_empty() => Err((on, named("forms-required", "round-paid-on"))),
        None => Err((on, named("forms-not-a-date", "round-paid-on"))),
    }
}
