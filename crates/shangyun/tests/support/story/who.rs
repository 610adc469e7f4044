//! Who and what the words of a story name: people by office and rank, firms by name, cases by firm, stream and year,
//! everything of the policy and the registers by its Chinese label.

use super::Story;
use domain::act::{Actor, Seat};
use domain::claim::Claim;
use domain::course::{Course, CourseState};
use domain::filing::Filing;
use domain::ids::{ClaimId, EnterpriseId, FilingId, RoundId};
use policy::plan::words::Rank;
use policy::value::{Type, Value};
use store::views::cases::{self, Listed};

/// Ranks as they stand at the end of an officer's name.
const RANKS: [Rank; 3] = [Rank::Handle, Rank::Check, Rank::Sign];

/// The short name of an office, as people say it.
pub fn short(name: &str) -> String {
    let said = [
        ("工业和信息化局", "工信局"),
        ("经济和信息化委员会", "经信委"),
        ("经济和信息化局", "经信局"),
        ("大数据管理局", "大数据局"),
        ("沈云平台运营有限公司（示例）", "运营公司"),
        ("管理委员会", "管委会"),
    ];
    let short = said.iter().fold(name.to_owned(), |name, (long, short)| name.replace(long, short));
    let own = ["沈阳市", "云江市"].iter().find_map(|city| short.strip_prefix(city));
    own.map_or(short.clone(), |rest| format!("市{rest}"))
}

impl Story {
    /// Who goes by this name. `评委N` needs the round it sits in: see [`Self::member`].
    pub(super) async fn actor(&self, name: &str) -> Actor {
        if let Some(actor) = self.town.people.find(name) {
            return actor;
        }
        if name == "公众" {
            return Actor::public();
        }
        if let Some((office, rank, number)) = self.officer_named(name) {
            return self.town.officer(&office, rank, number).await;
        }
        let setting = self.town.store.setting();
        if let Some(expert) = setting.city.experts().find(|expert| expert.names.zh == name) {
            return self.town.expert(&expert.id).await;
        }
        self.town.provider(&self.provider(name)).await
    }

    fn officer_named(&self, name: &str) -> Option<(String, Rank, u8)> {
        let plain = name.trim_end_matches(|sign: char| sign.is_ascii_digit());
        let number = name[plain.len()..].parse().unwrap_or(1);
        let (rank, office) = RANKS.iter().find_map(|rank| Some((*rank, plain.strip_suffix(rank.zh())?)))?;
        Some((self.office(office)?, rank, number))
    }

    /// The office with a short name.
    pub(super) fn office(&self, name: &str) -> Option<String> {
        let setting = self.town.store.setting();
        let office = setting.city.offices().find(|office| office.names.iter().any(|one| short(&one.names.zh) == name));
        office.map(|office| office.id.clone())
    }

    /// The provider whose name begins so.
    pub(super) fn provider(&self, name: &str) -> String {
        let setting = self.town.store.setting();
        let provider = setting.city.providers().find(|provider| provider.names.zh.starts_with(name));
        provider.unwrap_or_else(|| unreachable!("nobody is called {name}")).id.clone()
    }

    /// The district with a name.
    pub(super) fn district(&self, name: &str) -> String {
        let setting = self.town.store.setting();
        let district = setting.city.districts().find(|district| district.names.zh == name);
        district.unwrap_or_else(|| unreachable!("no district {name}")).id.clone()
    }

    /// The project type with a name.
    pub(super) fn project(&self, name: &str) -> String {
        let setting = self.town.store.setting();
        let found = setting.city.project_types().find(|project| project.names.zh == name);
        found.map_or_else(|| name.to_owned(), |project| project.id.clone())
    }

    /// The stream with a label.
    pub(super) fn stream(&self, label: &str) -> String {
        let policy = self.town.policy();
        let stream = policy.plan().streams().iter().find(|stream| stream.text.zh == label);
        stream.unwrap_or_else(|| unreachable!("no stream {label}")).id.clone()
    }

    /// The document with a label.
    pub(super) fn document(&self, label: &str) -> Option<String> {
        let policy = self.town.policy();
        policy.plan().documents.iter().find(|document| document.text.zh == label).map(|document| document.id.clone())
    }

    /// The list with a label.
    pub(super) fn list(&self, label: &str) -> Option<String> {
        let policy = self.town.policy();
        policy.plan().records.iter().find(|list| list.text.zh == label).map(|list| list.id.clone())
    }

    /// A switch and one of its options, by their labels.
    pub(super) fn reading(&self, switch: &str, option: &str) -> (String, String) {
        let policy = self.town.policy();
        let found = policy.plan().switches.iter().find(|one| one.text.zh == switch);
        let found = found.unwrap_or_else(|| unreachable!("no switch {switch}"));
        let chosen = found.options.iter().find(|one| one.text.zh == option);
        (found.id.clone(), chosen.unwrap_or_else(|| unreachable!("no option {option}")).id.clone())
    }

    /// A fact with its value: a bare name means yes.
    pub(super) fn fact(&self, label: &str, value: &str) -> (String, Value) {
        let policy = self.town.policy();
        let fact = policy.plan().facts.iter().find(|fact| fact.text.zh == label);
        let fact = fact.unwrap_or_else(|| unreachable!("no fact {label}"));
        let member = || fact.members.iter().find(|member| member.text.zh == value).map(|member| member.id.clone());
        (fact.id.clone(), value_of(&fact.ty, value, member))
    }

