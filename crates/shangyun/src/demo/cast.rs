//! Who is there in the demo city, and how to act as any of them.
//!
//! The id of an account comes from the act that opened it, so anyone's can be told without asking the store:
//! `cast::officer("commission", Rank::Sign, 0)` is the same actor in every demo city.

use super::names;
use domain::account::Person;
use domain::act::{Actor, Fresh, Personal, Seat};
use domain::city::City;
use domain::city::entry::Office;
use domain::ids::{AccountId, PersonalId};
use jiff::civil::{Date, date};
use policy::plan::words::Rank;

/// The one-time key of the founding act.
pub(super) const FOUNDING: &str = "demo/founding";
/// The offices of the districts that have two people in every rank.
pub const BUSY_DISTRICTS: [&str; 2] = ["210106", "210112"];
/// So many districts are few.
const FEW_DISTRICTS: usize = 4;
/// The ranks, in the order a matter passes them.
pub const RANKS: [Rank; 3] = [Rank::Handle, Rank::Check, Rank::Sign];
/// People of a provider, and auditors of either kind.
const PAIR: usize = 2;
/// The letter that admits the external auditors.
const LETTER: &str = "审函〔示例〕27号";
/// The last day of their term.
const LETTER_UNTIL: Date = date(2029, 12, 31);

/// Somebody of the cast.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who acts: account and seat.
    pub actor: Actor,
    /// The person's name.
    pub name: String,
    /// Counts people in the same seat, from 0.
    pub nth: usize,
    /// The city, by its id.
    city: String,
    /// The one-time key of the invitation; none for those who were there first.
    pub(super) invitation: Option<String>,
}

impl Member {
    /// The name used to sign in.
    pub fn login(&self) -> String {
        let start: String = self.actor.account.as_str().chars().take(8).collect();
        format!("{start}@{}.example", self.city)
    }
}

/// Somebody of an office.
pub fn officer(office: &str, rank: Rank, nth: usize) -> Actor {
    invited(Seat::Office { office: office.to_owned(), rank }, nth).0
}

/// Somebody of a provider.
pub fn provider(id: &str, nth: usize) -> Actor {
    invited(Seat::Provider { provider: id.to_owned() }, nth).0
}

/// A review expert.
pub fn expert(id: &str) -> Actor {
    invited(Seat::Expert { expert: id.to_owned() }, 0).0
}

/// An internal auditor.
pub fn internal_auditor(nth: usize) -> Actor {
    invited(Seat::InternalAuditor, nth).0
}

/// An external auditor.
pub fn external_auditor(nth: usize) -> Actor {
    invited(Seat::ExternalAuditor { letter: LETTER.to_owned(), until: LETTER_UNTIL }, nth).0
}

/// The system administrator.
pub fn system_admin() -> Actor {
    founder(Seat::SystemAdmin, 0)
}

/// The security administrator.
pub fn security_admin() -> Actor {
    founder(Seat::SecurityAdmin, 1)
}

/// The audit administrator.
pub fn audit_admin() -> Actor {
    founder(Seat::AuditAdmin, 2)
}

/// Everybody who is there from the beginning: administrators, officers, providers' people, experts, auditors.
pub fn members(city: &City) -> Vec<Member> {
    let member =
        |actor, nth, invitation| Member { actor, name: String::new(), nth, city: city.id().to_owned(), invitation };
    let first = [system_admin(), security_admin(), audit_admin()];
    let mut members: Vec<Member> = first.into_iter().map(|actor| member(actor, 0, None)).collect();
    for (seat, people) in seats(city) {
        for nth in 0..people {
            let (actor, key) = invited(seat.clone(), nth);
            members.push(member(actor, nth, Some(key)));
        }
    }
    for (place, member) in members.iter_mut().enumerate() {
        member.name = names::person(place);
    }
    members
}

/// How many people an office has in every rank: two where there are few districts or the district is a busy one.
pub fn people_in(city: &City, office: &Office) -> usize {
    let is_busy = office.district.as_deref().is_none_or(|district| BUSY_DISTRICTS.contains(&district));
    if is_busy || city.districts().count() <= FEW_DISTRICTS { PAIR } else { 1 }
}

/// The seats that are given, with how many people sit in each.
fn seats(city: &City) -> Vec<(Seat, usize)> {
    let mut seats = Vec::new();
    for office in city.offices().filter(|office| office.signs_in) {
        for rank in RANKS {
            seats.push((Seat::Office { office: office.id.clone(), rank }, people_in(city, office)));
        }
    }
    seats.extend(city.providers().map(|provider| (Seat::Provider { provider: provider.id.clone() }, PAIR)));
    seats.extend(city.experts().map(|expert| (Seat::Expert { expert: expert.id.clone() }, 1)));
    seats.push((Seat::InternalAuditor, PAIR));
    seats.push((external_auditor(0).seat, PAIR));
    seats
}

/// Who sits in a seat by invitation, and the one-time key of that invitation.
fn invited(seat: Seat, nth: usize) -> (Actor, String) {
    let place = match &seat {
        Seat::Office { office, rank } => format!("{office}/{}", rank.en()),
        Seat::Provider { provider: id } | Seat::Expert { expert: id } => id.clone(),
        Seat::Enterprise { .. }
        | Seat::Newcomer
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => seat.word().to_owned(),
    };
    let key = format!("demo/invite/{place}/{nth}");
    let account = opened_by(&security_admin(), "account.invite", &key, 0);
    (Actor { account, seat }, key)
}

fn founder(seat: Seat, number: usize) -> Actor {
    Actor { account: opened_by(&Actor::founder(), "account.found", FOUNDING, number), seat }
}

/// The id of the account that an act opens.
pub(super) fn opened_by(actor: &Actor, command: &str, key: &str, number: usize) -> AccountId {
    AccountId::new(Fresh::of(&actor.account, command, key).id("account", number))
}

/// A person whose name and login are not known yet.
pub(super) fn nobody() -> Person {
    let nothing = Personal { id: PersonalId::new(""), commitment: String::new() };
    Person { name: nothing.clone(), login: nothing }
}
