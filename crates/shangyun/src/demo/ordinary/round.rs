//! Rounds of an ordinary city: decided claims are put together and go on through whatever steps the plan has, until the
//! step at which the round is to stand when the demo begins.

use super::Ordinary;
use super::case::Goal;
use crate::demo::cast;
use crate::demo::papers::{Sheet, pdf};
use crate::demo::play::Stumble;
use domain::act::Actor;
use domain::command::Command;
use domain::course::CourseState;
use domain::ids::{ClaimId, RoundId};
use domain::round::line::Standing;
use domain::round::{self, ApprovalPaper, Round, RoundCommand, digest, handover_list, preview, sheet};
use domain::world::{Key, Stop};
use jiff::ToSpan;
use jiff::civil::Date;
use policy::plan::Plan;
use policy::plan::procedure::Step;
use policy::plan::words::{Rank, StepKind};
use std::collections::{BTreeMap, BTreeSet};

/// A round of an ordinary city.
pub(super) struct Rounding {
    /// The step at which it waits; none for one that is finished.
    until: Option<String>,
    /// How many days before the demo begins it is formed at the earliest.
    before: i64,
    /// Its id, once it is formed.
    id: Option<RoundId>,
    /// Whether nothing more is done.
    rests: bool,
}

/// How many claims a round takes.
const SIZE: usize = 2;
/// How many days before the demo begins the round that is finished is formed.
const FINISHED_BEFORE: i64 = 70;
/// The kinds of steps at which the later rounds wait, one each, and how many days before the demo begins each is formed.
const WAITS: [(StepKind, i64); 3] = [(StepKind::Payout, 42), (StepKind::Approval, 21), (StepKind::Notice, 7)];

/// The rounds: one that is finished, and one for each of some steps, where the plan has them.
pub(super) fn all(plan: &Plan) -> Vec<Rounding> {
    let Some(procedure) = plan.procedure(round::PROCEDURE) else { return Vec::new() };
    let at = |kind: StepKind| procedure.steps.iter().find(|step| step.kind == kind).map(|step| step.id.clone());
    let waiting = WAITS.into_iter().filter_map(|(kind, before)| Some((Some(at(kind)?), before)));
    let all = [(None, FINISHED_BEFORE)].into_iter().chain(waiting);
    all.map(|(until, before)| Rounding { until, before, id: None, rests: false }).collect()
}

impl Ordinary {
    /// Every round goes one step further, and the next is formed when there are claims for it.
    pub(super) fn work_on_rounds(&mut self, today: Date) {
        for number in 0..self.rounds.len() {
            let Some(one) = self.rounds.get(number).filter(|one| !one.rests) else { continue };
            let is_early = today.checked_add(one.before.days()).is_ok_and(|day| day < self.days.begins);
            let done = match one.id.clone() {
                Some(id) => self.on_round(number, &id, today),
                None if is_early => Ok(true),
                None => self.form_round(number),
            };
            let goes_on = done.unwrap_or_else(|stumble| {
                tracing::debug!(%stumble, "a round of the demo city stays where it is");
                false
            });
            if let Some(one) = self.rounds.get_mut(number) {
                one.rests = !goes_on;
            }
            if self.rounds.get(number).is_some_and(|one| one.id.is_none()) {
                return;
            }
        }
    }

    /// Forms a round as soon as there are enough claims; until then, says that it goes on.
    fn form_round(&mut self, number: usize) -> Result<bool, Stumble> {
        let mut taken = Vec::new();
        for (place, case) in self.cases.iter().enumerate() {
            let Some(id) = case.claim.clone().filter(|_| case.goal == Goal::Decided && !case.is_taken) else {
                continue;
            };
            if self.play.claim(&id)?.is_ready_for_round() {
                taken.push((place, id));
            }
        }
        taken.truncate(SIZE);
        if taken.len() < SIZE {
            return Ok(true);
        }
        let steps = self.steps();
        let first = steps.first().ok_or_else(|| self.play.lost("round"))?;
        let officer = self.of_step(first, None, (Rank::Handle, number))?;
        let claims: Vec<ClaimId> = taken.iter().map(|(_, id)| id.clone()).collect();
        let year = self.play.today().year();
        let form = RoundCommand::Form { programme: self.programme.clone(), year, claims };
        let Key::Round(id) = self.act(&officer, Command::Round(form))?.show else {
            return Err(self.play.lost("round"));
        };
        for (place, _) in taken {
            if let Some(case) = self.cases.get_mut(place) {
                case.is_taken = true;
            }
        }
        if let Some(one) = self.rounds.get_mut(number) {
            one.id = Some(id);
        }
        Ok(true)
    }

