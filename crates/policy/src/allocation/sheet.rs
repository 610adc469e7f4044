//! From claims and a rule to an allocation: put in order, shared out, added up, and every cut put into words.

use std::collections::BTreeSet;

use super::bounds::{Bound, Bounds};
use super::rank::{Band, Rank, rank};
use super::share::{Ask, Given, Set};
use super::{ALLOCATION_VERSION, Allocation, CannotAllocate, Claimant, Cut, DUE, FREED, HELD, Line, Rule};
use super::{prorata, totals, walk};
use crate::compile::hash;
use crate::decide::Decider;
use crate::decision::Evaluated;
use crate::facts::Readings;
use crate::money::Fen;
use crate::plan::words::PayMethod;
use crate::value::Value;

/// A rule ready to be used on a set of claims.
#[derive(Clone, Copy)]
pub(crate) struct Sheet<'a> {
    pub decider: Decider<'a>,
    pub rule: Rule<'a>,
    pub readings: &'a Readings,
}

/// A set of claims in order, with what each asks for.
#[derive(Default)]
pub(super) struct Ordered<'a> {
    pub claims: Vec<&'a Claimant>,
    pub bands: Vec<Band>,
    pub asks: Vec<Ask>,
    pub limits: Vec<Bound>,
    pub floors: Vec<Bound>,
    /// What claims do not need of their reservations.
    pub released: Fen,
    /// The money that is shared out: free or released.
    pub free: Fen,
}

impl<'a> Sheet<'a> {
    pub fn new(decider: Decider<'a>, rule: Rule<'a>, readings: &'a Readings) -> Self {
        Self { decider, rule, readings }
    }

    /// Shares `free` fen out.
    pub fn allocate(&self, claims: &[Claimant], free: Fen) -> Result<Allocation, CannotAllocate> {
        let free = free.max(Fen::ZERO);
        let ordered = self.ordered(claims, free)?;
        let given = self.given(&ordered)?;
        Ok(self.allocation(&ordered, &given, free))
    }