    /// The columns of a list with the values given by label; what is not given is what `otherwise` says.
    pub(super) fn row(
        &self,
        list: &str,
        given: &[(String, String)],
        otherwise: &[(&str, Value)],
    ) -> policy::facts::Row {
        let policy = self.town.policy();
        let declared = policy.plan().records.iter().find(|one| one.id == list).expect("the list");
        let mut row = policy::facts::Row::new();
        for column in &declared.columns {
            let value = given.iter().find(|(label, _)| *label == column.text.zh).map(|(_, value)| value);
            let known = otherwise.iter().find(|(id, _)| *id == column.id).map(|(_, value)| value.clone());
            let value = value.map(|value| value_of(&column.ty, value, || None)).or(known);
            row.extend(value.map(|value| (column.id.clone(), value)));
        }
        row
    }

    /// The filing that `单位·类别` names: the one in progress, or the last one.
    pub(super) async fn filing(&self, case: &str) -> FilingId {
        let mut parts = case.split('·');
        let firm = self.firm(parts.next().unwrap_or_default());
        let stream = self.stream(parts.next().unwrap_or_else(|| unreachable!("{case} names no stream")));
        let filings = cases::filings_of(self.town.store.database(), firm.as_str()).await.expect("the filings");
        let mut own: Vec<Listed<Filing>> = filings.into_iter().filter(|one| one.state.stream == stream).collect();
        own.sort_by_key(|one| (one.state.is_alive(), one.state.received_at));
        FilingId::new(own.pop().unwrap_or_else(|| unreachable!("no filing {case}")).id)
    }

    /// The claim that `单位·类别·年` names: the last one opened.
    pub(super) async fn claim(&self, case: &str) -> ClaimId {
        let (of, year) = case.rsplit_once('·').unwrap_or_else(|| unreachable!("{case} names no claim"));
        let firm = self.firm(of.split('·').next().unwrap_or_default());
        let stream = self.stream(of.split('·').nth(1).unwrap_or_default());
        let year: i16 = year.parse().unwrap_or_else(|_| unreachable!("{case} names no year"));
        let claims = cases::claims_of(self.town.store.database(), firm.as_str()).await.expect("the claims");
        let is_it = |one: &Claim| one.stream == stream && one.service_date.year() == year;
        let mut own: Vec<Listed<Claim>> = claims.into_iter().filter(|one| is_it(&one.state)).collect();
        own.sort_by_key(|one| one.state.opened_at);
        ClaimId::new(own.pop().unwrap_or_else(|| unreachable!("no claim {case}")).id)
    }

    /// The round with a number.
    pub(super) async fn round(&self, number: &str) -> RoundId {
        let rounds = cases::rounds(self.town.store.database()).await.expect("the rounds");
        let found = rounds.into_iter().find(|round| round.state.number == number);
        RoundId::new(found.unwrap_or_else(|| unreachable!("no round {number}")).id)
    }

    /// An expert of a round: by name, or `评委N` in the order of the draw.
    pub(super) async fn member(&self, round: &RoundId, name: &str) -> (String, Actor) {
        let Some(place) = name.strip_prefix("评委") else {
            let actor = self.actor(name).await;
            let Seat::Expert { expert } = &actor.seat else { unreachable!("{name} is no expert") };
            return (expert.clone(), actor);
        };
        let place: usize = place.parse().unwrap_or_else(|_| unreachable!("{name} is nobody"));
        let review = self.town.round(round).await.review.expect("experts were drawn");
        let expert = review.candidates.get(place - 1).unwrap_or_else(|| unreachable!("no {name}")).clone();
        let actor = self.town.expert(&expert).await;
        (expert, actor)
    }

    /// The enterprise with a name.
    pub(super) fn firm(&self, name: &str) -> EnterpriseId {
        super::super::people::enterprise_of(&self.town.known(name))
    }

    /// The label of the step or state a case stands at.
    pub(super) async fn stands_at(&self, case: &str) -> String {
        let course = if case.contains('·') && case.split('·').count() == 3 {
            self.town.claim(&self.claim(case).await).await.course
        } else if case.contains('·') {
            match self.town.filing(&self.filing(case).await).await.course {
                Some(course) => course,
                None => return "草稿".to_owned(),
            }
        } else {
            self.town.round(&self.round(case).await).await.course
        };
        self.place_of(&course)
    }

    pub(super) fn place_of(&self, course: &Course) -> String {
        match &course.state {
            CourseState::Underway => self.step(&course.step),
            CourseState::Returned { .. } => "补正".to_owned(),
            CourseState::Refused { .. } => "不予".to_owned(),
            CourseState::Withdrawn => "撤回".to_owned(),
            CourseState::Lapsed => "失效".to_owned(),
            CourseState::Finished => "办结".to_owned(),
        }
    }

    /// The label of a step.
    pub(super) fn step(&self, id: &str) -> String {
        let policy = self.town.policy();
        let steps = policy.plan().procedures.iter().flat_map(|procedure| &procedure.steps);
        steps.into_iter().find(|step| step.id == id).map_or_else(|| id.to_owned(), |step| step.text.zh.clone())
    }
}

fn value_of(ty: &Type, value: &str, member: impl Fn() -> Option<String>) -> Value {
    let wrong = || -> ! { unreachable!("no value: {value}") };
    match ty {
        Type::Money => Value::Money(super::amount(value)),
        Type::Date => Value::Date(value.parse().unwrap_or_else(|_| wrong())),
        Type::Bool => Value::Bool(matches!(value, "" | "是")),
        Type::Integer => Value::Integer(value.parse().unwrap_or_else(|_| wrong())),
        Type::OneOf(_) => Value::Member(member().unwrap_or_else(|| wrong())),
        Type::Text => Value::Text(value.to_owned()),
        Type::Ratio => Value::Ratio(value.parse().unwrap_or_else(|_| wrong())),
    }
}
