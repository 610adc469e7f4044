//! The usual ways through the procedures, for tests whose subject is something else: a filing up to its batch and
//! on to the opened service, a claim up to its decision, a round up to its plan.

use super::people::Firm;
use super::town::{Town, programme};
use domain::act::Actor;
use domain::claim::{ClaimCommand, RosterLine};
use domain::command::Command;
use domain::course::CourseState;
use domain::decide::Ctx;
use domain::enterprise::{EnterpriseCommand, Figure};
use domain::filing::{Application, FilingCommand, ServiceModel};
use domain::ids::{ClaimId, FilingId, RoundId};
use domain::paper::Verdict;
use domain::round::{RoundCommand, digest, handover_list, preview, sheet};
use domain::world::{Key, Stop};
use jiff::ToSpan;
use jiff::civil::Date;
use policy::facts::Row;
use policy::money::Fen;
use policy::plan::words::Rank;
use policy::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a firm files for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The stream.
    pub stream: &'static str,
    /// The project type.
    pub project: &'static str,
    /// The provider.
    pub provider: &'static str,
    /// The estimated yearly contract.
    pub estimate: Fen,
    /// The planned start of service.
    pub starts_on: Date,
    /// Last year's revenue.
    pub revenue: Fen,
}

impl Wish {
    /// Machines on the cloud from a day on, by a firm of the third tier.
    pub fn industrial(estimate: Fen, starts_on: Date) -> Self {
        Self {
            stream: "industrial",
            project: "equipment-operation",
            provider: "hunhe-cloud",
            estimate,
            starts_on,
            revenue: yuan(50_000_000),
        }
    }
}

/// Documents of the application step.
const FILING_PAPERS: &[&str] = &["service_application", "business_licence", "business_qualification", "audit_report"];
/// Documents of the confirmation that are no lists.
const CLAIM_PAPERS: &[&str] = &["cloud_contract", "audit_report", "truthfulness_letter"];

impl Town {
    /// Registers a firm and files for it, up to the receipt.
    pub async fn files(&self, firm: &Firm, wish: &Wish) -> (Actor, FilingId) {
        let owner = self.register(firm).await;
        let year = wish.starts_on.year() - 1;
        let figure = Figure { revenue: wish.revenue, report_number: format!("审字〔{year}〕1号") };
        self.must(&owner, Command::Enterprise(EnterpriseCommand::SetFigure { year, figure })).await;
        let (programme, stream) = (programme(), wish.stream.to_owned());
        let started = self.must(&owner, Command::Filing(FilingCommand::Start { programme, stream })).await;
        let Key::Filing(filing) = started.show else { unreachable!("{:?}", started.show) };
        let application = Application {
            purpose: "设备联网与运行监测".to_owned(),
            service_model: Some(ServiceModel::Saas),
            project_type: wish.project.to_owned(),
            provider: wish.provider.to_owned(),
            estimate: Some(wish.estimate),
            starts_on: Some(wish.starts_on),
            answers: BTreeMap::new(),
        };
        self.must(&owner, Command::Filing(FilingCommand::Save { filing: filing.clone(), form: application })).await;
        for document in FILING_PAPERS {
            let file = self.paper(&format!("{} {document}", firm.name)).await;
            let (filing, document) = (filing.clone(), (*document).to_owned());
            let attach = FilingCommand::Attach { filing, document, file, dated: None };
            self.must(&owner, Command::Filing(attach)).await;
        }
        let drawn = self.filing(&filing).await.revision;
        self.must(&owner, Command::Filing(FilingCommand::Submit { filing: filing.clone(), drawn })).await;
        (owner, filing)
    }

