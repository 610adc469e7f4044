//! Who plays the parts of a plan in the demo city: the office that leads it, the one that sets its budgets.

use super::cast;
use domain::act::Actor;
use domain::city::City;
use jiff::civil::Date;
use policy::plan::Plan;
use policy::plan::words::Rank;

/// Somebody of the office that holds a role on a day, of the first district that has one where the role is a district's.
pub fn officer(city: &City, (role, day): (&str, Date), (rank, number): (Rank, usize)) -> Option<Actor> {
    let anywhere = || city.offices().find(|office| office.holds(role, day));
    let office = city.office_holding(role, None, day).or_else(anywhere)?;
    Some(cast::officer(&office.id, rank, number % cast::people_in(city, office)))
}

/// The role that leads a plan: the one that makes the fund plan, else the one that examines last.
pub fn lead(plan: &Plan) -> Option<&str> {
    domain::access::lead_roles(plan).first().map(String::as_str)
}

/// The role that sets the budgets of a plan.
pub fn finance(plan: &Plan) -> Option<&str> {
    let budget = plan.budgets.first().and_then(|budget| plan.fact(&budget.amount))?;
    budget.attested_by.first().map(String::as_str)
}
