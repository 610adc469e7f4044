//! Down the order: what is left goes to each claim in turn. Kept shares are served first, down the same order.

use super::Reason;
use super::share::{Given, Set, whole};
use crate::money::Fen;
use crate::plan::words::PayMethod;

/// How a walk treats a claim that does not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// It is paid in part, and nothing is left for others.
    Part,
    /// It is passed over.
    Skip,
    /// It ends the walk.
    Stop,
}

/// The way of walking that a method means; nothing for 按比例.
pub(super) fn step(method: PayMethod) -> Option<Step> {
    match method {
        PayMethod::InFull | PayMethod::InOrderPartial => Some(Step::Part),
        PayMethod::InOrderSkip => Some(Step::Skip),
        PayMethod::InOrderStop => Some(Step::Stop),
        PayMethod::ProRata => None,
    }
}

/// Shares `free` fen out.
pub(super) fn walk(set: Set, step: Step, free: i64) -> Vec<Given> {
    let mut walker = Walker::new(set, step);
    let mut left = free;
    for (kept, places) in set.kept() {
        let money = kept.saturating_sub(walker.paid(&places)).clamp(0, left);
        left = left - money + walker.down(&places, money);
    }
    let all: Vec<usize> = (0..set.asks.len()).collect();
    walker.down(&all, left);
    walker.given
}

struct Walker<'a> {
    set: Set<'a>,
    step: Step,
    given: Vec<Given>,
    /// What is left of each limit for each of its groups.
    rooms: Vec<Vec<i64>>,
}

impl<'a> Walker<'a> {
    fn new(set: Set<'a>, step: Step) -> Self {
        let rooms = set.limits.iter().map(|limit| limit.groups.iter().map(|group| group.bound).collect()).collect();
        let mut walker = Self { set, step, given: vec![Given::default(); set.asks.len()], rooms };
        for (place, ask) in set.asks.iter().enumerate().filter(|(_, ask)| ask.own > 0) {
            walker.take(place, ask.own, true);
        }
        walker
    }

    /// What some claims have so far, reservations included.
    fn paid(&self, places: &[usize]) -> i64 {
        places.iter().map(|place| self.set.asks[*place].own + self.given[*place].amount).sum()
    }

    /// Goes down some places with so much money, and gives back what is left of it.
    fn down(&mut self, places: &[usize], money: i64) -> i64 {
        let mut left = money;
        let mut has_ended = false;
        for place in places {
            let rest = self.set.asks[*place].need() - self.given[*place].amount;
            if rest == 0 {
                continue;
            }
            let (amount, cuts, ends) = match self.step {
                Step::Part => self.part(*place, rest, if has_ended { 0 } else { left }),
                Step::Skip => self.skip(*place, rest, left),
                Step::Stop => self.stop(*place, rest, (left, has_ended)),
            };
            has_ended |= ends;
            left -= amount;
            self.take(*place, amount, false);
            let given = &mut self.given[*place];
            given.amount += amount;
            given.cuts = cuts;
        }
        left
    }

    /// What can still be given to a claim under every limit, and the reason of the tightest one.
    fn room(&self, place: usize) -> (i64, Option<Reason>) {
        let mut tightest = (i64::MAX, None);
        let is_paid = self.set.asks[place].own + self.given[place].amount > 0;
        for (limit, rooms) in self.set.limits.iter().zip(&self.rooms) {
            let Some(group) = limit.group_of[place] else { continue };
            let bound = limit.groups[group].bound;
            let (room, reason) = match (limit.counts, is_paid || rooms[group] > 0) {
                (true, true) => continue,
                (true, false) => (0, Reason::Count { limit: limit.number, cap: bound }),
                (false, _) => (rooms[group].max(0), Reason::Limit { limit: limit.number, cap: Fen::new(bound) }),
            };
            if room < tightest.0 {
                tightest = (room, Some(reason));
            }
        }
        tightest
    }

    /// Takes an amount out of the room of every limit of a claim.
    fn take(&mut self, place: usize, amount: i64, is_own: bool) {
        let is_first = is_own || self.set.asks[place].own + self.given[place].amount == 0;
        for (limit, rooms) in self.set.limits.iter().zip(&mut self.rooms) {
            let Some(group) = limit.group_of[place] else { continue };
            let used = if limit.counts { i64::from(amount > 0 && is_first) } else { amount };
            rooms[group] -= used;
        }
    }

    /// Closes the groups of a claim that ended a limit.
    fn close(&mut self, place: usize, reason: &Reason) {
        let (Reason::Limit { limit, .. } | Reason::Count { limit, .. }) = reason else { return };
        for (one, rooms) in self.set.limits.iter().zip(&mut self.rooms) {
            if let (true, Some(group)) = (one.number == *limit, one.group_of[place]) {
                rooms[group] = 0;
            }
        }
    }

    fn part(&self, place: usize, rest: i64, left: i64) -> (i64, Vec<(Reason, i64)>, bool) {
        let ask = self.set.asks[place];
        let before = ask.own + self.given[place].amount;
        let (room, reason) = self.room(place);
        let open = room.min(rest);
        let is_short = left < open;
        let amount = (whole(before + open.min(left), ask.full, self.set.granule) - before).max(0);
        let nothing = before + amount == 0;
        let mut cuts = Vec::new();
        if is_short {
            cuts.push((if nothing { Reason::UsedUp } else { Reason::InPart }, open - amount));
        }
        if let Some(reason) = reason {
            cuts.push((reason, if is_short { rest - open } else { rest - amount }));
        }
        cuts.retain(|(_, amount)| *amount > 0);
        (amount, cuts, is_short)
    }

    fn skip(&self, place: usize, rest: i64, left: i64) -> (i64, Vec<(Reason, i64)>, bool) {
        match self.room(place) {
            (room, Some(reason)) if room < rest => (0, vec![(reason, rest)], false),
            _ if left < rest => (0, vec![(Reason::DoesNotFit, rest)], false),
            _ => (rest, Vec::new(), false),
        }
    }

    fn stop(&mut self, place: usize, rest: i64, (left, has_ended): (i64, bool)) -> (i64, Vec<(Reason, i64)>, bool) {
        if has_ended {
            return (0, vec![(Reason::AfterTheStop, rest)], true);
        }
        match self.room(place) {
            (room, Some(reason)) if room < rest => {
                self.close(place, &reason);
                (0, vec![(reason, rest)], false)
            }
            _ if left < rest => (0, vec![(Reason::StopsHere, rest)], true),
            _ => (rest, Vec::new(), false),
        }
    }
}