    /// An office finds every paper in order and passes the step by all its ranks.
    pub async fn office_files(&self, office: &str, filing: &FilingId, facts: &[&str]) {
        let handler = self.officer(office, Rank::Handle, 1).await;
        for document in self.filing(filing).await.papers.into_keys() {
            let (filing, verdict, words) = (filing.clone(), Verdict::InOrder, String::new());
            let find = FilingCommand::Find { filing, document, verdict, words };
            self.must(&handler, Command::Filing(find)).await;
        }
        let facts = facts.iter().map(|fact| ((*fact).to_owned(), Value::Bool(true))).collect();
        self.must(&handler, Command::Filing(FilingCommand::Attest { filing: filing.clone(), facts })).await;
        for rank in [Rank::Handle, Rank::Check, Rank::Sign] {
            let officer = self.officer(office, rank, 1).await;
            self.pass_filing(&officer, filing).await;
        }
    }

    /// Somebody passes the step a filing stands at.
    pub async fn pass_filing(&self, actor: &Actor, filing: &FilingId) {
        let drawn = self.filing(filing).await.revision;
        let pass = FilingCommand::Pass { filing: filing.clone(), drawn, opinion: "同意".to_owned() };
        self.must(actor, Command::Filing(pass)).await;
    }

    /// A filing of Tiexi, sent with its district's batch: it waits for the intake to close.
    pub async fn sent_filing(&self, firm: &Firm, wish: &Wish) -> (Actor, FilingId) {
        let (owner, filing) = self.files(firm, wish).await;
        self.office_files("bureau-210106", &filing, &["reg_local", "tax_local", "legal_person"]).await;
        let signer = self.officer("bureau-210106", Rank::Sign, 1).await;
        self.must(&signer, Command::Filing(FilingCommand::Send { filings: vec![filing.clone()] })).await;
        (owner, filing)
    }

    /// The clock closes the intake for these filings.
    pub async fn close_intake(&self, filings: &[FilingId]) {
        let close = domain::due::close_intake(&programme(), filings.to_vec());
        self.must(&Actor::clock(), close).await;
    }

    /// The commission files, the operator opens: the filing is done.
    pub async fn opened_filing(&self, filing: &FilingId) {
        self.office_files("commission", filing, &["industry_ok"]).await;
        let operator = self.officer("platform-operator", Rank::Handle, 1).await;
        self.pass_filing(&operator, filing).await;
        assert_eq!(self.filing(filing).await.course.expect("a course").state, CourseState::Finished);
    }

    /// The provider's roster with one line.
    pub async fn roster(&self, provider: &str, filing: &FilingId, service_date: Date) -> ClaimCommand {
        let certificate = self.paper(&format!("开通凭证 {provider}")).await;
        let letter = self.paper(&format!("真实性承诺函 {provider}")).await;
        let lines = vec![RosterLine { filing: filing.clone(), service_date }];
        ClaimCommand::SendRoster { programme: programme(), lines, certificate, letter }
    }

    /// Opens the claim of a contract year and fills it in: contract, payment and invoice over one amount.
    pub async fn filled_claim(
        &self,
        owner: &Actor,
        filing: &FilingId,
        (service_date, invoice): (Date, &str),
        (invoiced, counted): (Fen, Fen),
    ) -> ClaimId {
        let provider = self.filing(filing).await.form.provider;
        let roster = self.roster(&provider, filing, service_date).await;
        self.must(&self.provider(&provider).await, Command::Claim(roster)).await;
        let slot = format!("claim/{filing}/{service_date}");
        let Some(domain::world::Aggregate::Unique(hold)) = self.state(Key::Unique(slot)).await else {
            unreachable!("the roster opened no claim");
        };
        let claim = ClaimId::new(hold.holder.strip_prefix("claim:").expect("held by a claim"));
        let number = self.claim(&claim).await.number;
        let rows = [
            ("contract_line", contract(&number, counted, service_date)),
            ("payment", payment(&number, counted, service_date)),
            ("invoice_line", invoice_line(invoice, (invoiced, counted), service_date)),
        ];
        for (list, row) in rows {
            let file = Some(self.paper(&format!("{list} {number}")).await);
            let add = ClaimCommand::AddRow { claim: claim.clone(), list: list.to_owned(), row, file };
            self.must(owner, Command::Claim(add)).await;
        }
        for document in CLAIM_PAPERS {
            let file = self.paper(&format!("{number} {document}")).await;
            let (claim, document) = (claim.clone(), (*document).to_owned());
            self.must(owner, Command::Claim(ClaimCommand::Attach { claim, document, file, dated: None })).await;
        }
        claim
    }

