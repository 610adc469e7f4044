//! The application form in topics, one to a page: which fields each has, how far it is, how it is read.
//!
//! A draft keeps what is there; only going on asks for the whole topic. Every topic bears a mark of what it held when it
//! was drawn, so that two people who fill in one filing never overwrite each other unawares.

use crate::lang::{Lang, Message};
use crate::pages::applicant::typed::{Typed, typed};
use crate::refusals::{clause_address, tongue};
use crate::web::components::tasks::TaskState;
use crate::web::format;
use crate::web::forms::{Filled, Form};
use domain::facts::asked;
use domain::filing::{Application, ServiceModel};
use jiff::civil::Date;
use policy::decision::Outcome;
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::policy::Policy;
use policy::value::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One topic of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::pages::applicant) enum Topic {
    /// What the service is for, and in which model it is used.
    Use,
    /// The project type and the provider.
    Project,
    /// What it will cost a year, and from when.
    Plan,
    /// What else the policy asks the applicant.
    Answers,
}

/// What a topic may be answered with: the city's lists on the day.
#[derive(Clone, Debug, Default)]
pub(in crate::pages::applicant) struct Lists {
    /// Project types of the stream, by id and name; none where the city keeps no list for it.
    pub project_types: Vec<(String, String)>,
    /// Listed providers, by id and name.
    pub providers: Vec<(String, String)>,
}

/// The service models by their codes.
pub(in crate::pages::applicant) const MODELS: [(&str, ServiceModel); 3] =
    [("saas", ServiceModel::Saas), ("paas", ServiceModel::Paas), ("iaas", ServiceModel::Iaas)];

impl Topic {
    /// In the order of the form.
    pub const ALL: [Self; 4] = [Self::Use, Self::Project, Self::Plan, Self::Answers];