    fn ordered<'c>(&self, claims: &'c [Claimant], free: Fen) -> Result<Ordered<'c>, CannotAllocate> {
        checked(claims)?;
        let mut ranked: Vec<(Rank, &Claimant)> =
            claims.iter().map(|claim| (rank(self.decider, self.rule.sharing, self.readings, claim), claim)).collect();
        ranked.sort_by(|(left, _), (right, _)| left.cmp(right));
        let mut ordered = Ordered::default();
        for (rank, claim) in ranked {
            if ordered.bands.last() != Some(&rank.band) {
                ordered.bands.push(rank.band);
            }
            let full = self.full(claim)?.fen();
            let own = full.min(claim.reserved.fen());
            if claim.frees_rest {
                let rest = Fen::new(claim.reserved.fen() - own);
                ordered.released = ordered.released.add(rest).ok_or(CannotAllocate::TooLarge)?;
            }
            ordered.asks.push(Ask { full, own, band: ordered.bands.len() - 1 });
            ordered.claims.push(claim);
        }
        let own = Fen::sum(ordered.asks.iter().map(|ask| Fen::new(ask.own)));
        ordered.free = free.add(ordered.released).ok_or(CannotAllocate::TooLarge)?;
        let pot = own.and_then(|own| own.add(ordered.free)).ok_or(CannotAllocate::TooLarge)?;
        let bounds = Bounds { decider: self.decider, readings: self.readings, claims: &ordered.claims, pot: pot.fen() };
        let sharing = self.rule.sharing;
        let limits = sharing.limits.iter().enumerate().map(|(number, limit)| bounds.limit(number, limit));
        ordered.limits = limits.collect::<Result<_, _>>()?;
        let floors = sharing.floors.iter().enumerate().map(|(number, floor)| bounds.floor(number, floor));
        ordered.floors = floors.collect::<Result<_, _>>()?;
        Ok(ordered)
    }

    /// What a claim is paid when there is enough: what 付 says, and never more than the award.
    fn full(&self, claim: &Claimant) -> Result<Fen, CannotAllocate> {
        let Some(pay) = self.rule.pay else { return Ok(claim.award) };
        let given = [(DUE, claim.award), (HELD, claim.reserved), (FREED, claim.award)];
        let facts = given.into_iter().fold(claim.facts.clone(), |facts, (id, fen)| facts.with(id, Value::Money(fen)));
        match self.decider.quantity(pay, &facts, self.readings) {
            Evaluated::Known(Value::Money(fen)) => Ok(fen.clamp(Fen::ZERO, claim.award)),
            Evaluated::Missing(missing) => Err(CannotAllocate::Missing { id: claim.id.clone(), missing }),
            Evaluated::Known(_) | Evaluated::Undeclared => Err(CannotAllocate::NoRule),
        }
    }

    fn given(&self, ordered: &Ordered) -> Result<Vec<Given>, CannotAllocate> {
        let set = Set {
            asks: &ordered.asks,
            limits: &ordered.limits,
            floors: &ordered.floors,
            granule: self.rule.sharing.granule.fen().max(1),
        };
        let Some(step) = walk::step(self.rule.sharing.method) else {
            return Ok(prorata::pro_rata(set, ordered.free.fen()));
        };
        if self.rule.sharing.method != PayMethod::InFull {
            return Ok(walk::walk(set, step, ordered.free.fen()));
        }
        let given = walk::walk(set, step, i64::MAX);
        let needed = Fen::sum(given.iter().map(|given| Fen::new(given.amount))).ok_or(CannotAllocate::TooLarge)?;
        let short = needed.sub(ordered.free).ok_or(CannotAllocate::TooLarge)?;
        if short > Fen::ZERO { Err(CannotAllocate::Short(short)) } else { Ok(given) }
    }

    fn allocation(&self, ordered: &Ordered, given: &[Given], free: Fen) -> Allocation {
        let places = 0..ordered.claims.len();
        let lines: Vec<Line> = places.map(|place| self.line(ordered, place, &given[place])).collect();
        let total = lines.iter().map(|line| line.amount.fen()).sum::<i64>();
        let from_reserved = lines.iter().map(|line| line.from_reserved.fen()).sum::<i64>();
        let sharing = self.rule.sharing;
        Allocation {
            version: ALLOCATION_VERSION,
            policy: self.decider.plan.id.clone(),
            hash: self.decider.plan.hash.clone(),
            clause: self.rule.clause.to_owned(),
            method: sharing.method,
            input: self.digest(&ordered.claims, free),
            free,
            released: ordered.released,
            awarded: Fen::new(lines.iter().map(|line| line.award.fen()).sum()),
            total: Fen::new(total),
            from_reserved: Fen::new(from_reserved),
            bands: if sharing.bands.is_some() || sharing.carries_over() {
                totals::bands(&ordered.asks, &lines)
            } else {
                Vec::new()
            },
            limits: totals::bounds(&ordered.limits, &lines),
            floors: totals::bounds(&ordered.floors, &lines),
            surplus: Fen::new(ordered.free.fen() - (total - from_reserved)),
            surplus_to: sharing.surplus,
            carried: if sharing.carries_over() { totals::carried(&ordered.claims, &lines) } else { Vec::new() },
            lines,
        }
    }

    fn line(&self, ordered: &Ordered, place: usize, given: &Given) -> Line {
        let (claim, ask) = (ordered.claims[place], ordered.asks[place]);
        let amount = ask.own + given.amount;
        let band = self.band(claim);
        let mut cuts = Vec::new();
        if claim.award.fen() > ask.full {
            cuts.push((super::Reason::Payable, claim.award.fen() - ask.full));
        }
        cuts.extend(given.cuts.iter().cloned());
        let carried = ordered.bands[ask.band].waited();
        let cuts = cuts.into_iter().map(|(reason, amount)| self.cut(reason, amount, (band.as_deref(), carried)));
        Line {
            place: place + 1,
            id: claim.id.clone(),
            award: claim.award,
            amount: Fen::new(amount),
            from_reserved: Fen::new(ask.own),
            cut: Fen::new(claim.award.fen() - amount),
            cuts: cuts.collect(),
            band,
        }
    }

    /// The value of the key that makes bands.
    fn band(&self, claim: &Claimant) -> Option<String> {
        let key = self.rule.sharing.bands.as_ref()?;
        let value = self.decider.value_of(&key.by, &claim.facts, self.readings);
        Some(value.map_or_else(|| "?".to_owned(), |value| value.to_string()))
    }

    fn cut(&self, reason: super::Reason, amount: i64, band: (Option<&str>, u32)) -> Cut {
        let words = self.words(&reason, band);
        let code = self.limit_of(&reason).map(|limit| limit.code.clone());
        Cut { amount: Fen::new(amount), reason, code, clause: self.rule.clause.to_owned(), words }
    }

    /// The digest of everything the allocation depends on beside the policy.
    fn digest(&self, claims: &[&Claimant], free: Fen) -> String {
        let mut claims = claims.to_vec();
        claims.sort_by(|left, right| left.id.cmp(&right.id));
        let readings = self.decider.all_readings(self.readings);
        let json = serde_json::to_string(&(claims, free, readings));
        hash(&json.expect("claims have text keys only, so they are always JSON"))
    }
}

/// Refuses claims that stand twice, amounts below zero, and sums that would not fit.
fn checked(claims: &[Claimant]) -> Result<(), CannotAllocate> {
    let mut ids = BTreeSet::new();
    for claim in claims {
        if !ids.insert(&claim.id) {
            return Err(CannotAllocate::Repeated(claim.id.clone()));
        }
        if claim.award < Fen::ZERO || claim.reserved < Fen::ZERO {
            return Err(CannotAllocate::Negative(claim.id.clone()));
        }
    }
    Fen::sum(claims.iter().map(|claim| claim.award)).map(|_| ()).ok_or(CannotAllocate::TooLarge)
}