    /// The owner's confirmation of a claim as it stands.
    pub async fn confirmation(&self, claim: &ClaimId) -> ClaimCommand {
        let drawn = self.claim(claim).await.revision;
        ClaimCommand::Confirm { claim: claim.clone(), drawn }
    }

    /// The commission finds everything in order and decides.
    pub async fn decided_claim(&self, claim: &ClaimId) {
        let handler = self.officer("commission", Rank::Handle, 1).await;
        let state = self.claim(claim).await;
        for document in state.papers.into_keys() {
            let (claim, verdict, words) = (claim.clone(), Verdict::InOrder, String::new());
            let find = ClaimCommand::Find { claim, document, verdict, words };
            self.must(&handler, Command::Claim(find)).await;
        }
        for (list, entries) in state.records {
            for place in 0..entries.len() {
                let (claim, list, verdict, words) = (claim.clone(), list.clone(), Verdict::InOrder, String::new());
                let find = ClaimCommand::FindRow { claim, list, place, verdict, words };
                self.must(&handler, Command::Claim(find)).await;
            }
        }
        for rank in [Rank::Handle, Rank::Check] {
            let officer = self.officer("commission", rank, 1).await;
            let drawn = self.claim(claim).await.revision;
            let pass = ClaimCommand::Pass { claim: claim.clone(), drawn, opinion: "相符".to_owned() };
            self.must(&officer, Command::Claim(pass)).await;
        }
    }

    /// A round of these claims, reviewed, published and handed over: it stands at its plan.
    pub async fn round_at_plan(&self, year: i16, claims: &[ClaimId]) -> RoundId {
        let officer = self.officer("commission", Rank::Handle, 1).await;
        let data = self.officer("data-bureau", Rank::Sign, 1).await;
        let form = RoundCommand::Form { programme: programme(), year, claims: claims.to_vec() };
        let Key::Round(round) = self.must(&officer, Command::Round(form)).await.show else {
            unreachable!("no round was formed");
        };
        self.on_round(&officer, &round, |round, drawn| RoundCommand::DrawExperts { round, drawn }).await;
        let exceptions = BTreeMap::new();
        self.on_round(&officer, &round, |round, drawn| RoundCommand::ChooseLines { round, drawn, exceptions }).await;
        self.panel_agrees(&round).await;
        for actor in [&officer, &data] {
            self.pass_round(actor, &round).await;
        }
        self.on_round(&officer, &round, |round, drawn| RoundCommand::Publish { round, drawn }).await;
        let until = self.round(&round).await.notice.expect("a notice").until;
        self.clock.move_to(until.checked_add(1.day()).expect("the next day"));
        for actor in [&officer, &data] {
            self.pass_round(actor, &round).await;
        }
        let hash = digest::of(&handover_list(&self.round(&round).await, "data_bureau"));
        let hand_over = RoundCommand::HandOver { round: round.clone(), hash, words: "移交".to_owned() };
        self.must(&data, Command::Round(hand_over)).await;
        round
    }

