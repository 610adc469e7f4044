//! Second and third contract years: when the clock of the demo comes to the anniversary of an open service, its
//! provider sends a roster, the enterprise states its new figures, fills its claim in and confirms it; some claims are
//! checked and decided. What a visitor changed meanwhile is respected: what is no longer possible is left out.

use super::claims::Claiming;
use super::plan::{ClaimUntil, Plan, Turn, Until};
use super::{Filing, Life};
use crate::demo::firms;
use crate::demo::play::{Play, Stumble};
use domain::claim::RosterLine;
use domain::command::Command;
use domain::enterprise::{EnterpriseCommand, Profile};
use domain::filing::Filing as Filed;
use domain::ids::{ClaimId, ProgrammeId};
use domain::world::Key;
use jiff::ToSpan;
use jiff::civil::Date;
use policy::policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The contract years that come round: the second and the third.
const YEARS: std::ops::RangeInclusive<i8> = 1..=2;
/// How long an office takes for a claim.
const CHECK_WORKDAYS: u32 = 8;
/// Serial numbers of a year begin here, so that no invoice has two lives.
const SERIALS_A_YEAR: usize = 1_000;

/// A contract year that begins with a day.
#[derive(Clone, Copy)]
struct Year {
    filing: usize,
    plan: Plan,
    starts_on: Date,
    serial: usize,
}

impl Life {
    /// The life of a city that was made before, for going on with it.
    pub fn again(play: Play, programme: ProgrammeId, policy: Arc<Policy>) -> Self {
        let mut life = Self::new(play, programme, policy);
        life.agenda.clear();
        for (number, filing) in life.filings.iter_mut().enumerate() {
            filing.id = Some(filing.plan.id(number));
        }
        life
    }

    /// Whether anything comes round on a day. Cheap, and asks nobody.
    pub fn comes_round(&self, day: Date) -> bool {
        !self.beginning(day).is_empty() || !self.to_check(day).is_empty()
    }

    /// Does what comes round today.
    pub fn come_round(&mut self) {
        let today = self.play.today();
        let (beginning, to_check) = (self.beginning(today), self.to_check(today));
        self.begin(&beginning);
        for year in to_check {
            self.examine(year);
        }
    }

    /// Contract years whose first working day is this one.
    fn beginning(&self, day: Date) -> Vec<Year> {
        self.years().filter(|year| self.workday(year.starts_on) == day).collect()
    }

    /// Contract years whose claims are decided on this day.
    fn to_check(&self, day: Date) -> Vec<Year> {
        let calendar = self.play.setting().city.calendar();
        let is_due = |year: &Year| {
            let first = self.workday(year.starts_on);
            year.filing.is_multiple_of(2) && calendar.add_workdays(first, CHECK_WORKDAYS) == Ok(day)
        };
        self.years().filter(is_due).collect()
    }