    /// The last part of its address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Use => "use",
            Self::Project => "project",
            Self::Plan => "plan",
            Self::Answers => "answers",
        }
    }

    /// The topic with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// The topic after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|topic| *topic != self).nth(1)
    }

    /// Its heading.
    pub fn title(self, lang: Lang) -> String {
        lang.t(&format!("enterprise-topic-{}", self.code())).into_owned()
    }

    /// The fields of the form and facts of the policy that stand on its page; a return names them by these ids.
    pub fn fields(self, policy: &Policy) -> Vec<String> {
        let named = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        match self {
            Self::Use => named(&["purpose", "service_model"]),
            Self::Project => named(&["project_type", "provider"]),
            Self::Plan => named(&["estimate", "starts_on", "estimate_fen", "service_date"]),
            Self::Answers => asked(policy).map(|fact| fact.id.clone()).collect(),
        }
    }

    /// How far it is.
    pub fn state(self, form: &Application, policy: &Policy, lists: &Lists) -> TaskState {
        let parts: Vec<bool> = match self {
            Self::Use => vec![!form.purpose.trim().is_empty(), form.service_model.is_some()],
            Self::Project if lists.project_types.is_empty() => vec![!form.provider.is_empty()],
            Self::Project => vec![!form.project_type.is_empty(), !form.provider.is_empty()],
            Self::Plan => vec![form.estimate.is_some(), form.starts_on.is_some()],
            Self::Answers => asked(policy).map(|fact| form.answers.contains_key(&fact.id)).collect(),
        };
        match (parts.iter().any(|there| *there), parts.iter().all(|there| *there)) {
            (_, true) => TaskState::Done,
            (true, false) => TaskState::InProgress,
            (false, false) => TaskState::NotStarted,
        }
    }

    /// The topic as it stands in its fields.
    pub fn filled(self, form: &Application) -> Filled {
        let blank = Filled::blank();
        match self {
            Self::Use => {
                let model = MODELS.iter().find(|(_, model)| Some(*model) == form.service_model);
                blank.with("purpose", &*form.purpose).with("service_model", model.map_or("", |(code, _)| code))
            }
            Self::Project => blank.with("project_type", &*form.project_type).with("provider", &*form.provider),
            Self::Plan => blank
                .with("estimate", form.estimate.map(format::yuan).unwrap_or_default())
                .with("starts_on", form.starts_on.map(|day| day.to_string()).unwrap_or_default()),
            Self::Answers => form.answers.iter().fold(blank, |filled, (id, value)| filled.with(id, typed(value))),
        }
    }

    /// The fields with their labels and what stands in them, for those who check it; what is empty shows a dash.
    pub fn shown(
        self,
        lang: Lang,
        policy: &Policy,
        lists: &Lists,
        form: &Application,
    ) -> Vec<(String, String, String)> {
        let name = |list: &[(String, String)], id: &str| {
            list.iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
        };
        let rows = match self {
            Self::Use => vec![
                ("purpose", form.purpose.clone()),
                ("service_model", form.service_model.map(|model| model_name(lang, model)).unwrap_or_default()),
            ],
            Self::Project => vec![
                ("project_type", name(&lists.project_types, &form.project_type)),
                ("provider", name(&lists.providers, &form.provider)),
            ],
            Self::Plan => vec![
                ("estimate", form.estimate.map(|fen| format::money(lang, fen)).unwrap_or_default()),
                ("starts_on", form.starts_on.map(|day| format::date_text(lang, day)).unwrap_or_default()),
            ],
            Self::Answers => return shown_answers(lang, policy, &form.answers),
        };
        let without_list = |field: &str| field == "project_type" && lists.project_types.is_empty();
        let rows = rows.into_iter().filter(|(field, _)| !without_list(field));
        rows.map(|(field, value)| (field.to_owned(), label(lang, field), or_dash(value))).collect()
    }

    /// A number that changes whenever the topic is saved with something else in it.
    pub fn mark(self, form: &Application) -> u64 {
        let filled = self.filled(form);
        let lines: Vec<String> = filled.pairs().map(|(name, value)| format!("{name}\n{value}\n")).collect();
        let digest = Sha256::digest(lines.concat());
        digest.iter().take(7).fold(0, |mark, byte| (mark << 8) | u64::from(*byte))
    }

    /// Reads the topic into the form as it stands; with `whole`, nothing may be left out.
    pub fn read(self, reader: &Reader<'_>, form: &mut Form, into: &Application, whole: bool) -> Option<Application> {
        let read = match self {
            Self::Use => read_use(reader.lang, form, into, whole),
            Self::Project => read_project(reader, form, into, whole),
            Self::Plan => read_plan(reader, form, into, whole),
            Self::Answers => read_answers(reader, form, into, whole),
        };
        let _ = form.choice("then", "", &[("save", ()), ("continue", ())]).optional();
        read
    }
}

/// What reading a topic needs around it.
pub(in crate::pages::applicant) struct Reader<'a> {
    /// The reader's language, for labels in errors.
    pub lang: Lang,
    /// The policy.
    pub policy: &'a Policy,
    /// The readings in force.
    pub readings: &'a Readings,
    /// The city's lists.
    pub lists: &'a Lists,
}

/// What the applicant answered to the policy's questions.
pub(in crate::pages::applicant) fn shown_answers(
    lang: Lang,
    policy: &Policy,
    answers: &BTreeMap<String, Value>,
) -> Vec<(String, String, String)> {
    let plan = policy.plan();
    let row = |fact: &policy::plan::inputs::Fact| {
        let value = answers.get(&fact.id).map(|value| plan.show(&fact.id, value, tongue(lang)));
        (fact.id.clone(), Typed::fact(lang, plan, fact).label, or_dash(value.unwrap_or_default()))
    };
    asked(policy).map(row).collect()
}

fn or_dash(value: String) -> String {
    if value.is_empty() { "—".to_owned() } else { value }
}

/// The name of a service model.
pub(in crate::pages::applicant) fn model_name(lang: Lang, model: ServiceModel) -> String {
    let code = MODELS.iter().find(|(_, known)| *known == model).map_or("", |(code, _)| code);
    lang.t(&format!("enterprise-model-{code}")).into_owned()
}

