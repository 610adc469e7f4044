//! Random walks through a programme: whatever happens in whatever order, the books agree with the cases to the fen,
//! every book sums to zero, nothing that may not be overdrawn is, and the journal gives the rows.

mod support;

use domain::act::Actor;
use domain::claim::{Claim, ClaimCommand, Money};
use domain::command::Command;
use domain::course::CourseState;
use domain::filing::{Filing, FilingCommand, Reservation};
use domain::ids::{ClaimId, FilingId, RoundId};
use domain::ledger::Purpose;
use domain::programme::ProgrammeCommand;
use domain::round::line::Standing;
use domain::round::{ApprovalPaper, Round, RoundCommand};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use policy::money::Fen;
use policy::plan::words::Rank;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::views::{cases, ledger};
use support::people::Firm;
use support::town::{Place, Town, programme};
use support::ways::{Wish, yuan};

const STREAM: &str = "industrial";
const YEARS: [i16; 2] = [2019, 2020];
const FIRMS: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_agree_with_the_cases_after_every_step() {
    for seed in 1..=3 {
        walk(seed, 60).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a long run: ./drill walk"]
async fn drill_walk_the_books_agree_with_the_cases() {
    let first = asked("SHANGYUN_DRILL_SEED", 1);
    for seed in first..first + asked("SHANGYUN_DRILL_ROUNDS", 50) {
        walk(seed, 250).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "./drill says by environment how long to run")]
fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// A programme on its way, and the dice.
struct Walk {
    town: Town,
    seed: u64,
    throws: u64,
    told: Vec<String>,
}

async fn walk(seed: u64, steps: usize) {
    let town = Town::open(Place::Memory, date(2019, 1, 3)).await;
    town.found(&[(2019, STREAM, yuan(900_000)), (2020, STREAM, yuan(700_000))]).await;
    let mut walk = Walk { town, seed, throws: 0, told: Vec::new() };
    let wish = Wish::industrial(yuan(400_000), date(2019, 2, 1));
    for number in 0..FIRMS {
        walk.town.sent_filing(&Firm::numbered(number), &wish).await;
    }
    for _ in 0..steps {
        walk.step().await;
        walk.check().await;
    }
    let entries = walk.town.assert_clean().await;
    let done = walk.told.iter().filter(|told| told.ends_with(": done")).count();
    println!("seed {seed}: {done} of {} acts done, {entries} entries", walk.told.len());
}

impl Walk {
    fn dice(&mut self, sides: usize) -> usize {
        self.throws += 1;
        let digest = Sha256::digest(format!("{}/{}", self.seed, self.throws));
        let number = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        usize::try_from(number).expect("32 bits") % sides
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { Some(from[self.dice(from.len())].clone()) }
    }

    /// Tries something; whether it is refused is the rules' matter.
    async fn try_it(&mut self, actor: &Actor, command: Command) {
        let name = command.name();
        let outcome = self.town.attempt(actor, command).await;
        let outcome = outcome.map_or_else(|failed| format!("{failed:?}"), |_| "done".to_owned());
        self.told.push(format!("{} {name}: {outcome}", self.town.clock.today()));
    }

    async fn officer(&self, office: &str, rank: Rank) -> Actor {
        self.town.officer(office, rank, 1).await
    }

    async fn step(&mut self) {
        match self.dice(14) {
            0 => self.closes_intake().await,
            1 => self.opens_filing().await,
            2 => self.withdraws_filing().await,
            3 | 4 => self.claims().await,
            5 => self.ends_claim().await,
            6 => self.forms_round().await,
            7 => self.freezes().await,
            8 => self.sends_back().await,
            9 => self.allots().await,
            10 | 11 => self.pays().await,
            12 => self.reconciles().await,
            _ => self.moves_budget_or_time().await,
        }
    }

    async fn filings(&self) -> Vec<(FilingId, Filing)> {
        let (mut all, programme) = (Vec::new(), programme());
        for state in ["underway", "finished", "withdrawn"] {
            let wanted = cases::InState { programme: programme.as_str(), state, district: None, after: ("", "") };
            let listed = cases::filings_in(self.town.store.database(), wanted).await.expect("the filings");
            all.extend(listed.into_iter().map(|one| (FilingId::new(one.id), one.state)));
        }
        all
    }

    async fn claims_of(&self, filing: &FilingId) -> Vec<(ClaimId, Claim)> {
        let listed = cases::claims_of_filing(self.town.store.database(), filing.as_str()).await.expect("the claims");
        listed.into_iter().map(|one| (ClaimId::new(one.id), one.state)).collect()
    }

    async fn rounds(&self) -> Vec<(RoundId, Round)> {
        let listed = cases::rounds(self.town.store.database()).await.expect("the rounds");
        listed.into_iter().map(|one| (RoundId::new(one.id), one.state)).collect()
    }

    /// The rounds that stand at a step.
    async fn rounds_at(&self, step: &str) -> Vec<(RoundId, Round)> {
        let all = self.rounds().await.into_iter();
        all.filter(|(_, round)| round.course.step == step && round.course.state == CourseState::Underway).collect()
    }

    async fn closes_intake(&mut self) {
        let waiting = self.filings().await.into_iter().filter(|(_, filing)| filing.sent_on.is_some());
        let ids: Vec<FilingId> = waiting.map(|(id, _)| id).collect();
        self.try_it(&Actor::clock(), domain::due::close_intake(&programme(), ids)).await;
    }

    async fn opens_filing(&mut self) {
        let ready: Vec<FilingId> = self
            .filings()
            .await
            .into_iter()
            .filter(|(_, filing)| filing.course.as_ref().is_some_and(|course| course.step == "city_filing"))
            .filter(|(_, filing)| filing.course.as_ref().is_some_and(domain::course::Course::is_live))
            .map(|(id, _)| id)
            .collect();
        if let Some(filing) = self.pick(&ready) {
            self.town.opened_filing(&filing).await;
        }
    }

    fn owner(&self, filing: &Filing) -> Actor {
        self.town.people.find(&filing.enterprise_name).expect("the owner")
    }

    async fn withdraws_filing(&mut self) {
        let all = self.filings().await;
        if self.dice(3) == 0
            && let Some((id, filing)) = self.pick(&all)
        {
            let owner = self.owner(&filing);
            self.try_it(&owner, Command::Filing(FilingCommand::Withdraw { filing: id })).await;
        }
    }

    /// A claim of the next contract year, filled in, confirmed, and perhaps decided.
    async fn claims(&mut self) {
        let open: Vec<(FilingId, Filing)> =
            self.filings().await.into_iter().filter(|(_, one)| one.is_filed()).collect();
        let Some((id, filing)) = self.pick(&open) else { return };
        let year = if self.claims_of(&id).await.is_empty() { 2019 } else { 2020 };
        let service_date = date(year, 2, 1);
        self.town.clock.move_to(service_date);
        let slot = domain::world::Key::Unique(format!("claim/{id}/{service_date}"));
        if self.town.state(slot).await.is_some() {
            return;
        }
        let owner = self.owner(&filing);
        let figure = domain::enterprise::Figure { revenue: yuan(50_000_000), report_number: "审字1号".to_owned() };
        let set = domain::enterprise::EnterpriseCommand::SetFigure { year: year - 1, figure };
        self.try_it(&owner, Command::Enterprise(set)).await;
        let paid = Fen::new(i64::try_from(self.dice(60_000_000)).expect("an amount") + 1);
        let invoice = format!("{}-{}", filing.enterprise_name, self.throws);
        let claim = self.town.filled_claim(&owner, &id, (service_date, &invoice), (paid, paid)).await;
        let confirmation = self.town.confirmation(&claim).await;
        self.try_it(&owner, Command::Claim(confirmation)).await;
        if self.dice(4) > 0 {
            self.town.decided_claim(&claim).await;
        }
    }

    async fn ends_claim(&mut self) {
        let all = self.filings().await;
        let Some((id, filing)) = self.pick(&all) else { return };
        let claims = self.claims_of(&id).await;
        let Some((claim, _)) = self.pick(&claims) else { return };
        if self.dice(3) == 0 {
            let owner = self.owner(&filing);
            self.try_it(&owner, Command::Claim(ClaimCommand::Withdraw { claim })).await;
        }
    }

    async fn forms_round(&mut self) {
        let ready = cases::ready(self.town.store.database(), programme().as_str(), 10).await.expect("the claims");
        let ready: Vec<ClaimId> = ready.into_iter().map(|claim| ClaimId::new(claim.id)).collect();
        if ready.is_empty() {
            return;
        }
        let many = 1 + self.dice(ready.len());
        let year = YEARS[self.dice(YEARS.len())];
        self.town.round_at_plan(year, &ready[..many]).await;
    }

    async fn freezes(&mut self) {
        let rounds = self.rounds_at("fund_plan").await;
        let Some((round, state)) = self.pick(&rounds) else { return };
        let officer = self.officer("commission", Rank::Handle).await;
        let inside: Vec<ClaimId> = state.inside().map(|line| line.claim.clone()).collect();
        if self.dice(4) == 0
            && let Some(claim) = self.pick(&inside)
        {
            let out = RoundCommand::TakeOut { round, drawn: state.revision, claim, words: "缓一批".to_owned() };
            return self.try_it(&officer, Command::Round(out)).await;
        }
        let Some(hash) = self.town.planned_hash(&officer, &round).await else { return };
        let freeze = RoundCommand::Freeze { round, drawn: state.revision, hash, opinion: "同意".to_owned() };
        self.try_it(&officer, Command::Round(freeze)).await;
    }

    async fn sends_back(&mut self) {
        let rounds: Vec<(RoundId, Round)> =
            self.rounds().await.into_iter().filter(|(_, round)| round.plan.is_some()).collect();
        let Some((round, state)) = self.pick(&rounds) else { return };
        let office = if state.course.step == "fund_plan" { "commission" } else { "finance-bureau" };
        let officer = self.officer(office, Rank::Sign).await;
        let back = RoundCommand::SendBack { round, drawn: state.revision, words: "退回再议".to_owned() };
        self.try_it(&officer, Command::Round(back)).await;
    }

    /// From the frozen plan to the districts, as far as it goes.
    async fn allots(&mut self) {
        let rounds: Vec<(RoundId, Round)> =
            self.rounds().await.into_iter().filter(|(_, round)| round.plan.is_some()).collect();
        let Some((round, state)) = self.pick(&rounds) else { return };
        let hash = state.plan.as_ref().map_or_else(String::new, |frozen| frozen.plan.hash.clone());
        let [chief, treasurer] =
            [self.officer("commission", Rank::Sign).await, self.officer("finance-bureau", Rank::Sign).await];
        let clerk = self.officer("finance-bureau", Rank::Handle).await;
        let (drawn, opinion) = (state.revision, "同意".to_owned());
        self.try_it(&chief, Command::Round(RoundCommand::Pass { round: round.clone(), drawn, opinion })).await;
        for actor in [&chief, &treasurer] {
            let (round, hash, words) = (round.clone(), hash.clone(), "同意".to_owned());
            self.try_it(actor, Command::Round(RoundCommand::Sign { round, hash, words })).await;
        }
        let scan = self.town.paper("批文").await.blob;
        let paper =
            ApprovalPaper { number: "沈政1号".to_owned(), date: self.town.clock.today(), scan, hash: hash.clone() };
        let drawn = self.town.round(&round).await.revision;
        self.try_it(&clerk, Command::Round(RoundCommand::RegisterApproval { round: round.clone(), drawn, paper }))
            .await;
        let drawn = self.town.round(&round).await.revision;
        let confirm = RoundCommand::ConfirmApproval { round: round.clone(), drawn, hash: hash.clone() };
        self.try_it(&treasurer, Command::Round(confirm)).await;
        let drawn = self.town.round(&round).await.revision;
        self.try_it(&treasurer, Command::Round(RoundCommand::Allot { round, drawn, hash })).await;
    }

    async fn pays(&mut self) {
        let rounds = self.rounds_at("payout").await;
        let Some((round, state)) = self.pick(&rounds) else { return };
        let open: Vec<(ClaimId, Standing)> =
            state.lines.iter().map(|line| (line.claim.clone(), line.standing.clone())).collect();
        let Some((claim, standing)) = self.pick(&open) else { return };
        let officer = self.officer("finance-210106", Rank::Handle).await;
        let (receipt, reason) = (format!("HD{}", self.throws), "账户不符".to_owned());
        let on = self.town.clock.today();
        let command = match (standing, self.dice(3)) {
            (Standing::Failed { .. }, 0) => RoundCommand::GiveUp { round, claim, reason },
            (Standing::Failed { .. }, _) => RoundCommand::PayAgain { round, claim },
            (_, 0) => RoundCommand::ReportFailure { round, claim, reason },
            (_, _) => RoundCommand::Pay { round, claim, receipt, on },
        };
        self.try_it(&officer, Command::Round(command)).await;
    }

    async fn reconciles(&mut self) {
        let rounds = self.rounds_at("reconcile").await;
        let Some((round, _)) = self.pick(&rounds) else { return };
        for office in ["finance-210106", "finance-bureau"] {
            let officer = self.officer(office, Rank::Handle).await;
            let (drawn, opinion) = (self.town.round(&round).await.revision, "相符".to_owned());
            let reconcile = RoundCommand::Reconcile { round: round.clone(), drawn, opinion };
            self.try_it(&officer, Command::Round(reconcile)).await;
        }
    }

    async fn moves_budget_or_time(&mut self) {
        let today: Date = self.town.clock.today();
        if self.dice(2) == 0 {
            let later = today.checked_add(i64::try_from(self.dice(90)).expect("days").days()).expect("a day");
            self.town.clock.move_to(later.min(date(2020, 12, 1)));
            for (filing, _) in self.filings().await {
                self.try_it(&Actor::clock(), Command::Filing(FilingCommand::Lapse { filing })).await;
            }
            return;
        }
        let chief = self.officer("finance-bureau", Rank::Sign).await;
        let amount = yuan(i64::try_from(self.dice(1_200_000)).expect("an amount"));
        let (year, stream) = (YEARS[self.dice(YEARS.len())], STREAM.to_owned());
        let reason = format!("沈财指{}号", self.throws);
        let set = ProgrammeCommand::SetBudget { programme: programme(), year, stream, amount, reason };
        self.try_it(&chief, Command::Programme(set)).await;
    }

    /// What the accounts must hold by the cases, against what they hold.
    async fn check(&self) {
        let mut wanted: BTreeMap<(i16, Purpose), i64> = BTreeMap::new();
        let mut add = |year: i16, purpose: Purpose, fen: Fen| *wanted.entry((year, purpose)).or_default() += fen.fen();
        for (_, filing) in self.filings().await {
            if let Reservation::Held { year, amount, .. } = filing.reservation {
                add(year, Purpose::Reserved, amount);
            }
        }
        for (_, round) in self.rounds().await {
            let Some(plan) = round.plan.as_ref().map(|frozen| &frozen.plan) else { continue };
            for payment in &plan.lines {
                let standing = &round.line(&payment.claim).expect("the line").standing;
                let purpose = match standing {
                    Standing::In => Purpose::Committed,
                    Standing::Payable | Standing::Failed { .. } => {
                        Purpose::AtDistrict { district: payment.district.clone() }
                    }
                    Standing::Paid { .. } => Purpose::Paid,
                    Standing::Returned { .. } if round.course.state == CourseState::Finished => continue,
                    Standing::Returned { .. } => Purpose::Returned,
                    Standing::Out { .. } => unreachable!("a planned line left"),
                };
                for (year, fen) in payment.by_year(round.year).expect("amounts") {
                    add(year, purpose.clone(), fen);
                }
            }
        }
        let state = self.town.programme().await;
        for year in YEARS {
            let budget = state.budgets[&year][STREAM].fen();
            let used: i64 = wanted.iter().filter(|((one, _), _)| *one == year).map(|(_, fen)| fen).sum();
            wanted.insert((year, Purpose::Available), budget - used);
            wanted.insert((year, Purpose::Appropriation), -budget);
        }
        wanted.retain(|_, fen| *fen != 0);
        assert_eq!(wanted, self.books().await, "seed {}\n{}", self.seed, self.told.join("\n"));
        self.check_claims().await;
    }

    /// The accounts that hold something; none but the appropriation is below zero, and each book sums to zero.
    async fn books(&self) -> BTreeMap<(i16, Purpose), i64> {
        let beginning = format!("{}/", programme());
        let balances = ledger::balances(self.town.store.database(), &beginning).await.expect("the balances");
        let mut books = BTreeMap::new();
        let mut sums: BTreeMap<i16, i64> = BTreeMap::new();
        for balance in balances {
            let parts: Vec<&str> = balance.account.splitn(4, '/').collect();
            let [_, year, _, purpose] = parts.as_slice() else { unreachable!("{}", balance.account) };
            let year = year.parse().expect("a year");
            let purpose = purpose_of(purpose);
            assert!(
                balance.fen >= Fen::ZERO || purpose == Purpose::Appropriation,
                "{}: {}",
                balance.account,
                balance.fen
            );
            *sums.entry(year).or_default() += balance.fen.fen();
            books.insert((year, purpose), balance.fen.fen());
        }
        assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
        books.retain(|_, fen| *fen != 0);
        books
    }

    /// Nobody is paid twice, and nobody more than was awarded.
    async fn check_claims(&self) {
        for (filing, _) in self.filings().await {
            for (id, claim) in self.claims_of(&filing).await {
                let paid = self.rounds().await.into_iter().filter(|(_, round)| {
                    round.line(&id).is_some_and(|line| matches!(line.standing, Standing::Paid { .. }))
                });
                assert!(paid.count() <= 1, "seed {}: {id} is paid twice", self.seed);
                if let Money::Paid { amount, .. } = claim.money {
                    assert!(amount <= claim.award(), "seed {}: {id} is paid more than awarded", self.seed);
                }
            }
        }
    }
}

fn purpose_of(text: &str) -> Purpose {
    match text.split_once('/') {
        Some((_, district)) => Purpose::AtDistrict { district: district.to_owned() },
        None => match text {
            "appropriation" => Purpose::Appropriation,
            "available" => Purpose::Available,
            "reserved" => Purpose::Reserved,
            "committed" => Purpose::Committed,
            "paid" => Purpose::Paid,
            "returned" => Purpose::Returned,
            other => unreachable!("{other}"),
        },
    }
}
