//! What to try first, by person.

use super::cast;
use super::firms::{self, Firm};
use super::life::plan::{self, Turn, Until};
use crate::lang::Lang;
use domain::act::Actor;
use domain::city::City;
use jiff::civil::Date;
use policy::plan::words::Rank;

/// A suggestion: whom to be, and for what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// Whom to be.
    pub actor: Actor,
    /// That person's name.
    pub name: String,
    /// What to do.
    pub words: String,
}

/// Three suggestions, in the reader's language.
pub fn hints(lang: Lang, city: &City, day: Date) -> Vec<Hint> {
    let members = cast::members(city);
    let plans = plan::plans();
    let waiting = plans.iter().find(|plan| plan.until == Until::District && plan.turn == Turn::On);
    let district = waiting.map(|plan| Firm::number(plan.firm).district);
    let bureau = city.office_holding("district_bureau", district, day).map_or("", |office| office.id.as_str());
    let officers = [
        ("demo-try-handler", cast::officer(bureau, Rank::Handle, 0)),
        ("demo-try-commission", cast::officer("commission", Rank::Handle, 0)),
    ];
    let mut hints: Vec<Hint> = Vec::new();
    for (key, actor) in officers {
        let name = members.iter().find(|one| one.actor == actor).map_or_else(String::new, |one| one.name.clone());
        let office = actor.office().and_then(|(office, _)| city.office(office)).and_then(|office| office.name(day));
        let office = office.map_or("", |office| lang.pick(&office.names.zh, &office.names.en)).to_owned();
        let words = lang.t_with(key, &[("name", name.clone().into()), ("office", office.into())]).into_owned();
        hints.push(Hint { actor, name, words });
    }
    if let Some(plan) = plans.iter().find(|plan| plan.until == Until::District && plan.turn == Turn::Returned) {
        let (actor, name) = (firms::owner(plan.firm), firms::owner_name(plan.firm));
        let firm = Firm::number(plan.firm).name;
        let words = lang.t_with("demo-try-owner", &[("name", name.clone().into()), ("firm", firm.into())]).into_owned();
        hints.insert(0, Hint { actor, name, words });
    }
    hints
}
