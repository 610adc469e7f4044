//! In proportion to what each claim needs: whole granules down, then one granule each by the largest remainder, ties by
//! the order. Limits are applied before, kept shares where the proportion would fall below them, bands one by one.

use std::collections::BTreeMap;

use super::Reason;
use super::bounds::Bound;
use super::share::{Given, Set};
use crate::money::Fen;

/// Shares `free` fen out.
pub(super) fn pro_rata(set: Set, free: i64) -> Vec<Given> {
    let mut shared = ProRata::new(set);
    for limit in set.limits {
        shared.limit(limit);
    }
    shared.share(free);
    shared.given
}

struct ProRata<'a> {
    set: Set<'a>,
    /// What each claim needs, as far as the limits let it.
    needs: Vec<i64>,
    given: Vec<Given>,
}

impl<'a> ProRata<'a> {
    fn new(set: Set<'a>) -> Self {
        let needs = set.asks.iter().map(|ask| ask.need()).collect();
        Self { set, needs, given: vec![Given::default(); set.asks.len()] }
    }

    /// Lowers what the groups of a limit need to what they may get.
    fn limit(&mut self, limit: &Bound) {
        for (number, group) in limit.groups.iter().enumerate() {
            let places: Vec<usize> =
                (0..self.needs.len()).filter(|place| limit.group_of[*place] == Some(number)).collect();
            if limit.counts {
                self.first_only(&places, group.bound, limit.number);
            } else {
                self.no_more_than(&places, group.bound, limit.number);
            }
        }
    }

    /// Only the first claims of a group are paid; those with a reservation are paid in any case.
    fn first_only(&mut self, places: &[usize], most: i64, limit: usize) {
        let reserved = places.iter().filter(|place| self.set.asks[**place].own > 0).count();
        let mut left = most.saturating_sub(i64::try_from(reserved).unwrap_or(i64::MAX));
        for place in places.iter().filter(|place| self.set.asks[**place].own == 0) {
            if self.needs[*place] > 0 && left <= 0 {
                self.lower(*place, 0, Reason::Count { limit, cap: most });
            } else if self.needs[*place] > 0 {
                left -= 1;
            }
        }
    }

    fn no_more_than(&mut self, places: &[usize], most: i64, limit: usize) {
        let own: i64 = places.iter().map(|place| self.set.asks[*place].own).sum();
        let pot = most.saturating_sub(own).max(0);
        if self.needed(places) <= pot {
            return;
        }
        for part in self.by_bands(places, pot) {
            self.lower(part.place, part.amount, Reason::Limit { limit, cap: Fen::new(most) });
        }
    }

    fn lower(&mut self, place: usize, to: i64, reason: Reason) {
        let cut = self.needs[place] - to;
        if cut > 0 {
            self.needs[place] = to;
            self.given[place].cuts.push((reason, cut));
        }
    }

    fn needed(&self, places: &[usize]) -> i64 {
        places.iter().map(|place| self.needs[*place]).sum()
    }

    /// Shares the money out; a group that would get less than what is kept for it gets that first, and the others share
    /// what is left.
    fn share(&mut self, free: i64) {
        let mut open: Vec<usize> = (0..self.needs.len()).collect();
        let mut left = free;
        let mut kept = self.set.kept();
        while let Some((number, places, money)) = self.fallen_below(&kept, &open, left) {
            for part in self.by_bands(&places, money) {
                self.give(part);
            }
            left -= places.iter().map(|place| self.given[*place].amount).sum::<i64>();
            open.retain(|place| !places.contains(place));
            kept.remove(number);
        }
        for part in self.by_bands(&open, left) {
            self.give(part);
        }
    }

    /// The first kept share that the plain proportion would not give: its number, its open claims and its free money.
    fn fallen_below(&self, kept: &[(i64, Vec<usize>)], open: &[usize], left: i64) -> Option<(usize, Vec<usize>, i64)> {
        let plain: BTreeMap<usize, i64> =
            self.by_bands(open, left).into_iter().map(|part| (part.place, part.amount)).collect();
        kept.iter().enumerate().find_map(|(number, (bound, places))| {
            let own: i64 = places.iter().map(|place| self.set.asks[*place].own + self.given[*place].amount).sum();
            let mine: Vec<usize> = places.iter().copied().filter(|place| open.contains(place)).collect();
            let wanted = bound.saturating_sub(own).clamp(0, self.needed(&mine).min(left));
            let gets: i64 = mine.iter().filter_map(|place| plain.get(place)).sum();
            // What is below one granule can not be shared out, so it is not missing.
            (wanted - gets >= self.set.granule).then_some((number, mine, wanted))
        })
    }

    fn give(&mut self, part: Part) {
        let given = &mut self.given[part.place];
        given.amount = part.amount;
        let cut = self.needs[part.place] - part.amount;
        if cut > 0 {
            given.cuts.insert(0, (part.reason, cut));
        }
    }

    /// Band after band in full; the one for which the money does not reach in proportion, those after it nothing.
    fn by_bands(&self, places: &[usize], pot: i64) -> Vec<Part> {
        let mut bands: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in places {
            bands.entry(self.set.asks[*place].band).or_default().push(*place);
        }
        let (mut left, mut is_used_up) = (pot, false);
        let mut parts = Vec::new();
        for places in bands.into_values() {
            let needed = self.needed(&places);
            let part = |place: &usize, amount| Part { place: *place, amount, reason: Reason::UsedUp };
            if is_used_up {
                parts.extend(places.iter().map(|place| part(place, 0)));
            } else if needed <= left {
                left -= needed;
                parts.extend(places.iter().map(|place| part(place, self.needs[*place])));
            } else {
                is_used_up = true;
                parts.extend(self.split(&places, left));
            }
        }
        parts
    }

    /// Splits `pot` in proportion among claims that need more than it.
    fn split(&self, places: &[usize], pot: i64) -> Vec<Part> {
        let needed = self.needed(places);
        let granule = i128::from(self.set.granule);
        let unit = i128::from(needed) * granule;
        let mut parts = Vec::new();
        let mut remainders = Vec::new();
        for (number, place) in places.iter().enumerate() {
            let product = i128::from(self.needs[*place]) * i128::from(pot);
            let amount = i64::try_from(product / unit * granule).unwrap_or(0);
            remainders.push((std::cmp::Reverse(product % unit), number));
            parts.push((*place, amount, false));
        }
        remainders.sort_unstable();
        let mut left = pot - parts.iter().map(|(_, amount, _)| amount).sum::<i64>();
        for (remainder, number) in remainders {
            let (place, amount, extra) = &mut parts[number];
            let more = amount.saturating_add(self.set.granule);
            if remainder.0 > 0 && self.set.granule <= left && more <= self.needs[*place] {
                (*amount, *extra) = (more, true);
                left -= self.set.granule;
            }
        }
        let (paid, needed) = (Fen::new(pot), Fen::new(needed));
        let part = |(place, amount, extra)| Part { place, amount, reason: Reason::ProRata { paid, needed, extra } };
        parts.into_iter().map(part).collect()
    }
}

/// What one claim gets of a pot, and why not all.
struct Part {
    place: usize,
    amount: i64,
    reason: Reason,
}
