//! Rounds: from decided claims to the money, through review, notice, plan, signatures, districts and books.

use super::plan::ClaimUntil;
use super::{Life, Task, sheets};
use crate::demo::cast;
use crate::demo::play::Stumble;
use domain::act::Actor;
use domain::claim::Claim;
use domain::command::Command;
use domain::ids::{ClaimId, RoundId};
use domain::round::line::Standing;
use domain::round::{ApprovalPaper, Round, RoundCommand, digest, handover_list, preview, sheet};
use domain::world::{Key, Stop};
use jiff::civil::{Date, date};
use policy::plan::words::Rank;
use std::collections::{BTreeMap, BTreeSet};

/// The stages of a round, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Stage {
    /// Claims are put together.
    Form,
    /// Experts are drawn.
    Draw,
    /// One expert has declared and scored.
    HalfScored,
    /// All have scored, sealed and signed.
    Scored,
    /// The review is passed.
    Reviewed,
    /// The list is shown to everybody.
    Published,
    /// Somebody objects.
    Objected,
    /// The notice is over.
    Noticed,
    /// The data bureau's list is handed over.
    HandedOver,
    /// The plan is frozen by the handler.
    Frozen,
    /// The plan is signed by the chief.
    Planned,
    /// The commission has countersigned.
    HalfSigned,
    /// Finance has, too.
    Signed,
    /// The city's approval is registered by one.
    Registered,
    /// And confirmed by another.
    Approved,
    /// The money is with the districts.
    Allotted,
    /// Some of it is paid, one payment came back.
    HalfPaid,
    /// All of it is paid.
    Paid,
    /// The districts have compared their books.
    Compared,
    /// Finance has; the round is finished.
    Reconciled,
}

/// A round of the plan.
pub(super) struct Rounding {
    /// The day it is formed.
    pub formed_on: Date,
    /// How many claims it takes.
    size: usize,
    /// How far it comes.
    until: Stage,
    /// Its id, once it is formed.
    id: Option<RoundId>,
}

/// Days, sizes and ends: every step of the procedure has a round standing at it when the demo begins.
pub(super) fn plans() -> Vec<Rounding> {
    let plans = [
        (date(2018, 12, 25), 7, Stage::Reconciled),
        (date(2019, 1, 2), 6, Stage::HalfPaid),
        (date(2019, 1, 8), 4, Stage::Compared),
        (date(2019, 1, 17), 3, Stage::Approved),
        (date(2019, 1, 28), 4, Stage::Registered),
        (date(2019, 1, 30), 4, Stage::HalfSigned),
        (date(2019, 2, 11), 3, Stage::HandedOver),
        (date(2019, 2, 12), 3, Stage::Noticed),
        (date(2019, 2, 20), 5, Stage::Objected),
        (date(2019, 2, 26), 4, Stage::HalfScored),
    ];
    plans.into_iter().map(|(formed_on, size, until)| Rounding { formed_on, size, until, id: None }).collect()
}

impl Stage {
    /// What comes next, after how many working days.
    fn next(self) -> Option<(usize, Self)> {
        Some(match self {
            Self::Form => (1, Self::Draw),
            Self::Draw => (1, Self::HalfScored),
            Self::HalfScored => (1, Self::Scored),
            Self::Scored => (1, Self::Reviewed),
            Self::Reviewed => (1, Self::Published),
            Self::Published => (2, Self::Objected),
            Self::Objected => (4, Self::Noticed),
            Self::Noticed => (1, Self::HandedOver),
            Self::HandedOver => (1, Self::Frozen),
            Self::Frozen => (1, Self::Planned),
            Self::Planned => (1, Self::HalfSigned),
            Self::HalfSigned => (1, Self::Signed),
            Self::Signed => (2, Self::Registered),
            Self::Registered => (1, Self::Approved),
            Self::Approved => (1, Self::Allotted),
            Self::Allotted => (2, Self::HalfPaid),
            Self::HalfPaid => (1, Self::Paid),
            Self::Paid => (1, Self::Compared),
            Self::Compared => (1, Self::Reconciled),
            Self::Reconciled => return None,
        })
    }
}

impl Life {
    fn round_of(&self, number: usize) -> Result<RoundId, Stumble> {
        self.rounds.get(number).and_then(|round| round.id.clone()).ok_or_else(|| self.play.lost("round"))
    }

    fn round_state(&self, number: usize) -> Result<Round, Stumble> {
        Ok(self.play.round(&self.round_of(number)?)?.clone())
    }

    fn on_round(&mut self, actor: &Actor, command: RoundCommand) -> Result<(), Stumble> {
        self.act(actor, Command::Round(command)).map(|_| ())
    }

