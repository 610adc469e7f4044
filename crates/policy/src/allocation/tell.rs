//! An allocation as text for people: the rule, the sums, every claim with what it is paid and what is cut, and the groups.

use std::fmt::{self, Write};

use super::{Allocation, BoundTotal, Line};
use crate::money::Fen;
use crate::plan::Plan;
use crate::plan::sharing::{Cap, Group};
use crate::plan::words::SurplusTo;
use crate::policy::Policy;
use crate::text::Lang;
use crate::value::Value;

impl Allocation {
    /// The whole allocation as text, one line to a claim and one to a cut.
    pub fn explain(&self, policy: &Policy, lang: Lang) -> String {
        let teller = Teller { allocation: self, plan: policy.plan(), lang };
        let mut text = String::new();
        let written = teller.tell(&mut text);
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
        text
    }
}

struct Teller<'a> {
    allocation: &'a Allocation,
    plan: &'a Plan,
    lang: Lang,
}

impl Teller<'_> {
    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn money(&self, fen: Fen) -> String {
        self.plan.show("", &Value::Money(fen), self.lang)
    }

    fn tell(&self, text: &mut String) -> fmt::Result {
        let Self { allocation, plan, .. } = self;
        let method = self.pick(allocation.method.zh(), allocation.method.en());
        writeln!(text, "{}  {}  {method}", plan.name.get(self.lang), allocation.clause)?;
        let sums = [
            (self.pick("资金", "money"), allocation.free),
            (self.pick("核定", "awarded"), allocation.awarded),
            (self.pick("支付", "paid"), allocation.total),
            (self.pick("其中用预留", "of it reserved"), allocation.from_reserved),
            (self.pick("结余", "left over"), allocation.surplus),
        ];
        let sums: Vec<String> = sums.iter().map(|(name, fen)| format!("{name} {}", self.money(*fen))).collect();
        writeln!(text, "{}{}\n", sums.join(self.pick("；", "; ")), self.surplus())?;
        for line in &allocation.lines {
            self.line(text, line)?;
        }
        self.totals(text)
    }

    fn surplus(&self) -> &str {
        match self.allocation.surplus_to {
            Some(SurplusTo::NextYear) => self.pick("，转下年", ", to the next year"),
            Some(SurplusTo::Returned) => self.pick("，收回", ", returned"),
            None => "",
        }
    }

    fn line(&self, text: &mut String, line: &Line) -> fmt::Result {
        let (amount, award) = (self.money(line.amount), self.money(line.award));
        let of = self.pick("核定", "of");
        writeln!(text, "{:>4}  {}  {amount}  {of} {award}", line.place, line.id)?;
        for cut in &line.cuts {
            writeln!(text, "      -{}  {}  {}", self.money(cut.amount), cut.clause, cut.words.get(self.lang))?;
        }
        Ok(())
    }

    fn totals(&self, text: &mut String) -> fmt::Result {
        let Allocation { bands, limits, floors, carried, .. } = self.allocation;
        if !(bands.is_empty() && limits.is_empty() && floors.is_empty() && carried.is_empty()) {
            writeln!(text)?;
        }
        for band in bands {
            let (name, of) = (self.pick("档", "band"), self.pick("核定", "of"));
            writeln!(
                text,
                "{name} {}{}{}  {of} {}",
                band.band,
                self.colon(),
                self.money(band.paid),
                self.money(band.awarded)
            )?;
        }
        let sharing = self.plan.settles.iter().find(|settle| settle.clause == self.allocation.clause);
        let sharing = sharing.map(|settle| &settle.sharing);
        for total in limits {
            let limit = sharing.and_then(|sharing| sharing.limits.get(total.number));
            let counts = limit.is_some_and(|limit| matches!(limit.cap, Cap::Count(_)));
            let said = limit.map(|limit| (&limit.group, limit.text.get(self.lang)));
            self.bound(text, said, (total, counts))?;
        }
        for total in floors {
            let floor = sharing.and_then(|sharing| sharing.floors.get(total.number));
            let said = floor.map(|floor| (&floor.group, floor.text.get(self.lang)));
            self.bound(text, said, (total, false))?;
        }
        for one in carried {
            let next = self.pick("下次先补", "first the next time");
            writeln!(text, "{next}{}{}  {}", self.colon(), one.id, self.money(one.amount))?;
        }
        Ok(())
    }

    fn colon(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        }
    }

    /// What one group gets, with its bound as the document says it.
    fn bound(
        &self,
        text: &mut String,
        said: Option<(&Group, &str)>,
        (total, counts): (&BoundTotal, bool),
    ) -> fmt::Result {
        let (keys, words) = said.map_or((&[][..], ""), |(group, words)| (&group.keys, words));
        let name = |(key, value): (&String, &String)| self.plan.show(key, &Value::Member(value.clone()), self.lang);
        let names: Vec<String> = keys.iter().zip(&total.group).map(name).collect();
        let group = names.join(self.pick("、", ", "));
        let (paid, bound) = if counts {
            (total.claims_paid.to_string(), total.bound.to_string())
        } else {
            (self.money(total.paid), self.money(Fen::new(total.bound)))
        };
        let to = self.pick("对", "against");
        let between = if group.is_empty() { "" } else { self.colon() };
        writeln!(text, "{words}{between}{group}  {paid} {to} {bound}")
    }
}