/// The words before a field of the form.
pub(in crate::pages::applicant) fn label(lang: Lang, field: &str) -> String {
    lang.t(&format!("enterprise-form-{}", field.replace('_', "-"))).into_owned()
}

fn read_use(lang: Lang, form: &mut Form, into: &Application, whole: bool) -> Option<Application> {
    let purpose = form.lines("purpose", label(lang, "purpose")).max(500);
    let purpose = if whole { purpose.required().map(Some) } else { purpose.optional() };
    let model = form.choice("service_model", label(lang, "service_model"), &MODELS);
    let model = if whole { model.required().map(Some) } else { model.optional() };
    Some(Application { purpose: purpose?.unwrap_or_default(), service_model: model?, ..into.clone() })
}

fn read_project(reader: &Reader<'_>, form: &mut Form, into: &Application, whole: bool) -> Option<Application> {
    let lang = reader.lang;
    let (types, providers) = (choices(&reader.lists.project_types), choices(&reader.lists.providers));
    let project_type = if types.is_empty() {
        Some(None)
    } else {
        let reading = form.choice("project_type", label(lang, "project_type"), &types);
        if whole { reading.required().map(Some) } else { reading.optional() }
    };
    let reading = form.choice("provider", label(lang, "provider"), &providers);
    let provider = if whole { reading.required().map(Some) } else { reading.optional() };
    Some(Application {
        project_type: project_type?.unwrap_or_default(),
        provider: provider?.unwrap_or_default(),
        ..into.clone()
    })
}

fn choices(list: &[(String, String)]) -> Vec<(&str, String)> {
    list.iter().map(|(id, _)| (id.as_str(), id.clone())).collect()
}

fn read_plan(reader: &Reader<'_>, form: &mut Form, into: &Application, whole: bool) -> Option<Application> {
    let lang = reader.lang;
    let most = reader.policy.plan().fact("estimate_fen").and_then(|fact| fact.range).map_or(i64::MAX, |(_, most)| most);
    let estimate = form.money("estimate", label(lang, "estimate")).between(Fen::ONE, Fen::new(most));
    let estimate = if whole { estimate.required().map(Some) } else { estimate.optional() };
    let starts = form.date("starts_on", label(lang, "starts_on")).check(|day| within_term(reader, *day));
    let starts = if whole { starts.required().map(Some) } else { starts.optional() };
    Some(Application { estimate: estimate?, starts_on: starts?, ..into.clone() })
}

/// Refuses a day on which no contract year can begin, by the requirements that look at nothing but the day.
fn within_term(reader: &Reader<'_>, day: Date) -> Result<(), Message> {
    let facts = Facts::new().with("service_date", Value::Date(day));
    let Outcome::Refused { failed } = reader.policy.outcome(&facts, reader.readings) else { return Ok(()) };
    let ground = failed.first().and_then(|code| reader.policy.plan().requirement(code));
    let words = ground.map_or("", |ground| ground.words.get(tongue(reader.lang)));
    let clause = ground.map_or("", |ground| ground.clause.as_str());
    Err(Message::new("enterprise-starts-refused").with("words", words).with("clause", clause))
}

fn read_answers(reader: &Reader<'_>, form: &mut Form, into: &Application, whole: bool) -> Option<Application> {
    let plan = reader.policy.plan();
    let mut answers: BTreeMap<String, Value> = BTreeMap::new();
    let mut wrong = false;
    for fact in asked(reader.policy) {
        match Typed::fact(reader.lang, plan, fact).read(form, whole) {
            Some(Some(value)) => drop(answers.insert(fact.id.clone(), value)),
            Some(None) => {}
            None => wrong = true,
        }
    }
    (!wrong).then(|| Application { answers, ..into.clone() })
}