    /// A round comes to a stage, and on to the next where its plan says so.
    pub(super) fn round(&mut self, number: usize, stage: Stage) -> Result<(), Stumble> {
        match stage {
            Stage::Form => self.form(number)?,
            Stage::Draw => self.draw(number)?,
            Stage::HalfScored => self.score(number, 1)?,
            Stage::Scored => self.sign_opinion(number)?,
            Stage::Reviewed | Stage::Noticed => self.both_pass(number)?,
            Stage::Published => {
                let round = self.round_of(number)?;
                let drawn = self.play.round(&round)?.revision;
                self.on_round(&commission(Rank::Handle, number), RoundCommand::Publish { round, drawn })?;
            }
            Stage::Objected => self.object(number)?,
            Stage::HandedOver => self.hand_over(number)?,
            Stage::Frozen => self.freeze(number)?,
            Stage::Planned => {
                let round = self.round_of(number)?;
                let drawn = self.play.round(&round)?.revision;
                let pass = RoundCommand::Pass { round, drawn, opinion: "同意上报。".to_owned() };
                self.on_round(&commission(Rank::Sign, number), pass)?;
            }
            Stage::HalfSigned => self.sign(number, &commission(Rank::Sign, number))?,
            Stage::Signed => self.sign(number, &finance(Rank::Sign, number))?,
            Stage::Registered => self.register(number)?,
            Stage::Approved => {
                let (round, drawn, hash) = self.with_plan(number)?;
                let confirm = RoundCommand::ConfirmApproval { round, drawn, hash };
                self.on_round(&commission(Rank::Check, number), confirm)?;
            }
            Stage::Allotted => {
                let (round, drawn, hash) = self.with_plan(number)?;
                self.on_round(&finance(Rank::Sign, number), RoundCommand::Allot { round, drawn, hash })?;
            }
            Stage::HalfPaid => self.pay_some(number)?,
            Stage::Paid => self.pay_all(number)?,
            Stage::Compared => self.compare_books(number)?,
            Stage::Reconciled => self.reconcile(number, &finance(Rank::Handle, number))?,
        }
        let until = self.rounds.get(number).map_or(stage, |round| round.until);
        if let Some((workdays, next)) = stage.next().filter(|_| stage < until) {
            self.later(workdays, Task::Round(number, next));
        }
        Ok(())
    }

    fn form(&mut self, number: usize) -> Result<(), Stumble> {
        let size = self.rounds.get(number).map_or(0, |round| round.size);
        let is_ready = |claim: &Claim| claim.is_ready_for_round();
        let mut claims: Vec<ClaimId> = Vec::new();
        for place in 0..self.claims.len() {
            let Some(one) = self.claims.get(place).filter(|one| one.until == ClaimUntil::Decided && !one.is_taken)
            else {
                continue;
            };
            let Some(id) = one.id.clone() else { continue };
            if claims.len() < size && is_ready(self.play.claim(&id)?) {
                claims.push(id);
                if let Some(one) = self.claims.get_mut(place) {
                    one.is_taken = true;
                }
            }
        }
        let year = self.rounds.get(number).map_or(2019, |round| round.formed_on.year());
        let form = RoundCommand::Form { programme: self.programme.clone(), year, claims };
        let actor = commission(Rank::Handle, number);
        let answer = self.play.act(&actor, &format!("demo/round/{number}"), Command::Round(form))?;
        let Key::Round(id) = answer.show else { return Err(self.play.lost("round")) };
        if let Some(round) = self.rounds.get_mut(number) {
            round.id = Some(id);
        }
        Ok(())
    }

    /// Experts are drawn, and the lines they see one by one.
    fn draw(&mut self, number: usize) -> Result<(), Stumble> {
        let round = self.round_of(number)?;
        let officer = commission(Rank::Handle, number);
        let drawn = self.play.round(&round)?.revision;
        let key = format!("demo/draw/{number}");
        let draw = Command::Round(RoundCommand::DrawExperts { round: round.clone(), drawn });
        self.play.act(&officer, &key, draw)?;
        let state = self.play.round(&round)?;
        let largest = state.inside().max_by_key(|line| line.award);
        let exceptions: BTreeMap<ClaimId, String> =
            largest.map(|line| (line.claim.clone(), "本批金额最大".to_owned())).into_iter().collect();
        let drawn = state.revision;
        self.on_round(&officer, RoundCommand::ChooseLines { round, drawn, exceptions })
    }

