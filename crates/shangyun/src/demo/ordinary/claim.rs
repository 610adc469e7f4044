//! Claims of an ordinary city: named on a roster, filled in, confirmed, compared and decided.

use super::case::Next;
use super::{Ordinary, sheets};
use crate::demo::cast;
use crate::demo::firms;
use crate::demo::papers::pdf;
use crate::demo::play::Stumble;
use domain::act::Actor;
use domain::claim::{self, Claim, ClaimCommand, RosterLine, preview};
use domain::command::Command;
use domain::course::{Course, CourseState};
use domain::ids::{ClaimId, FilingId};
use domain::paper::{self, File, Verdict};
use domain::world::Stop;
use jiff::civil::{Date, Weekday};
use policy::decision::Outcome;
use policy::facts::{Facts, Readings};
use policy::plan::inputs::Origin;
use policy::plan::procedure::Step;
use policy::plan::words::{Rank, StepKind};
use policy::value::Value;
use std::collections::BTreeMap;

/// The day of the week on which providers send their rosters.
const ROSTER_DAY: Weekday = Weekday::Thursday;

impl Ordinary {
    /// Every provider names its filed services whose year has begun and has no claim yet.
    pub(super) fn send_rosters(&mut self, today: Date) -> Result<(), Stumble> {
        let roster = self.claim_step(StepKind::Roster).cloned();
        let Some(roster) = roster.filter(|_| today.weekday() == ROSTER_DAY) else { return Ok(()) };
        let mut batches: BTreeMap<String, Vec<(usize, FilingId, Date)>> = BTreeMap::new();
        for (number, case) in self.cases.iter().enumerate() {
            let Some(id) = case.filing.clone().filter(|_| case.claim.is_none() && case.claims()) else { continue };
            let filing = self.play.filing(&id)?;
            if let Some(day) = filing.form.starts_on.filter(|day| filing.is_filed() && *day <= today) {
                batches.entry(filing.form.provider.clone()).or_default().push((number, id, day));
            }
        }
        for (provider, batch) in batches {
            let files = self.roster_papers(&roster, &provider, batch.len());
            let lines = batch.iter().map(|(_, filing, day)| RosterLine { filing: filing.clone(), service_date: *day });
            let (lines, (certificate, letter)) = (lines.collect(), files);
            let send = ClaimCommand::SendRoster { programme: self.programme.clone(), lines, certificate, letter };
            self.act(&cast::provider(&provider, 0), Command::Claim(send))?;
            for (number, filing, day) in batch {
                self.opened(number, &filing, day)?;
            }
        }
        Ok(())
    }

    /// The two papers of a roster, under the names the plan gives them.
    fn roster_papers(&mut self, roster: &Step, provider: &str, lines: usize) -> (File, File) {
        let today = self.play.today();
        let mut draw = |place: usize, otherwise: &str| {
            let document = roster.documents.get(place).and_then(|id| self.policy.plan().document(id));
            let title = document.map_or(otherwise, |one| one.text.zh.as_str());
            let sheet = sheets::of_provider(title, provider, lines, today);
            let name = format!("{provider}-{today}-{}.pdf", place + 1);
            self.play.keep(pdf(&sheet), &name, "application/pdf")
        };
        (draw(0, "名单凭证"), draw(1, "承诺书"))
    }

    fn opened(&mut self, number: usize, filing: &FilingId, day: Date) -> Result<(), Stumble> {
        let slot = format!("claim/{filing}/{day}");
        let hold = self.play.world.hold(&slot).ok().flatten().ok_or_else(|| self.play.lost(&slot))?;
        let id = hold.holder.strip_prefix("claim:").map(ClaimId::new);
        let today = self.play.today();
        if let Some(case) = self.cases.get_mut(number) {
            case.claim = id;
            case.next = Next::On(today.tomorrow().unwrap_or(today));
        }
        Ok(())
    }

    fn claim_step(&self, kind: StepKind) -> Option<&Step> {
        let procedure = self.policy.plan().procedure(claim::PROCEDURE)?;
        procedure.steps.iter().find(|step| step.kind == kind)
    }

    /// Does what comes next in a claim; says whether anything follows.
    pub(super) fn on_claim(&mut self, number: usize) -> Result<bool, Stumble> {
        let case = self.case(number)?;
        let Some(id) = case.claim.clone() else { return Ok(false) };
        let (goal, applicant) = (case.goal.clone(), case.applicant);
        let state = self.play.claim(&id)?.clone();
        if state.course.state != CourseState::Underway || Self::has_arrived(&goal, &state.course) {
            return Ok(false);
        }
        let policy = self.policy.clone();
        let step = state.course.step(&policy).map_err(|_| self.play.lost(&state.course.step))?;
        if step.kind == StepKind::Confirm {
            self.fill(number, (&id, &state), step)?;
        } else {
            self.compare(applicant, (&id, &state), step)?;
        }
        Ok(true)
    }

    fn claims(&mut self, actor: &Actor, command: ClaimCommand) -> Result<(), Stumble> {
        self.act(actor, Command::Claim(command)).map(|_| ())
    }

