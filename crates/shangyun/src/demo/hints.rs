//! What to try first, by person.

use super::applicants;
use super::cast;
use super::firms;
use super::life::plan::{self, Turn, Until};
use super::{opening, ordinary, roles};
use crate::lang::Lang;
use domain::act::Actor;
use domain::city::City;
use domain::setting::Setting;
use jiff::civil::Date;
use policy::plan::words::Rank;
use policy::policy::Policy;

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

/// Who has something waiting on the first day: an applicant whose filing came back, and officers.
struct Waiting {
    owner: Option<usize>,
    officers: Vec<(&'static str, Actor)>,
}

/// A few suggestions, in the reader's language.
pub fn hints(lang: Lang, setting: &Setting, day: Date) -> Vec<Hint> {
    let Some(policy) = setting.policies.values().next() else { return Vec::new() };
    let city = &setting.city;
    let plan = policy.plan();
    let waiting = if plan.id == opening::POLICY { at_home(city, day) } else { elsewhere(city, policy, day) };
    let owner = waiting.owner.and_then(|number| {
        let firm = applicants::all(city).into_iter().nth(number)?.name;
        let (actor, name) = (firms::owner(number), firms::owner_name(number));
        let words = lang.t_with("demo-try-owner", &[("name", name.clone().into()), ("firm", firm.into())]).into_owned();
        Some(Hint { actor, name, words })
    });
    let officers = waiting.officers.into_iter().map(|(key, actor)| of_officer(lang, city, day, (key, actor)));
    owner.into_iter().chain(officers).collect()
}

fn of_officer(lang: Lang, city: &City, day: Date, (key, actor): (&'static str, Actor)) -> Hint {
    let members = cast::members(city);
    let name = members.iter().find(|one| one.actor == actor).map_or_else(String::new, |one| one.name.clone());
    let office = actor.office().and_then(|(office, _)| city.office(office)).and_then(|office| office.name(day));
    let office = office.map_or("", |office| lang.pick(&office.names.zh, &office.names.en)).to_owned();
    let words = lang.t_with(key, &[("name", name.clone().into()), ("office", office.into())]).into_owned();
    Hint { actor, name, words }
}

/// In the city whose cases are written down.
fn at_home(city: &City, day: Date) -> Waiting {
    let plans = plan::plans();
    let at_district = |turn: Turn| plans.iter().find(|plan| plan.until == Until::District && plan.turn == turn);
    let district = at_district(Turn::On).map(|plan| firms::Firm::number(plan.firm).district);
    let bureau = city.office_holding("district_bureau", district, day).map_or("", |office| office.id.as_str());
    Waiting {
        owner: at_district(Turn::Returned).map(|plan| plan.firm),
        officers: vec![
            ("demo-try-handler", cast::officer(bureau, Rank::Handle, 0)),
            ("demo-try-commission", cast::officer("commission", Rank::Handle, 0)),
        ],
    }
}

/// In the city of any other plan: where its cases wait. One without a filing has the desk of its lead.
fn elsewhere(city: &City, policy: &Policy, day: Date) -> Waiting {
    let officer = |role: &str| roles::officer(city, (role, day), (Rank::Handle, 0));
    let waiting = ordinary::waiting(policy, &applicants::all(city));
    let of_role = |role: Option<&str>, district: Option<&str>| {
        let office = city.office_holding(role?, district, day)?;
        Some(cast::officer(&office.id, Rank::Handle, 0))
    };
    let filing = waiting.filing.and_then(|(role, district)| of_role(Some(&role), Some(&district)));
    let claim = waiting.claim.and_then(|role| officer(&role));
    let named = [("demo-try-handler", filing), ("demo-try-commission", claim)];
    let mut officers: Vec<(&'static str, Actor)> =
        named.into_iter().filter_map(|(key, actor)| Some((key, actor?))).collect();
    if officers.is_empty() {
        officers.extend(roles::lead(policy.plan()).and_then(officer).map(|actor| ("demo-try-plan", actor)));
    }
    Waiting { owner: waiting.returned, officers }
}