/// The address of the clause that asks a question.
pub(in crate::pages::applicant) fn asked_under(policy: &Policy, fact: &str) -> Option<(String, String)> {
    let clause = &policy.plan().fact(fact)?.clause;
    Some((clause.clone(), clause_address(Some(policy), clause)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn policy() -> Policy {
        Policy::load(crate::shipped::policy("shenyang-2018").expect("it is shipped")).expect("it is right")
    }

    fn lists() -> Lists {
        let named = |id: &str| (id.to_owned(), id.to_owned());
        Lists { project_types: vec![named("design-simulation")], providers: vec![named("hunhe-cloud")] }
    }

    fn send(topic: Topic, into: &Application, pairs: &[(&str, &str)], whole: bool) -> Result<Application, Filled> {
        let (policy, lists, readings) = (policy(), lists(), Readings::default());
        let form = Form::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let reader = Reader { lang: Lang::Zh, policy: &policy, readings: &readings, lists: &lists };
        form.read(|form| topic.read(&reader, form, into, whole))
    }

    #[test]
    fn a_draft_keeps_half_a_topic_and_going_on_asks_for_the_rest() {
        let pairs = [("purpose", "排产上云"), ("then", "save")];
        let draft = send(Topic::Use, &Application::default(), &pairs, false).expect("a draft");
        assert_eq!(Topic::Use.state(&draft, &policy(), &lists()), TaskState::InProgress);
        let filled = send(Topic::Use, &draft, &pairs, true).expect_err("the model is missing");
        assert!(filled.error("service_model").is_some() && filled.error("purpose").is_none());
        assert_eq!(filled.value("purpose"), "排产上云");
    }

    #[test]
    fn saving_one_topic_leaves_the_others_alone() {
        let before = Application { provider: "hunhe-cloud".to_owned(), ..Application::default() };
        let saved =
            send(Topic::Plan, &before, &[("estimate", "12万"), ("starts_on", "2019-04-01")], true).expect("saved");
        assert_eq!(saved.provider, "hunhe-cloud");
        assert_eq!((saved.estimate, saved.starts_on), (Some(Fen::new(12_000_000)), Some(date(2019, 4, 1))));
        assert_ne!(Topic::Plan.mark(&before), Topic::Plan.mark(&saved));
        assert_eq!(Topic::Use.mark(&before), Topic::Use.mark(&saved));
    }

    #[test]
    fn a_start_outside_the_term_is_refused_with_the_clause() {
        for (day, right) in [("2018-09-16", false), ("2018-09-17", true), ("2022-12-31", true), ("2023-01-01", false)] {
            let sent = send(Topic::Plan, &Application::default(), &[("estimate", "1"), ("starts_on", day)], true);
            assert_eq!(sent.is_ok(), right, "{day}");
            if let Err(filled) = sent {
                let says = filled.error("starts_on").expect("it is the day").show(Lang::Zh).into_owned();
                assert!(says.contains("附"), "{says}");
            }
        }
    }

    #[test]
    fn what_nobody_listed_cannot_be_chosen() {
        let pairs = [("project_type", "anything"), ("provider", "somebody")];
        let filled = send(Topic::Project, &Application::default(), &pairs, false).expect_err("neither is listed");
        assert_eq!(filled.errors().len(), 2);
    }

    #[test]
    fn every_question_of_the_policy_is_answered_before_going_on() {
        let all: Vec<(String, String)> = asked(&policy()).map(|fact| (fact.id.clone(), "yes".to_owned())).collect();
        let pairs: Vec<(&str, &str)> = all.iter().map(|(id, value)| (id.as_str(), value.as_str())).collect();
        let saved = send(Topic::Answers, &Application::default(), &pairs, true).expect("all are answered");
        assert_eq!(Topic::Answers.state(&saved, &policy(), &lists()), TaskState::Done);
        let filled = send(Topic::Answers, &Application::default(), &pairs[1..], true).expect_err("one is missing");
        assert_eq!(filled.errors().len(), 1);
        assert_eq!(Topic::Answers.filled(&saved).value(pairs[0].0), "yes");
    }
}
