//! Rounds: review, notice, plan, signatures, payment, reconciliation; the expert's pages too.

use crate::routes::{May, Routes, SeatKind};

mod amounts;
mod approval;
mod bank;
mod bank_file;
mod deeds;
mod expert;
mod frame;
mod handover;
mod history;
mod lines;
pub(in crate::pages) mod list;
mod new;
mod notice;
mod payment;
mod payments;
mod plan;
mod print;
mod reconcile;
mod review;
mod score;
mod sheet;
mod show;
#[cfg(test)]
mod tests;
mod turn;
mod words;

/// Who reads rounds at a desk.
const READERS: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor]);
/// Who acts on rounds at a desk.
const OFFICERS: May = May::Seats(&[SeatKind::Office]);
/// The experts on a panel.
const EXPERTS: May = May::Seats(&[SeatKind::Expert]);
/// Readers at a desk, and the experts on a panel.
const READERS_AND_EXPERTS: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor, SeatKind::Expert]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/rounds", READERS_AND_EXPERTS, list::list)
        .get("/rounds/new", OFFICERS, new::ask)
        .post("/rounds/new", OFFICERS, new::form_it)
        .get("/rounds/{id}", READERS_AND_EXPERTS, show::show)
        .post("/rounds/{id}/interests", EXPERTS, expert::declare)
        .post("/rounds/{id}/recuse", EXPERTS, expert::recuse)
        .get("/rounds/{id}/score/{claim}", EXPERTS, score::show)
        .post("/rounds/{id}/score/{claim}", EXPERTS, score::save)
        .post("/rounds/{id}/seal", EXPERTS, expert::seal_scores)
        .post("/rounds/{id}/opinion", EXPERTS, expert::sign)
        .get("/rounds/{id}/lines", READERS, lines::list)
        .get("/rounds/{id}/lines/{claim}", OFFICERS, lines::ask)
        .post("/rounds/{id}/lines/{claim}", OFFICERS, lines::take_out)
        .get("/rounds/{id}/review", READERS, review::show)
        .post("/rounds/{id}/review", OFFICERS, review::pass)
        .post("/rounds/{id}/review/draw", OFFICERS, review::draw_experts)
        .post("/rounds/{id}/review/choose", OFFICERS, review::choose)
        .get("/rounds/{id}/review/experts/{expert}", OFFICERS, review::ask_replace)
        .post("/rounds/{id}/review/experts/{expert}", OFFICERS, review::replace)
        .get("/rounds/{id}/notice", READERS, notice::show)
        .post("/rounds/{id}/notice", OFFICERS, notice::pass)
        .post("/rounds/{id}/notice/publish", OFFICERS, notice::publish)
        .get("/rounds/{id}/notice/{objection}", READERS, notice::objection)
        .post("/rounds/{id}/notice/{objection}", OFFICERS, notice::rule)
        .get("/rounds/{id}/handover", READERS, handover::show)
        .post("/rounds/{id}/handover", OFFICERS, handover::sign)
        .get("/rounds/{id}/plan", READERS, plan::show)
        .post("/rounds/{id}/plan/freeze", OFFICERS, deeds::freeze)
        .post("/rounds/{id}/plan/pass", OFFICERS, deeds::pass)
        .post("/rounds/{id}/plan/sign", OFFICERS, deeds::sign)
        .post("/rounds/{id}/plan/back", OFFICERS, deeds::send_back)
        .post("/rounds/{id}/plan/allot", OFFICERS, deeds::allot)
        .post("/rounds/{id}/plan/approval", OFFICERS, approval::register)
        .post("/rounds/{id}/plan/approval/confirm", OFFICERS, approval::confirm)
        .get("/rounds/{id}/plan/approval/scan", READERS, approval::scan)
        .get("/rounds/{id}/payments", READERS, payments::show)
        .post("/rounds/{id}/payments", OFFICERS, payments::pay)
        .get("/rounds/{id}/payments/list.csv", OFFICERS, bank::download)
        .post("/rounds/{id}/payments/return", OFFICERS, bank::read)
        .post("/rounds/{id}/payments/return/do", OFFICERS, bank::act)
        .get("/rounds/{id}/payments/{claim}", READERS, payment::show)
        .post("/rounds/{id}/payments/{claim}/pay", OFFICERS, payment::pay)
        .post("/rounds/{id}/payments/{claim}/fail", OFFICERS, payment::fail)
        .post("/rounds/{id}/payments/{claim}/again", OFFICERS, payment::again)
        .post("/rounds/{id}/payments/{claim}/give-up", OFFICERS, payment::give_up)
        .get("/rounds/{id}/reconcile", READERS, reconcile::show)
        .post("/rounds/{id}/reconcile", OFFICERS, reconcile::confirm)
        .get("/rounds/{id}/print/sheet", READERS, sheet::show)
        .get("/rounds/{id}/print/notice", READERS, print::notice)
        .get("/rounds/{id}/print/opinion", READERS, print::opinion)
        .get("/rounds/{id}/print/list/{role}", READERS, print::handed_over)
        .get("/rounds/{id}/print/order/{district}", READERS, print::order)
        .get("/rounds/{id}/history", READERS, history::show)
}