    fn steps(&self) -> Vec<Step> {
        let procedure = self.policy.plan().procedure(round::PROCEDURE);
        procedure.map(|one| one.steps.clone()).unwrap_or_default()
    }

    fn of_step(&self, step: &Step, district: Option<&str>, who: (Rank, usize)) -> Result<Actor, Stumble> {
        self.officer(&step.roles, district, who).ok_or_else(|| self.play.lost(&step.id))
    }

    fn say(&mut self, actor: &Actor, command: RoundCommand) -> Result<(), Stumble> {
        self.act(actor, Command::Round(command)).map(|_| ())
    }

    /// What comes next in a round; says whether anything follows.
    fn on_round(&mut self, number: usize, id: &RoundId, today: Date) -> Result<bool, Stumble> {
        let state = self.play.round(id)?.clone();
        let until = self.rounds.get(number).and_then(|one| one.until.clone());
        let is_waiting = until.is_some_and(|step| step == state.course.step);
        if state.course.state != CourseState::Underway {
            return Ok(false);
        }
        let policy = self.policy.clone();
        let step = state.course.step(&policy).map_err(|_| self.play.lost(&state.course.step))?;
        if is_waiting && step.kind != StepKind::Notice {
            return Ok(false);
        }
        let rank = state.course.rank_due(step).unwrap_or(Rank::Handle);
        let role: Vec<String> = state.course.waiting_for.iter().take(1).cloned().collect();
        let officer = self.officer(&role, None, (rank, number));
        let officer = officer.or_else(|| self.officer(&step.roles, None, (rank, number)));
        match step.kind {
            StepKind::Expert if state.review.is_none() => self.draw(&self.there(officer, step)?, id)?,
            StepKind::Expert => {
                self.score(id)?;
                self.pass(&self.there(officer, step)?, id)?;
            }
            StepKind::Notice if state.notice.is_none() => {
                let drawn = state.revision;
                self.say(&self.there(officer, step)?, RoundCommand::Publish { round: id.clone(), drawn })?;
                return Ok(!is_waiting);
            }
            StepKind::Notice => {
                if state.notice.as_ref().is_some_and(|notice| today > notice.until) {
                    self.pass(&self.there(officer, step)?, id)?;
                }
            }
            StepKind::Handover => self.hand_over(&self.there(officer, step)?, id, &role)?,
            StepKind::Countersign => self.sign(&self.there(officer, step)?, id)?,
            StepKind::Approval if step.registered_for.is_empty() => self.sign(&self.there(officer, step)?, id)?,
            StepKind::Approval => self.register(number, id, step)?,
            StepKind::Allot => {
                let (drawn, hash) = (state.revision, self.hash(&state)?);
                self.say(&self.there(officer, step)?, RoundCommand::Allot { round: id.clone(), drawn, hash })?;
            }
            StepKind::Payout => self.pay(number, id, step)?,
            StepKind::Reconcile => self.reconcile(number, id, step)?,
            StepKind::Review
            | StepKind::Apply
            | StepKind::Confirm
            | StepKind::Intake
            | StepKind::Filing
            | StepKind::Batch
            | StepKind::Activate
            | StepKind::Roster
            | StepKind::Inspection
            | StepKind::Acceptance
            | StepKind::Tracking => {
                let settles = policy.plan().settles.first().is_some_and(|settle| settle.at_step == step.id);
                let officer = self.there(officer, step)?;
                if settles && state.plan.is_none() { self.freeze(&officer, id)? } else { self.pass(&officer, id)? }
            }
        }
        Ok(true)
    }