    /// The enterprise types its rows in, answers, attaches its papers, and confirms.
    fn fill(&mut self, number: usize, (id, state): (&ClaimId, &Claim), step: &Step) -> Result<(), Stumble> {
        let applicant = self.case(number)?.applicant;
        let owner = firms::owner(applicant);
        let today = self.play.today();
        let stated = self.stated(number, state.service_date)?;
        for (list, rows) in stated.rows {
            let title = self.policy.plan().records.iter().find(|one| one.id == list).map(|one| one.text.zh.clone());
            for row in rows {
                let sheet = sheets::about(title.as_deref().unwrap_or_default(), self.applicant(applicant)?, today);
                let columns =
                    self.policy.plan().records.iter().filter(|one| one.id == list).flat_map(|one| &one.columns);
                let written = columns.filter_map(|one| Some((one.text.zh.clone(), row.get(&one.id)?.to_string())));
                let sheet = written.fold(sheet, |sheet, (name, value)| sheet.line(&name, value));
                let file = Some(self.keep(&list, &sheet, applicant));
                self.claims(&owner, ClaimCommand::AddRow { claim: id.clone(), list: list.clone(), row, file })?;
            }
        }
        let facts = Facts::new().with("stream", Value::Member(state.stream.clone()));
        let wanted = paper::wanted(&self.policy, &step.documents, &facts, &Readings::default());
        let wanted: Vec<(String, String)> =
            wanted.into_iter().map(|one| (one.document.id.clone(), one.document.text.zh.clone())).collect();
        for (document, title) in wanted {
            let sheet = sheets::about(&title, self.applicant(applicant)?, today);
            let file = self.keep(&document, &sheet, applicant);
            let dated = Some(today);
            self.claims(&owner, ClaimCommand::Attach { claim: id.clone(), document, file, dated })?;
        }
        let drawn = self.play.claim(id)?.revision;
        self.claims(&owner, ClaimCommand::Confirm { claim: id.clone(), drawn })
    }

    /// The rank whose turn it is compares papers and rows, attests what is missing, and passes.
    fn compare(&mut self, applicant: usize, (id, state): (&ClaimId, &Claim), step: &Step) -> Result<(), Stumble> {
        let course: &Course = &state.course;
        let rank = course.rank_due(step).unwrap_or(Rank::Handle);
        let officer = self.officer(&course.waiting_for, Some(&state.district), (rank, applicant));
        let officer = officer.ok_or_else(|| self.play.lost(&step.id))?;
        if course.level == 0 {
            self.look_at(&officer, (id, state))?;
            self.attest_missing(&officer, id)?;
        }
        let drawn = self.play.claim(id)?.revision;
        let opinion = if course.level == 0 { "与材料相符。" } else { "复核无误。" }.to_owned();
        self.claims(&officer, ClaimCommand::Pass { claim: id.clone(), drawn, opinion })
    }

    fn look_at(&mut self, officer: &Actor, (id, state): (&ClaimId, &Claim)) -> Result<(), Stumble> {
        let (verdict, words) = (Verdict::InOrder, String::new());
        let papers = state.papers.iter().filter(|(_, paper)| paper.finding.is_none());
        for document in papers.map(|(document, _)| document.clone()).collect::<Vec<_>>() {
            let words = words.clone();
            self.claims(officer, ClaimCommand::Find { claim: id.clone(), document, verdict, words })?;
        }
        for (list, entries) in &state.records {
            for place in 0..entries.len() {
                let (claim, list, words) = (id.clone(), list.clone(), words.clone());
                self.claims(officer, ClaimCommand::FindRow { claim, list, place, verdict, words })?;
            }
        }
        Ok(())
    }

    /// Attests the facts that the decision still lacks, as the enterprise stated them.
    fn attest_missing(&mut self, officer: &Actor, id: &ClaimId) -> Result<(), Stumble> {
        let policy = self.policy.clone();
        let decision = loop {
            let claim = self.play.claim(id)?.clone();
            match self.play.look(officer, |ctx| preview(ctx, &policy, &claim)) {
                Ok(decision) => break decision,
                Err(Stop::Need(keys)) => self.play.fetch(keys),
                Err(Stop::Refused(refusal)) => {
                    return Err(self.play.lost(&serde_json::to_string(&*refusal).unwrap_or_default()));
                }
            }
        };
        let Outcome::Pending { missing } = decision.outcome else { return Ok(()) };
        let claim = self.play.claim(id)?;
        let filing = self.play.filing(&claim.filing)?;
        let enterprise = self.play.world.enterprise(&claim.enterprise).map_err(|_| self.play.lost("enterprise"))?;
        let mut known = filing.form.answers.clone();
        known.extend(claim.answers.clone());
        known.extend(domain::facts::kept(enterprise, filing, claim.service_date.year()));
        let is_stated = |id: &String| policy.plan().fact(id).is_some_and(|fact| fact.origin == Origin::Stated);
        let missing = missing.into_iter().filter(is_stated);
        let facts: BTreeMap<String, Value> =
            missing.filter_map(|id| Some((id.clone(), known.get(&id)?.clone()))).collect();
        if facts.is_empty() {
            return Ok(());
        }
        self.claims(officer, ClaimCommand::Attest { claim: id.clone(), facts })
    }
}