    /// Every expert of the panel declares no interest, scores what is to be scored, seals and signs.
    pub async fn panel_agrees(&self, round: &RoundId) {
        let review = self.round(round).await.review.expect("a review");
        let panel: Vec<String> = review.panel().map(|(expert, _)| expert.clone()).collect();
        for expert in &panel {
            let actor = self.expert(expert).await;
            let declare = RoundCommand::DeclareInterests { round: round.clone(), interests: BTreeSet::new() };
            self.must(&actor, Command::Round(declare)).await;
            for claim in review.chosen.iter().flat_map(BTreeMap::keys) {
                let (round, claim, words) = (round.clone(), claim.clone(), "可行".to_owned());
                let score = RoundCommand::Score { round, claim, points: 80, words };
                self.must(&actor, Command::Round(score)).await;
            }
            self.must(&actor, Command::Round(RoundCommand::SealScores { round: round.clone() })).await;
        }
        let hash = digest::of(&sheet(&self.policy(), &self.round(round).await).expect("a sheet"));
        for expert in &panel {
            let (round, hash, words) = (round.clone(), hash.clone(), "同意".to_owned());
            let sign = RoundCommand::SignOpinion { round, hash, words };
            self.must(&self.expert(expert).await, Command::Round(sign)).await;
        }
    }

    /// The hash of a round's plan as an officer would be shown it; none where there can be no plan.
    pub async fn planned_hash(&self, officer: &Actor, round: &RoundId) -> Option<String> {
        let act = self.act(officer, Command::Round(RoundCommand::SealScores { round: round.clone() }));
        let setting = self.store.setting();
        let mut keys = Vec::new();
        loop {
            let snapshot = self.store.load_all(keys.clone()).await.expect("the world");
            match preview(Ctx { setting: &setting, world: &snapshot.world, act: &act }, round) {
                Ok(plan) => return Some(plan.hash),
                Err(Stop::Need(more)) => keys.extend(more),
                Err(Stop::Refused(_)) => return None,
            }
        }
    }

    /// Somebody passes the step a round stands at.
    pub async fn pass_round(&self, actor: &Actor, round: &RoundId) {
        let opinion = "同意".to_owned();
        self.on_round(actor, round, |round, drawn| RoundCommand::Pass { round, drawn, opinion }).await;
    }

    /// Does to a round what needs the revision it stands at.
    pub async fn on_round(&self, actor: &Actor, id: &RoundId, command: impl FnOnce(RoundId, i64) -> RoundCommand) {
        let drawn = self.round(id).await.revision;
        self.must(actor, Command::Round(command(id.clone(), drawn))).await;
    }
}

/// An amount in whole yuan.
pub fn yuan(yuan: i64) -> Fen {
    Fen::new(yuan.checked_mul(100).expect("an amount"))
}

/// The last day of the contract year that begins on a day.
pub fn year_end(service_date: Date) -> Date {
    service_date.checked_add(1.year()).and_then(|day| day.checked_sub(1.day())).expect("a year later")
}

fn row(values: Vec<(&str, Value)>) -> Row {
    values.into_iter().map(|(column, value)| (column.to_owned(), value)).collect()
}

fn contract(number: &str, amount: Fen, service_date: Date) -> Row {
    row(vec![
        ("contract_no", Value::Text(format!("HT-{number}"))),
        ("line_no", Value::Text("1".to_owned())),
        ("amount", Value::Money(amount)),
        ("starts", Value::Date(service_date)),
        ("ends", Value::Date(year_end(service_date))),
        ("cloud", Value::Bool(true)),
    ])
}

fn payment(number: &str, amount: Fen, service_date: Date) -> Row {
    row(vec![
        ("payment_no", Value::Text(format!("FK-{number}"))),
        ("amount", Value::Money(amount)),
        ("refunded", Value::Money(Fen::ZERO)),
        ("unused", Value::Money(Fen::ZERO)),
        ("starts", Value::Date(service_date)),
        ("ends", Value::Date(year_end(service_date))),
        ("own", Value::Bool(true)),
    ])
}

fn invoice_line(invoice: &str, (amount, counted): (Fen, Fen), service_date: Date) -> Row {
    row(vec![
        ("invoice_no", Value::Text(invoice.to_owned())),
        ("line_no", Value::Text("1".to_owned())),
        ("amount", Value::Money(amount)),
        ("counted", Value::Money(counted)),
        ("starts", Value::Date(service_date)),
        ("ends", Value::Date(year_end(service_date))),
        ("cloud", Value::Bool(true)),
    ])
}
