//! Claims: from the provider's roster to the decision.

use super::plan::{ClaimUntil, Turn};
use super::{Life, Task, sheets};
use crate::demo::cast;
use crate::demo::firms;
use crate::demo::play::Stumble;
use domain::act::Actor;
use domain::claim::{ClaimCommand, RosterLine};
use domain::command::Command;
use domain::course::{CourseState, Proposal, ReturnItem};
use domain::ids::{ClaimId, FilingId};
use domain::paper::Verdict;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use policy::facts::Row;
use policy::money::Fen;
use policy::plan::words::Rank;
use policy::value::Value;

/// When providers send their rosters.
pub(super) const ROSTERS: [(Date, &str); 8] = [
    (date(2018, 11, 26), "hunhe-cloud"),
    (date(2018, 11, 27), "shenyun-operation"),
    (date(2018, 12, 24), "hunhe-cloud"),
    (date(2018, 12, 25), "shenyun-operation"),
    (date(2019, 1, 21), "hunhe-cloud"),
    (date(2019, 1, 22), "shenyun-operation"),
    (date(2019, 2, 20), "hunhe-cloud"),
    (date(2019, 2, 21), "shenyun-operation"),
];

/// A claim of the plan.
pub(super) struct Claiming {
    /// The number of its filing.
    pub filing: usize,
    /// The number its invoices and payments are numbered from.
    pub serial: usize,
    /// The first day of its contract year.
    pub service_date: Date,
    /// How far it comes.
    pub until: ClaimUntil,
    /// What happens to it there.
    pub turn: Turn,
    /// Its id, once it is open.
    pub id: Option<ClaimId>,
    /// Whether a round has taken it.
    pub is_taken: bool,
}

impl Life {
    /// The first claim of a filing whose service was opened is expected on the next roster.
    pub(super) fn expect_claim(&mut self, filing: usize) -> Result<(), Stumble> {
        let plan = self.plan(filing)?;
        let number = self.claims.len();
        let (until, turn) = (plan.claim, plan.claim_turn);
        let service_date = plan.starts_on;
        self.claims.push(Claiming { filing, serial: number, service_date, until, turn, id: None, is_taken: false });
        if matches!(until, ClaimUntil::Missing | ClaimUntil::Declined) {
            self.later(15, Task::Report(number));
        }
        Ok(())
    }

    fn claiming(&self, number: usize) -> Result<(usize, ClaimUntil, Turn), Stumble> {
        let found = self.claims.get(number).map(|one| (one.filing, one.until, one.turn));
        found.ok_or_else(|| self.play.lost("claim"))
    }

    /// The id of a claim that was opened.
    pub(super) fn claim_id(&self, number: usize) -> Result<ClaimId, Stumble> {
        self.claims.get(number).and_then(|one| one.id.clone()).ok_or_else(|| self.play.lost("claim"))
    }

    fn claim_command(&mut self, actor: &Actor, command: ClaimCommand) -> Result<(), Stumble> {
        self.act(actor, Command::Claim(command)).map(|_| ())
    }