    fn years(&self) -> impl Iterator<Item = Year> + '_ {
        let last = self.policy.plan().in_force.and_then(|(_, last)| last).unwrap_or(Date::MAX);
        let open = self.filings.iter().enumerate().filter(|(_, Filing { plan, .. })| plan.until == Until::Opened);
        let years = open.flat_map(|(filing, Filing { plan, .. })| {
            YEARS.filter_map(move |after| {
                let starts_on = plan.starts_on.checked_add(after.years()).ok()?;
                let serial = SERIALS_A_YEAR * usize::try_from(after).ok()? + filing;
                Some(Year { filing, plan: *plan, starts_on, serial })
            })
        });
        years.filter(move |year| year.starts_on <= last)
    }

    /// A claim of the plan for a contract year.
    fn claim_for(&mut self, year: Year, until: ClaimUntil, id: Option<ClaimId>) -> usize {
        let Year { filing, starts_on: service_date, serial, .. } = year;
        self.claims.push(Claiming { filing, serial, service_date, until, turn: Turn::On, id, is_taken: false });
        self.claims.len().saturating_sub(1)
    }

    /// Providers send their rosters; enterprises fill their claims in and confirm them, but for a few.
    fn begin(&mut self, years: &[Year]) {
        let mut rosters: BTreeMap<&'static str, Vec<Year>> = BTreeMap::new();
        for year in years {
            if let Some(provider) = self.provider_now(*year) {
                // What a visitor made impossible stays undone, here and below.
                let _ = self.perhaps_move(*year);
                rosters.entry(provider).or_default().push(*year);
            }
        }
        for (provider, years) in rosters {
            let line = |year: &Year| RosterLine { filing: year.plan.id(year.filing), service_date: year.starts_on };
            let lines: Vec<RosterLine> = years.iter().map(line).collect();
            if self.roster(provider, lines).is_err() {
                continue;
            }
            for year in years {
                let until = if year.filing % 6 == 5 { ClaimUntil::Confirm } else { ClaimUntil::Check };
                let number = self.claim_for(year, until, None);
                let filing = year.plan.id(year.filing);
                let opened = self.opened(number, &filing, year.starts_on);
                let figure = opened.and_then(|()| self.state_figure(year.plan.firm, year.starts_on.year() - 1));
                let _ = figure.and_then(|()| self.fill(number));
            }
        }
    }

    /// One in eleven moves to another district before its second year.
    fn perhaps_move(&mut self, year: Year) -> Result<(), Stumble> {
        if year.filing % 11 != 4 || year.serial > 2 * SERIALS_A_YEAR {
            return Ok(());
        }
        let id = firms::enterprise(year.plan.firm);
        let Ok(enterprise) = self.play.world.enterprise(&id) else { return Ok(()) };
        let district = if enterprise.profile.district == "210106" { "210112" } else { "210106" }.to_owned();
        let (drawn, profile) = (enterprise.revision, Profile { district, ..enterprise.profile.clone() });
        let change = Command::Enterprise(EnterpriseCommand::Change { drawn, profile });
        self.act(&firms::owner(year.plan.firm), change).map(|_| ())
    }

    /// The provider of a contract year, where the filing is open and nobody claims the year yet. One in seven changes
    /// its provider with the year.
    fn provider_now(&mut self, year: Year) -> Option<&'static str> {
        let (filing, slot) = (year.plan.id(year.filing), slot(year));
        self.play.fetch([Key::Filing(filing.clone()), slot.clone()]);
        self.play.fetch([Key::Enterprise(firms::enterprise(year.plan.firm))]);
        let state = self.play.filing(&filing).ok().filter(|state| Filed::is_filed(state))?;
        if self.play.world.get(&slot).is_ok_and(|held| held.is_some()) {
            return None;
        }
        let stays = year.filing % 7 != 3;
        let is_hunhe = state.form.provider == "hunhe-cloud";
        Some(if is_hunhe == stays { "hunhe-cloud" } else { "shenyun-operation" })
    }

    /// The office compares a claim and decides it, where it still waits for that.
    fn examine(&mut self, year: Year) {
        let slot = slot(year);
        self.play.fetch([slot.clone()]);
        let Key::Unique(name) = &slot else { return };
        let Some(hold) = self.play.world.hold(name).ok().flatten() else { return };
        let Some(id) = hold.holder.strip_prefix("claim:").map(ClaimId::new) else { return };
        self.play.fetch([Key::Claim(id.clone())]);
        let waits = self.play.claim(&id).is_ok_and(|claim| {
            claim.received_at.is_some() && claim.course.underway().is_ok() && claim.course.level == 0
        });
        if waits {
            let number = self.claim_for(year, ClaimUntil::Decided, Some(id));
            let _ = self.compare(number).and_then(|()| self.decide(number));
        }
    }
}

/// The key that makes one claim of a contract year.
fn slot(year: Year) -> Key {
    Key::Unique(format!("claim/{}/{}", year.plan.id(year.filing), year.starts_on))
}