    /// So many experts of the panel declare, score and seal.
    fn score(&mut self, number: usize, many: usize) -> Result<(), Stumble> {
        let round = self.round_of(number)?;
        let review = self.play.round(&round)?.review.clone().unwrap_or_default();
        let open = review.panel().filter(|(_, member)| member.sealed_at.is_none());
        let experts: Vec<String> = open.map(|(expert, _)| expert.clone()).take(many).collect();
        for expert in experts {
            let actor = cast::expert(&expert);
            let interests = BTreeSet::new();
            self.on_round(&actor, RoundCommand::DeclareInterests { round: round.clone(), interests })?;
            for (place, claim) in review.chosen.iter().flat_map(BTreeMap::keys).enumerate() {
                let points = [86, 78, 91, 82].get((place + expert.len() + number) % 4).copied().unwrap_or(80);
                let (round, claim, words) = (round.clone(), claim.clone(), "方案可行，费用合理。".to_owned());
                self.on_round(&actor, RoundCommand::Score { round, claim, points, words })?;
            }
            self.on_round(&actor, RoundCommand::SealScores { round: round.clone() })?;
        }
        Ok(())
    }

    /// The rest of the panel scores, and all sign one opinion.
    fn sign_opinion(&mut self, number: usize) -> Result<(), Stumble> {
        self.score(number, usize::MAX)?;
        let round = self.round_of(number)?;
        let state = self.play.round(&round)?;
        let list = sheet(&self.policy, state).map_err(|refusal| self.refused(&refusal))?;
        let hash = digest::of(&list);
        let review = state.review.clone().unwrap_or_default();
        for (expert, _) in review.panel() {
            let (round, hash, words) = (round.clone(), hash.clone(), "同意列入。".to_owned());
            self.on_round(&cast::expert(expert), RoundCommand::SignOpinion { round, hash, words })?;
        }
        Ok(())
    }

    /// Commission and data bureau pass the step.
    fn both_pass(&mut self, number: usize) -> Result<(), Stumble> {
        for officer in [commission(Rank::Sign, number), cast::officer("data-bureau", Rank::Sign, number % 2)] {
            let round = self.round_of(number)?;
            let drawn = self.play.round(&round)?.revision;
            self.on_round(&officer, RoundCommand::Pass { round, drawn, opinion: "同意。".to_owned() })?;
        }
        Ok(())
    }

    /// Somebody objects to a line of some rounds; it is ruled unless the round stays there.
    fn object(&mut self, number: usize) -> Result<(), Stumble> {
        let until = self.rounds.get(number).map_or(Stage::Form, |round| round.until);
        if until != Stage::Objected && number % 3 != 1 {
            return Ok(());
        }
        let round = self.round_of(number)?;
        let Some(line) = self.play.round(&round)?.inside().next().cloned() else { return Ok(()) };
        let owner = Key::Round(round.clone()).to_string();
        let words = "据了解该单位的云服务上线时间晚于名单所列日期，请核实。";
        let text = self.play.seal(&owner, "objection", words)?;
        let contact = Some(self.play.seal(&owner, "objection_contact", "024-00001234")?);
        let object = RoundCommand::Object { round: round.clone(), claim: line.claim, text, contact };
        self.on_round(&Actor::public(), object)?;
        if until == Stage::Objected {
            return Ok(());
        }
        let state = self.play.round(&round)?;
        let drawn = state.revision;
        let open = state.notice.as_ref().and_then(|notice| notice.objections.keys().next().cloned());
        let objection = open.ok_or_else(|| self.play.lost("objection"))?;
        let words = "经查开通凭证和首次登录日志，名单所列日期属实。".to_owned();
        let rule = RoundCommand::RuleObjection { round, drawn, objection, is_upheld: false, words };
        self.on_round(&commission(Rank::Sign, number), rule)
    }

    fn hand_over(&mut self, number: usize) -> Result<(), Stumble> {
        let round = self.round_of(number)?;
        let hash = digest::of(&handover_list(self.play.round(&round)?, "data_bureau"));
        let words = "城市服务云类名单随附。".to_owned();
        let officer = cast::officer("data-bureau", Rank::Sign, number % 2);
        self.on_round(&officer, RoundCommand::HandOver { round, hash, words })
    }

    /// The plan as it would be now is frozen by its hash.
    fn freeze(&mut self, number: usize) -> Result<(), Stumble> {
        let round = self.round_of(number)?;
        let officer = commission(Rank::Handle, number);
        let plan = loop {
            match self.play.look(&officer, |ctx| preview(ctx, &round)) {
                Ok(plan) => break plan,
                Err(Stop::Need(keys)) => self.play.fetch(keys),
                Err(Stop::Refused(refusal)) => return Err(self.refused(&refusal)),
            }
        };
        let drawn = self.play.round(&round)?.revision;
        let opinion = "按受理次序编列。".to_owned();
        self.on_round(&officer, RoundCommand::Freeze { round, drawn, hash: plan.hash, opinion })
    }