    /// A provider names every open service of its own whose contract year has begun.
    pub(super) fn send_roster(&mut self, provider: &'static str) -> Result<(), Stumble> {
        let today = self.play.today();
        let mut named = Vec::new();
        let mut lines = Vec::new();
        for (number, one) in self.claims.iter().enumerate() {
            let filing = self.filing_id(one.filing)?;
            let is_own = self.play.filing(&filing)?.form.provider == provider;
            let is_due = one.id.is_none() && one.until >= ClaimUntil::Confirm && one.service_date <= today;
            if is_own && is_due {
                named.push(number);
                lines.push(RosterLine { filing, service_date: one.service_date });
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.roster(provider, lines.clone())?;
        for (number, line) in named.into_iter().zip(lines) {
            self.opened(number, &line.filing, line.service_date)?;
            self.later(2 + number % 5, Task::Fill(number));
        }
        Ok(())
    }

    /// A provider sends a roster with its certificate and letter.
    pub(super) fn roster(&mut self, provider: &str, lines: Vec<RosterLine>) -> Result<(), Stumble> {
        let today = self.play.today();
        let count = ("上云单位数", lines.len().to_string());
        let day = ("日期", today.to_string());
        let certificate = sheets::of_provider("企业上云开通凭证", provider, &[count.clone(), day.clone()]);
        let certificate = self.play.keep(certificate, &format!("{provider}-{today}-certificate.pdf"), PDF);
        let letter = sheets::of_provider("真实性承诺函", provider, &[count, day]);
        let letter = self.play.keep(letter, &format!("{provider}-{today}-letter.pdf"), PDF);
        let send = ClaimCommand::SendRoster { programme: self.programme.clone(), lines, certificate, letter };
        let key = format!("demo/roster/{provider}/{today}");
        self.play.act(&cast::provider(provider, 0), &key, Command::Claim(send)).map(|_| ())
    }

    /// Notes the id of the claim that was opened for a contract year.
    pub(super) fn opened(&mut self, number: usize, filing: &FilingId, service_date: Date) -> Result<(), Stumble> {
        let slot = format!("claim/{filing}/{service_date}");
        let hold = self.play.world.hold(&slot).ok().flatten().ok_or_else(|| self.play.lost(&slot))?;
        let id = hold.holder.strip_prefix("claim:").map(ClaimId::new);
        if let Some(one) = self.claims.get_mut(number) {
            one.id = id;
        }
        Ok(())
    }

    /// An enterprise is missing from the roster and says so; the provider may answer that it was not there.
    pub(super) fn report_missing(&mut self, number: usize) -> Result<(), Stumble> {
        let (filing, until, _) = self.claiming(number)?;
        let plan = self.plan(filing)?;
        let id = self.filing_id(filing)?;
        let report = ClaimCommand::ReportMissing { filing: id.clone(), service_date: plan.starts_on };
        self.claim_command(&firms::owner(plan.firm), report)?;
        self.opened(number, &id, plan.starts_on)?;
        if until == ClaimUntil::Declined {
            let claim = self.claim_id(number)?;
            let provider = self.play.filing(&id)?.form.provider.clone();
            let words = "该单位的租户尚未启用，启用后列入下期名单。".to_owned();
            self.claim_command(&cast::provider(&provider, 1), ClaimCommand::Decline { claim, words })?;
        }
        Ok(())
    }

    /// The enterprise types in contract, payment and invoice, attaches its papers, and confirms.
    pub(super) fn fill(&mut self, number: usize) -> Result<(), Stumble> {
        let (filing, until, turn) = self.claiming(number)?;
        let firm = self.plan(filing)?.firm;
        let claim = self.claim_id(number)?;
        let owner = firms::owner(firm);
        if until == ClaimUntil::Confirm && turn == Turn::Withdrawn {
            return self.claim_command(&owner, ClaimCommand::Withdraw { claim });
        }
        if until == ClaimUntil::Confirm {
            return Ok(());
        }
        let rows = self.rows(number)?;
        let many = if until == ClaimUntil::Half { 1 } else { rows.len() };
        for (list, title, row) in rows.into_iter().take(many) {
            let lines = self.written(list, &row);
            let lines: Vec<(&str, String)> = lines.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            let file = Some(self.keep(list, &sheets::page(title, firm, &lines), firm));
            let add = ClaimCommand::AddRow { claim: claim.clone(), list: list.to_owned(), row, file };
            self.claim_command(&owner, add)?;
        }
        if until == ClaimUntil::Half {
            return Ok(());
        }
        self.attach_papers(number, &claim)?;
        self.confirm(number)?;
        self.later(3 + number % 4, Task::Compare(number));
        Ok(())
    }

    /// A row as it stands on its paper: the names of the columns, and the values.
    fn written(&self, list: &str, row: &Row) -> Vec<(String, String)> {
        let columns = self.policy.plan().records.iter().filter(|one| one.id == list).flat_map(|one| &one.columns);
        let known = columns.filter_map(|column| Some((column.text.zh.clone(), row.get(&column.id)?.to_string())));
        known.collect()
    }

    fn attach_papers(&mut self, number: usize, claim: &ClaimId) -> Result<(), Stumble> {
        let (filing, ..) = self.claiming(number)?;
        let firm = self.plan(filing)?.firm;
        let year = self.play.claim(claim)?.service_date.year() - 1;
        let letter = sheets::page("真实性承诺函", firm, &[("日期", self.play.today().to_string())]);
        let (audit, report) = sheets::audit(firm, year);
        for (document, paper) in [(audit, report), ("truthfulness_letter".to_owned(), letter)] {
            let file = self.keep(&document, &paper, firm);
            let attach = ClaimCommand::Attach { claim: claim.clone(), document, file, dated: paper.dated };
            self.claim_command(&firms::owner(firm), attach)?;
        }
        Ok(())
    }

    fn confirm(&mut self, number: usize) -> Result<(), Stumble> {
        let (filing, ..) = self.claiming(number)?;
        let claim = self.claim_id(number)?;
        let drawn = self.play.claim(&claim)?.revision;
        let owner = firms::owner(self.plan(filing)?.firm);
        self.claim_command(&owner, ClaimCommand::Confirm { claim, drawn })
    }

    /// The rows of a claim: list, title of the paper, values. Where it will be refused, somebody else has paid.
    fn rows(&self, number: usize) -> Result<Vec<(&'static str, &'static str, Row)>, Stumble> {
        let (filing, _, turn) = self.claiming(number)?;
        let claim = self.play.claim(&self.claim_id(number)?)?;
        let estimate = self.play.filing(&claim.filing)?.form.estimate.unwrap_or(Fen::ZERO);
        let serial = self.claims.get(number).map_or(number, |one| one.serial);
        let paid = paid(estimate, serial);
        let start = claim.service_date;
        let end = start.checked_add(1.year()).and_then(Date::yesterday).unwrap_or(start);
        let own = turn != Turn::Refused;
        let contract = format!("HT-{}-{:03}", start.year(), filing + 1);
        let text = |text: String| Value::Text(text);
        let days = [("starts", Value::Date(start)), ("ends", Value::Date(end))];
        let row = |values: Vec<(&str, Value)>| -> Row {
            values.into_iter().chain(days.clone()).map(|(name, value)| (name.to_owned(), value)).collect()
        };
        let line = |line: &str, amount: Fen, cloud: bool| {
            row(vec![
                ("contract_no", text(contract.clone())),
                ("line_no", text(line.to_owned())),
                ("amount", Value::Money(amount)),
                ("cloud", Value::Bool(cloud)),
            ])
        };
        let payment = row(vec![
            ("payment_no", text(format!("{}{:06}", start.strftime("%Y%m%d"), 4_000 + serial))),
            ("amount", Value::Money(paid)),
            ("refunded", Value::Money(Fen::ZERO)),
            ("unused", Value::Money(Fen::ZERO)),
            ("own", Value::Bool(own)),
        ]);
        let invoice = row(vec![
            ("invoice_no", text(format!("{:08}", 20_170_000 + serial * 7))),
            ("line_no", text("1".to_owned())),
            ("amount", Value::Money(paid)),
            ("counted", Value::Money(paid)),
            ("cloud", Value::Bool(true)),
        ]);
        let mut rows = vec![("contract_line", "云服务合同", line("1", paid, true))];
        if serial.is_multiple_of(4) {
            rows.push(("contract_line", "云服务合同（实施部分）", line("2", Fen::new(paid.fen() / 5), false)));
        }
        rows.push(("invoice_line", "增值税发票", invoice));
        rows.push(("payment", "银行回单", payment));
        Ok(rows)
    }

    /// The handler compares every paper and row, and passes, returns or refuses.
    pub(super) fn compare(&mut self, number: usize) -> Result<(), Stumble> {
        let (_, until, turn) = self.claiming(number)?;
        if until == ClaimUntil::Check && turn == Turn::On {
            return Ok(());
        }
        let claim = self.claim_id(number)?;
        let handler = self.examiner(number, Rank::Handle)?;
        let is_first = self.play.claim(&claim)?.course.returned_items.is_empty();
        let returns = turn == Turn::Returned || (turn == Turn::Corrected && is_first);
        self.look(&handler, &claim, (until == ClaimUntil::Compared, returns))?;
        let drawn = self.play.claim(&claim)?.revision;
        if until == ClaimUntil::Compared {
            return Ok(());
        }
        if returns {
            let words = "承诺函缺少法定代表人签字，请补签后重新上传。".to_owned();
            let items = vec![ReturnItem { item: "truthfulness_letter".to_owned(), words }];
            self.claim_command(&handler, ClaimCommand::Return { claim, drawn, items, reason: None })?;
            if turn == Turn::Corrected {
                self.later(3, Task::Mend(number));
            }
            return Ok(());
        }
        if turn == Turn::Refused {
            let codes = vec!["NO_PAYMENT".to_owned()];
            let words = "付款由第三方账户支付，本单位没有实际支付。".to_owned();
            self.claim_command(&handler, ClaimCommand::Refuse { claim, drawn, codes, words })?;
            self.later(2, Task::Decide(number));
            return Ok(());
        }
        let opinion = "合同、发票、付款三者相符。".to_owned();
        self.claim_command(&handler, ClaimCommand::Pass { claim, drawn, opinion })?;
        if until > ClaimUntil::Review {
            self.later(1 + number % 2, Task::Decide(number));
        }
        Ok(())
    }

    /// Finds papers and rows in order; only some of the rows, or all but one paper.
    fn look(&mut self, handler: &Actor, claim: &ClaimId, (half, but_one): (bool, bool)) -> Result<(), Stumble> {
        let state = self.play.claim(claim)?.clone();
        for (document, _) in state.papers.iter().filter(|(_, paper)| paper.finding.is_none()) {
            let is_wrong = but_one && document == "truthfulness_letter";
            let verdict = if is_wrong { Verdict::Incomplete } else { Verdict::InOrder };
            let words = if is_wrong { "缺少签字".to_owned() } else { String::new() };
            let (claim, document) = (claim.clone(), document.clone());
            self.claim_command(handler, ClaimCommand::Find { claim, document, verdict, words })?;
        }
        let open = state.records.iter().flat_map(|(list, entries)| {
            let open = entries.iter().enumerate().filter(|(_, entry)| entry.finding.is_none());
            open.map(move |(place, _)| (list.clone(), place))
        });
        let open: Vec<(String, usize)> = open.collect();
        let many = if half { open.len() / 2 } else { open.len() };
        for (list, place) in open.into_iter().take(many) {
            let (claim, verdict, words) = (claim.clone(), Verdict::InOrder, String::new());
            self.claim_command(handler, ClaimCommand::FindRow { claim, list, place, verdict, words })?;
        }
        Ok(())
    }

    /// Somebody of the office that checks a claim.
    fn examiner(&self, number: usize, rank: Rank) -> Result<Actor, Stumble> {
        let claim = self.play.claim(&self.claim_id(number)?)?;
        let role = if claim.stream == "city_service" { "data_bureau" } else { "commission" };
        self.officer(role, None, (rank, number))
    }

    /// The reviewer passes it, and the policy decides; or agrees to refuse it.
    pub(super) fn decide(&mut self, number: usize) -> Result<(), Stumble> {
        let claim = self.claim_id(number)?;
        let reviewer = self.examiner(number, Rank::Check)?;
        let state = self.play.claim(&claim)?;
        let drawn = state.revision;
        if let Some(Proposal { codes, words }) = state.course.proposal().cloned() {
            return self.claim_command(&reviewer, ClaimCommand::Refuse { claim, drawn, codes, words });
        }
        self.claim_command(&reviewer, ClaimCommand::Pass { claim, drawn, opinion: "复核无误。".to_owned() })
    }

    /// The enterprise attaches the letter with its signature, and confirms again.
    pub(super) fn mend(&mut self, number: usize) -> Result<(), Stumble> {
        let (filing, ..) = self.claiming(number)?;
        let claim = self.claim_id(number)?;
        if matches!(self.play.claim(&claim)?.course.state, CourseState::Returned { .. }) {
            let firm = self.plan(filing)?.firm;
            let today = self.play.today().to_string();
            let letter = sheets::page("真实性承诺函", firm, &[("签字", "法定代表人已签".to_owned()), ("日期", today)]);
            let file = self.keep("truthfulness_letter", &letter, firm);
            let (document, dated) = ("truthfulness_letter".to_owned(), None);
            self.claim_command(&firms::owner(firm), ClaimCommand::Attach { claim, document, file, dated })?;
            self.confirm(number)?;
        }
        self.later(2, Task::Compare(number));
        Ok(())
    }
}

/// The media type of the providers' papers.
const PDF: &str = "application/pdf";

/// What was paid for a year: near the estimate, to the fen.
fn paid(estimate: Fen, number: usize) -> Fen {
    const PERCENT: [i64; 7] = [100, 96, 103, 91, 100, 88, 99];
    let percent = PERCENT.get(number % PERCENT.len()).copied().unwrap_or(100);
    let odd = i64::try_from(number * 7_919 % 90_000).unwrap_or_default();
    Fen::new(estimate.fen() / 100 * percent + odd)
}