    fn there(&self, officer: Option<Actor>, step: &Step) -> Result<Actor, Stumble> {
        officer.ok_or_else(|| self.play.lost(&step.id))
    }

    fn pass(&mut self, officer: &Actor, id: &RoundId) -> Result<(), Stumble> {
        let drawn = self.play.round(id)?.revision;
        self.say(officer, RoundCommand::Pass { round: id.clone(), drawn, opinion: "同意。".to_owned() })
    }

    /// Experts are drawn, and the largest line is looked at on its own.
    fn draw(&mut self, officer: &Actor, id: &RoundId) -> Result<(), Stumble> {
        let drawn = self.play.round(id)?.revision;
        self.say(officer, RoundCommand::DrawExperts { round: id.clone(), drawn })?;
        let state = self.play.round(id)?;
        let largest = state.inside().max_by_key(|line| line.award);
        let exceptions: BTreeMap<ClaimId, String> =
            largest.map(|line| (line.claim.clone(), "本批金额最大".to_owned())).into_iter().collect();
        let drawn = state.revision;
        self.say(officer, RoundCommand::ChooseLines { round: id.clone(), drawn, exceptions })
    }

    /// The panel declares, scores, seals, and signs one opinion.
    fn score(&mut self, id: &RoundId) -> Result<(), Stumble> {
        let review = self.play.round(id)?.review.clone().unwrap_or_default();
        let open: Vec<String> =
            review.panel().filter(|(_, member)| member.sealed_at.is_none()).map(|(expert, _)| expert.clone()).collect();
        for expert in open {
            let (actor, round) = (cast::expert(&expert), id.clone());
            self.say(&actor, RoundCommand::DeclareInterests { round: round.clone(), interests: BTreeSet::new() })?;
            for (place, claim) in review.chosen.iter().flat_map(BTreeMap::keys).enumerate() {
                let points = [88, 79, 92].get((place + expert.len()) % 3).copied().unwrap_or(80);
                let (round, claim, words) = (round.clone(), claim.clone(), "方案可行，费用合理。".to_owned());
                self.say(&actor, RoundCommand::Score { round, claim, points, words })?;
            }
            self.say(&actor, RoundCommand::SealScores { round })?;
        }
        let list = sheet(&self.policy, self.play.round(id)?).map_err(|refusal| self.play.lost(&refusal.word()))?;
        let hash = digest::of(&list);
        for (expert, member) in review.panel() {
            if member.opinion.is_none() {
                let (round, hash, words) = (id.clone(), hash.clone(), "同意列入。".to_owned());
                self.say(&cast::expert(expert), RoundCommand::SignOpinion { round, hash, words })?;
            }
        }
        Ok(())
    }

    fn hand_over(&mut self, officer: &Actor, id: &RoundId, role: &[String]) -> Result<(), Stumble> {
        let role = role.first().map_or("", String::as_str);
        let hash = digest::of(&handover_list(self.play.round(id)?, role));
        self.say(officer, RoundCommand::HandOver { round: id.clone(), hash, words: "名单随附。".to_owned() })
    }

    fn freeze(&mut self, officer: &Actor, id: &RoundId) -> Result<(), Stumble> {
        let plan = loop {
            match self.play.look(officer, |ctx| preview(ctx, id)) {
                Ok(plan) => break plan,
                Err(Stop::Need(keys)) => self.play.fetch(keys),
                Err(Stop::Refused(refusal)) => return Err(self.play.lost(&refusal.word())),
            }
        };
        let drawn = self.play.round(id)?.revision;
        let opinion = "按方案的次序编列。".to_owned();
        self.say(officer, RoundCommand::Freeze { round: id.clone(), drawn, hash: plan.hash, opinion })
    }

