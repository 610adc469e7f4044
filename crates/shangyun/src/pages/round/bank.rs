//! What goes to the bank and comes back: account numbers, which only the paying district's finance bureau sees; the
//! payment list with its hash; and the bank's return file, shown line by line before anything is done with it.

use super::bank_file::{self, Answer, Outgoing, Returned, Unreadable, Wrong};
use super::frame::{Here, Place};
use super::payments::{Payment, payments, pays};
use super::words;
use crate::acting;
use crate::clock::real_now;
use crate::lang::{Lang, Message};
use crate::web::components::action::{actions, button, link};
use crate::web::components::notice::inset;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, address, escape, form, upload_form};
use axum::extract::{Multipart, Query};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::ids::{BlobId, ClaimId, EnterpriseId};
use domain::round::RoundCommand;
use domain::round::line::Standing;
use domain::world::{Aggregate, Key};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The largest return file.
const BYTES_MAX: usize = 2 * 1024 * 1024;

/// An enterprise's account, opened for those who pay it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The bank.
    pub bank: String,
    /// The number; a dash where it was erased.
    pub number: String,
    /// The credit code of the enterprise.
    pub credit_code: String,
}

/// Accounts by enterprise.
pub type Accounts = BTreeMap<EnterpriseId, Account>;

/// The accounts of those who are paid. Only for readers who pay them: the caller asks [`pays`] first.
pub async fn accounts(here: &Here, batch: &[Payment<'_>]) -> Result<Accounts, Problem> {
    let ids: Vec<EnterpriseId> = batch.iter().map(|one| one.line.enterprise.clone()).collect();
    let keys = ids.iter().map(|id| Key::Enterprise(id.clone())).collect();
    let world = here.app.store.load_all(keys).await.map_err(Problem::failure)?.world;
    let mut found = Vec::new();
    for id in ids {
        if let Ok(Some(Aggregate::Enterprise(enterprise))) = world.get(&Key::Enterprise(id.clone())) {
            found.push((id, enterprise.profile.clone(), enterprise.credit_code.clone()));
        }
    }
    let sealed: Vec<_> = found.iter().map(|(_, profile, _)| profile.bank_account.id.clone()).collect();
    let opened = here.app.store.open_personal(&sealed).await.map_err(Problem::failure)?;
    let account = found.into_iter().map(|(id, profile, credit_code)| {
        let number = opened.get(&profile.bank_account.id).cloned().flatten().unwrap_or_else(|| "—".to_owned());
        (id, Account { bank: profile.bank_name, number, credit_code })
    });
    Ok(account.collect())
}

/// The list of what is still to be paid in a district, with its bytes' hash.
async fn list(here: &Here, district: &str) -> Result<(Vec<u8>, String), Problem> {
    let batch: Vec<Payment<'_>> =
        payments(here, district).into_iter().filter(|one| one.line.standing == Standing::Payable).collect();
    let accounts = accounts(here, &batch).await?;
    let claims = here.claims(batch.iter().map(|one| one.line)).await?;
    let lines = batch.iter().filter_map(|one| {
        let account = accounts.get(&one.line.enterprise)?.clone();
        Some(Outgoing {
            number: claims.get(&one.line.claim)?.number.clone(),
            name: one.line.enterprise_name.clone(),
            credit_code: account.credit_code,
            bank: account.bank,
            account: account.number,
            amount: one.payment.amount,
            purpose: format!("企业上云补贴 {}", here.round().number),
        })
    });
    let bytes = bank_file::write(&lines.collect::<Vec<_>>()).map_err(Problem::failure)?;
    let hash = Sha256::digest(&bytes).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    Ok((bytes, hash))
}

/// The bank's files: the list to download with its hash, and the return file to hand in.
pub async fn files(here: &Here, district: &str) -> Result<Markup, Problem> {
    let lang = here.lang();
    let (_, hash) = list(here, district).await?;
    let body = html! {
        input type="hidden" name="district" value=(district);
        div.field {
            label for="file" { (lang.t("round-bank-file")) }
            p.hint { (lang.t("round-bank-file-hint")) }
            input type="file" id="file" name="file" accept=".csv,.txt";
        }
        (actions(&[button(&lang.t("round-bank-read"))]))
    };
    let download = address(&here.at("/payments/list.csv"), [("district", district)]);
    Ok(html! {
        (facts(&[(lang.t("round-bank-list").into_owned(), html! {
            (link(&lang.t("round-bank-download"), &download)) " " (words::hash(lang, &hash))
        })]))
        details { summary { (lang.t("round-bank-return")) } (upload_form(&here.visit, &here.at("/payments/return"), &body)) }
    })
}

/// `GET /rounds/{id}/payments/list.csv?district=…`: for the bank.
pub async fn download(here: Here, Query(asked): Query<BTreeMap<String, String>>) -> Result<Response, Problem> {
    let district = asked.get("district").map_or("", String::as_str);
    if district.is_empty() || !pays(&here, district) {
        return Err(Problem::forbidden());
    }
    let (bytes, hash) = list(&here, district).await?;
    let name = format!("{}-{}-{}.csv", here.round().number, here.district(district), words::short(&hash));
    let way = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{}", escape(&name)));
    let way = way.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    Ok(([(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")), (CONTENT_DISPOSITION, way)], bytes)
        .into_response())
}

/// `POST /rounds/{id}/payments/return`: reads a return file and shows what would be done with each line.
pub async fn read(here: Here, body: Multipart) -> Result<Response, Problem> {
    let (form, bytes) = received(body).await?;
    let district = form.into_filled().value("district").to_owned();
    if !pays(&here, &district) {
        return Err(Problem::forbidden());
    }
    let kept = here.app.store.keep_document(&bytes[..], "text/csv", 4 * 1024 * 1024, real_now());
    let (blob, lines) = match (bytes.is_empty(), returned(&here, &district, &bytes).await?) {
        (true, _) => {
            return Ok(unreadable(
                &here,
                &Message::new("forms-file-required").with("label", here.lang().t("round-bank-file")),
            ));
        }
        (false, Err(why)) => return Ok(unreadable(&here, &unreadable_words(&why))),
        (false, Ok(lines)) => (kept.await.map_err(Problem::failure)?.id, lines),
    };
    Ok(check(&here, (&district, &blob), &lines))
}

/// The fields of the form, and the bytes of the file.
async fn received(mut body: Multipart) -> Result<(Form, Vec<u8>), Problem> {
    let (mut pairs, mut file) = (Vec::new(), Vec::new());
    while let Some(field) = body.next_field().await.map_err(Problem::bad_request)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(Problem::bad_request)?;
        if bytes.len() > BYTES_MAX {
            return Err(Problem::too_large(BYTES_MAX));
        }
        if name == "file" {
            file = bytes.to_vec();
        } else {
            pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok((Form::new(pairs), file))
}

/// The lines of a return file against the batch of a district.
async fn returned(here: &Here, district: &str, bytes: &[u8]) -> Result<Result<Vec<Returned>, Unreadable>, Problem> {
    let batch = batch(here, district).await?;
    let due = |one: &Payment<'_>| (one.line.standing == Standing::Payable).then_some(one.payment.amount);
    Ok(bank_file::read(bytes, &batch.iter().map(|(number, one)| (number.clone(), due(one))).collect()))
}

/// The payments of a district by the number of the claim.
async fn batch<'a>(here: &'a Here, district: &str) -> Result<BTreeMap<String, Payment<'a>>, Problem> {
    let batch = payments(here, district);
    let claims = here.claims(batch.iter().map(|one| one.line)).await?;
    let numbered = batch.into_iter().filter_map(|one| Some((claims.get(&one.line.claim)?.number.clone(), one)));
    Ok(numbered.collect())
}

fn unreadable_words(why: &Unreadable) -> Message {
    match why {
        Unreadable::NotText => Message::new("round-bank-not-text"),
        Unreadable::NotCsv => Message::new("round-bank-not-csv"),
        Unreadable::NoColumn(column) => Message::new("round-bank-no-column").with("column", column),
        Unreadable::TooLong => Message::new("round-bank-too-long").with("max", bank_file::LINES_MAX),
    }
}

fn unreadable(here: &Here, message: &Message) -> Response {
    let lang = here.lang();
    let mut filled = Filled::blank();
    filled.reject("", message.clone());
    here.page(Place::Payments).errors(&filled).respond(html! {
        h2 { (lang.t("round-bank-return")) }
        p { (lang.t("round-bank-file-hint")) }
        p { (link(&lang.t("round-back"), &here.place(Place::Payments))) }
    })
}

/// What would be done with each line, and the form that does it.
fn check(here: &Here, (district, blob): (&str, &BlobId), lines: &[Returned]) -> Response {
    let lang = here.lang();
    let good = lines.iter().filter(|line| line.says.is_ok()).count();
    let body = html! {
        input type="hidden" name="district" value=(district);
        input type="hidden" name="file" value=(blob.as_str());
        (actions(&[button(&lang.t_with("round-bank-do", &[("n", good.into())])), link(&lang.t("round-back"), &back(here, district))]))
    };
    here.page(Place::Payments).crumb(lang.t("round-bank-return"), here.visit.path.clone()).respond(html! {
        h2 { (lang.t("round-bank-return")) }
        (inset(&html! { p { (lang.t_with("round-bank-check", &[("n", good.into()), ("wrong", (lines.len() - good).into())])) } }))
        (lines_table(lang, &BTreeMap::new()).draw(lines))
        @if good > 0 { (form(&here.visit, &here.at("/payments/return/do"), &body)) }
    })
}

fn back(here: &Here, district: &str) -> String {
    address(&here.place(Place::Payments), [("district", district)])
}

/// The lines of a return file; those that were refused with why.
fn lines_table(lang: Lang, refused: &BTreeMap<usize, String>) -> Table<'_, Returned> {
    Table::new(lang, lang.t("round-bank-return"))
        .column(Column::number(lang.t("round-bank-line"), |line: &Returned| html! { (line.line) }))
        .column(Column::text(lang.t("round-claim"), |line: &Returned| html! { span.figure { (line.number) } }))
        .column(Column::text(lang.t("round-bank-says"), move |line: &Returned| match &line.says {
            Ok(Answer::Paid { receipt, on }) => {
                html! { (tag(Tone::Ok, &lang.t("round-line-paid"))) " " span.figure { (receipt) " " (on) } }
            }
            Ok(Answer::Failed { reason }) => html! { (tag(Tone::Stop, &lang.t("round-line-failed"))) " " (reason) },
            Err(wrong) => tag(Tone::Attention, &lang.t(wrong_key(*wrong))),
        }))
        .column(Column::text(lang.t("round-words"), |line: &Returned| {
            html! { (refused.get(&line.line).map_or("", String::as_str)) }
        }))
}

const fn wrong_key(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Unknown => "round-bank-unknown",
        Wrong::Settled => "round-bank-settled",
        Wrong::Twice => "round-bank-twice",
        Wrong::NoResult => "round-bank-no-result",
        Wrong::NoReceipt => "round-bank-no-receipt",
        Wrong::NoDay => "round-bank-no-day",
        Wrong::NoReason => "round-bank-no-reason",
        Wrong::Amount => "round-bank-amount",
    }
}

/// `POST /rounds/{id}/payments/return/do`: does what was shown. A line that is refused is named, the others stand.
pub async fn act(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let typed = posted.into_filled();
    let district = typed.value("district").to_owned();
    if !pays(&here, &district) {
        return Ok(acting::go(&back(&here, &district)));
    }
    let blob = BlobId::new(typed.value("file"));
    let bytes = here.app.store.documents().read_checked(&blob).await.map_err(Problem::bad_request)?;
    let Ok(lines) = returned(&here, &district, &bytes).await? else {
        return Err(Problem::bad_request("not a return file"));
    };
    let batch = batch(&here, &district).await?;
    let mut refused = BTreeMap::new();
    for line in &lines {
        let (Ok(answer), Some(one)) = (&line.says, batch.get(&line.number)) else { continue };
        let claim = &one.line.claim;
        if let Err(failed) = here.act(command(&here, claim, answer), &format!("{key}-{claim}")).await {
            refused.insert(line.line, here.says(&failed)?);
        }
    }
    if refused.is_empty() {
        return Ok(acting::go(&back(&here, &district)));
    }
    let lang = here.lang();
    let mut filled = Filled::blank();
    filled.reject("", Message::new("round-bank-refused").with("n", refused.len()));
    let here = here.again().await?;
    Ok(here.page(Place::Payments).errors(&filled).respond(html! {
        (lines_table(lang, &refused).draw(&lines))
        p { (link(&lang.t("round-back"), &back(&here, &district))) }
    }))
}

fn command(here: &Here, claim: &ClaimId, answer: &Answer) -> RoundCommand {
    let (round, claim) = (here.id.clone(), claim.clone());
    match answer {
        Answer::Paid { receipt, on } => RoundCommand::Pay { round, claim, receipt: receipt.clone(), on: *on },
        Answer::Failed { reason } => RoundCommand::ReportFailure { round, claim, reason: reason.clone() },
    }
}
