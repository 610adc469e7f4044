//! Who may see what. Deny by default: a case is shown to its enterprise, to its provider, to offices
//! with a part in its procedure for its stream and district, and to those who audit.

use crate::act::{Actor, Seat};
use crate::city::City;
use crate::city::entry::Office;
use crate::claim::Claim;
use crate::filing::Filing;
use crate::round::Round;
use crate::setting::Setting;
use jiff::civil::Date;
use policy::facts::{Facts, Readings};
use policy::policy::Policy;
use policy::value::Value;

/// Which cases somebody may see, for lists: a view turns it into a condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sight {
    /// None.
    Nothing,
    /// Those of one enterprise.
    Enterprise(String),
    /// Those with one provider.
    Provider(String),
    /// Those of some streams, in one district or in all.
    Cases {
        /// The streams.
        streams: Vec<String>,
        /// The districts, for a district's office: its own and the zones that have no office.
        districts: Option<Vec<String>>,
    },
    /// All.
    Everything,
}

impl Sight {
    /// Whether a case of this enterprise, provider, stream and district is within sight.
    pub fn covers(&self, enterprise: &str, provider: &str, stream: &str, district: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Enterprise(own) => own == enterprise,
            Self::Provider(own) => own == provider,
            Self::Cases { streams, districts } => {
                streams.iter().any(|one| one == stream)
                    && districts.as_ref().is_none_or(|own| own.iter().any(|one| one == district))
            }
            Self::Everything => true,
        }
    }

    /// Whether a filing is within sight. Drafts are seen by their enterprise alone.
    pub fn of_filing(&self, filing: &Filing) -> bool {
        if filing.course.is_none() && !matches!(self, Self::Enterprise(_)) {
            return false;
        }
        self.covers(filing.enterprise.as_str(), &filing.form.provider, &filing.stream, &filing.district)
    }

    /// Whether a claim is within sight.
    pub fn of_claim(&self, claim: &Claim) -> bool {
        self.covers(claim.enterprise.as_str(), &claim.provider, &claim.stream, &claim.district)
    }
}

/// Which cases an actor may see under a policy on a day.
pub fn sight(setting: &Setting, policy: &Policy, actor: &Actor, today: Date) -> Sight {
    match &actor.seat {
        Seat::Enterprise { enterprise, .. } => Sight::Enterprise(enterprise.to_string()),
        Seat::Provider { provider } => Sight::Provider(provider.clone()),
        Seat::Office { office, .. } => match setting.city.office(office) {
            Some(office) => of_office(&setting.city, policy, office, today),
            None => Sight::Nothing,
        },
        Seat::InternalAuditor | Seat::Clock => Sight::Everything,
        Seat::ExternalAuditor { until, .. } if today <= *until => Sight::Everything,
        Seat::ExternalAuditor { .. }
        | Seat::Newcomer
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::Founder
        | Seat::Public => Sight::Nothing,
    }
}

/// The streams in whose procedures the office has a part, in its own district where it has one.
fn of_office(city: &City, policy: &Policy, office: &Office, today: Date) -> Sight {
    let streams: Vec<String> = policy
        .plan()
        .streams()
        .iter()
        .map(|stream| stream.id.clone())
        .filter(|stream| has_part(policy, office, stream, today))
        .collect();
    if streams.is_empty() {
        return Sight::Nothing;
    }
    let districts = office.district.as_ref().map(|_| {
        let served = city
            .districts()
            .filter(|district| office.roles(today).any(|role| city.holds(&office.id, role, Some(&district.id), today)));
        served.map(|district| district.id.clone()).collect()
    });
    Sight::Cases { streams, districts }
}

fn has_part(policy: &Policy, office: &Office, stream: &str, today: Date) -> bool {
    let facts = Facts::new().with("stream", Value::Member(stream.to_owned()));
    let readings = Readings::default();
    let steps = policy.plan().procedures.iter().flat_map(|procedure| &procedure.steps);
    steps.filter(|step| step.roles.iter().any(|role| office.holds(role, today))).any(|step| {
        let condition = step.condition.as_ref();
        condition.is_none_or(|condition| policy.condition(condition, &facts, &readings) != Some(false))
    })
}

/// Whether an actor may see a round: offices with a part in the round's procedure, its experts, auditors.
pub fn sees_round(setting: &Setting, policy: &Policy, actor: &Actor, today: Date, round: &Round) -> bool {
    match &actor.seat {
        Seat::Office { office, .. } => {
            let Some(office) = setting.city.office(office) else { return false };
            let steps = policy.plan().procedure(ROUND).into_iter().flat_map(|procedure| &procedure.steps);
            steps.flat_map(|step| &step.roles).any(|role| office.holds(role, today))
        }
        Seat::Expert { expert } => round.has_expert(expert),
        Seat::InternalAuditor | Seat::Clock => true,
        Seat::ExternalAuditor { until, .. } => today <= *until,
        Seat::Enterprise { .. }
        | Seat::Provider { .. }
        | Seat::Newcomer
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::Founder
        | Seat::Public => false,
    }
}

/// The id of the round's procedure.
const ROUND: &str = "round";