    fn hash(&self, state: &Round) -> Result<String, Stumble> {
        let hash = state.plan.as_ref().map(|frozen| frozen.plan.hash.clone());
        hash.ok_or_else(|| self.play.lost("plan"))
    }

    fn sign(&mut self, officer: &Actor, id: &RoundId) -> Result<(), Stumble> {
        let hash = self.hash(self.play.round(id)?)?;
        self.say(officer, RoundCommand::Sign { round: id.clone(), hash, words: "同意。".to_owned() })
    }

    /// An approval on paper is registered by one person of the step before, and confirmed by another.
    fn register(&mut self, number: usize, id: &RoundId, step: &Step) -> Result<(), Stumble> {
        let steps = self.steps();
        let before = steps.iter().take_while(|one| one.id != step.id).last().ok_or_else(|| self.play.lost(&step.id))?;
        let state = self.play.round(id)?;
        let (drawn, hash) = (state.revision, self.hash(state)?);
        if state.approval.is_some() {
            let other = self.of_step(before, None, (Rank::Check, number))?;
            return self.say(&other, RoundCommand::ConfirmApproval { round: id.clone(), drawn, hash });
        }
        let date = self.play.today();
        let name = format!("示政复〔{}〕{}号", date.year(), number + 1);
        let scan =
            self.play.keep(pdf(&Sheet::new("批复").line("文号", name.clone())), "approval.pdf", "application/pdf").blob;
        let paper = ApprovalPaper { number: name, date, scan, hash };
        let officer = self.of_step(before, None, (Rank::Handle, number))?;
        self.say(&officer, RoundCommand::RegisterApproval { round: id.clone(), drawn, paper })
    }

    fn pay(&mut self, number: usize, id: &RoundId, step: &Step) -> Result<(), Stumble> {
        let state = self.play.round(id)?.clone();
        let plan = state.plan.as_ref().map(|frozen| &frozen.plan);
        let open = state.lines.iter().filter(|line| line.standing == Standing::Payable);
        let rank = step.ranks.last().copied().unwrap_or(Rank::Handle);
        for line in open {
            let Some(district) = plan.and_then(|plan| plan.line(&line.claim)).map(|one| one.district.clone()) else {
                continue;
            };
            let officer = self.of_step(step, Some(&district), (rank, number))?;
            let on = self.play.today();
            let receipt = format!("{}{:06}", on.strftime("%Y%m%d"), self.play.length());
            let (round, claim) = (id.clone(), line.claim.clone());
            self.say(&officer, RoundCommand::Pay { round, claim, receipt, on })?;
        }
        Ok(())
    }

    /// Every office with a part confirms the sums: those of the districts first.
    fn reconcile(&mut self, number: usize, id: &RoundId, step: &Step) -> Result<(), Stumble> {
        let state = self.play.round(id)?.clone();
        let districts: Vec<String> =
            state.plan.iter().flat_map(|frozen| frozen.plan.by_district.keys().cloned()).collect();
        let mut officers: Vec<Actor> = Vec::new();
        for role in step.roles.iter().rev() {
            let role = std::slice::from_ref(role);
            let of_districts = districts.iter().filter_map(|one| self.officer(role, Some(one), (Rank::Check, number)));
            let of_city = self.officer(role, None, (Rank::Handle, number));
            officers.extend(of_city.map_or_else(|| of_districts.collect(), |officer| vec![officer]));
        }
        officers.sort_by_key(|officer| self.is_of_city(officer));
        officers.dedup();
        for officer in officers {
            if self.play.round(id)?.course.state != CourseState::Underway {
                return Ok(());
            }
            let drawn = self.play.round(id)?.revision;
            let opinion = "账实相符。".to_owned();
            self.say(&officer, RoundCommand::Reconcile { round: id.clone(), drawn, opinion })?;
        }
        Ok(())
    }

    fn is_of_city(&self, officer: &Actor) -> bool {
        let office = officer.office().and_then(|(office, _)| self.play.setting().city.office(office));
        office.is_some_and(|office| office.district.is_none())
    }
}