    /// Round, revision, and the hash of its frozen plan.
    fn with_plan(&self, number: usize) -> Result<(RoundId, i64, String), Stumble> {
        let round = self.round_of(number)?;
        let state = self.play.round(&round)?;
        let hash = state.plan.as_ref().map(|frozen| frozen.plan.hash.clone());
        Ok((round, state.revision, hash.ok_or_else(|| self.play.lost("plan"))?))
    }

    fn sign(&mut self, number: usize, actor: &Actor) -> Result<(), Stumble> {
        let (round, _, hash) = self.with_plan(number)?;
        self.on_round(actor, RoundCommand::Sign { round, hash, words: "会签同意。".to_owned() })
    }

    /// The approval of the city government is registered with its scan.
    fn register(&mut self, number: usize) -> Result<(), Stumble> {
        let (round, drawn, hash) = self.with_plan(number)?;
        let day = self.play.today();
        let name = format!("沈政办复〔{}〕{}号", day.year(), 10 + number);
        let total = self.play.round(&round)?.plan.as_ref().map(|frozen| frozen.plan.total).unwrap_or_default();
        let scan = sheets::approval(&name, total, day);
        let scan = self.play.keep(scan, "approval.pdf", "application/pdf").blob;
        let paper = ApprovalPaper { number: name, date: day, scan, hash };
        self.on_round(&commission(Rank::Handle, number), RoundCommand::RegisterApproval { round, drawn, paper })
    }

    /// The lines whose money lies with the districts.
    fn payable(&self, number: usize) -> Result<Vec<(ClaimId, String)>, Stumble> {
        let state = self.round_state(number)?;
        let plan = state.plan.as_ref().map(|frozen| &frozen.plan);
        let open = state.lines.iter().filter(|line| line.standing == Standing::Payable);
        Ok(open.filter_map(|line| Some((line.claim.clone(), plan?.line(&line.claim)?.district.clone()))).collect())
    }

    /// Half of the lines are paid; where the round stays so, one payment comes back from the bank.
    fn pay_some(&mut self, number: usize) -> Result<(), Stumble> {
        let lines = self.payable(number)?;
        let until = self.rounds.get(number).map_or(Stage::Form, |round| round.until);
        let half = lines.len() / 2;
        for (claim, district) in lines.iter().take(half) {
            self.pay(number, claim, district)?;
        }
        if let Some((claim, district)) = lines.get(half).filter(|_| until == Stage::HalfPaid) {
            let (round, claim) = (self.round_of(number)?, claim.clone());
            let reason = "账号与户名不符，银行退回。".to_owned();
            let officer = self.officer("district_finance", Some(district), (Rank::Handle, 0))?;
            self.on_round(&officer, RoundCommand::ReportFailure { round, claim, reason })?;
        }
        Ok(())
    }

    fn pay_all(&mut self, number: usize) -> Result<(), Stumble> {
        for (claim, district) in self.payable(number)? {
            self.pay(number, &claim, &district)?;
        }
        Ok(())
    }

    fn pay(&mut self, number: usize, claim: &ClaimId, district: &str) -> Result<(), Stumble> {
        let (round, claim, on) = (self.round_of(number)?, claim.clone(), self.play.today());
        let receipt = format!("{}{:06}", on.strftime("%Y%m%d"), self.play.length());
        let officer = self.officer("district_finance", Some(district), (Rank::Handle, number))?;
        self.on_round(&officer, RoundCommand::Pay { round, claim, receipt, on })
    }

    /// Every district with lines in the plan compares its books.
    fn compare_books(&mut self, number: usize) -> Result<(), Stumble> {
        let state = self.round_state(number)?;
        let districts = state.plan.iter().flat_map(|frozen| frozen.plan.by_district.keys());
        let mut officers: Vec<Actor> = Vec::new();
        for district in districts {
            let officer = self.officer("district_finance", Some(district), (Rank::Check, 0))?;
            if !officers.contains(&officer) {
                officers.push(officer);
            }
        }
        for officer in officers {
            self.reconcile(number, &officer)?;
        }
        Ok(())
    }

    fn reconcile(&mut self, number: usize, officer: &Actor) -> Result<(), Stumble> {
        let round = self.round_of(number)?;
        let drawn = self.play.round(&round)?.revision;
        self.on_round(officer, RoundCommand::Reconcile { round, drawn, opinion: "账实相符。".to_owned() })
    }
}

fn commission(rank: Rank, number: usize) -> Actor {
    cast::officer("commission", rank, number % 2)
}

fn finance(rank: Rank, number: usize) -> Actor {
    cast::officer("finance-bureau", rank, number % 2)
}
