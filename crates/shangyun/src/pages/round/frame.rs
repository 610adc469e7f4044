//! What all pages of one round share: the round with its reader, the tabs, who holds it and until when.

use super::turn::{Turn, turn};
use super::{amounts, words};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::refusals::{self, label};
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::components::filter::{Tab, tabs};
use crate::web::components::icon::Icon;
use crate::web::components::tag::{Tone, tag, tag_with};
use crate::web::components::value::deadline;
use crate::web::errors::Problem;
use crate::web::forms::Filled;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::act::Seat;
use domain::claim::Claim;
use domain::command::Command;
use domain::course::CourseState;
use domain::decide::Answer;
use domain::ids::{ClaimId, RoundId};
use domain::refusal::Refusal;
use domain::round::line::{Leaving, Line, Standing};
use domain::round::panel::Rules;
use domain::round::{Round, RoundCommand};
use domain::world::{Aggregate, Key};
use jiff::civil::Date;
use maud::{Markup, html};

use policy::plan::procedure::Step;
use policy::plan::words::StepKind;
use policy::policy::Policy;
use std::collections::BTreeMap;
use store::store::Failed;

/// A round with its reader: what every handler beneath `/rounds/{id}` begins with.
pub struct Here {
    /// The program.
    pub app: App,
    /// The request.
    pub visit: Visit,
    /// The reader.
    pub me: Me,
    /// The round's id.
    pub id: RoundId,
    /// The round, its policy and programme.
    pub seen: Seen<Round>,
    /// What the reader's part is now.
    pub turn: Turn,
    parts: BTreeMap<String, String>,
}

impl FromRequestParts<App> for Here {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let me = Me::from_request_parts(parts, app).await?;
        let Path(names): Path<BTreeMap<String, String>> =
            Path::from_request_parts(parts, app).await.map_err(Problem::bad_request)?;
        let id = RoundId::new(names.get("id").cloned().unwrap_or_default());
        let seen = seen::round(app, me.actor(), &id).await?;
        let turn = turn(&app.setting(), &seen.policy, (me.actor(), app.clock.today()), &seen.state);
        Ok(Self { app: app.clone(), visit, me, id, seen, turn, parts: names })
    }
}

/// A page of a round.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// What it is and where it stands.
    Overview,
    /// Its lines.
    Lines,
    /// The expert review.
    Review,
    /// The public notice and the objections.
    Notice,
    /// The lists that offices hand over.
    Handover,
    /// The fund-use plan with its signatures and approval.
    Plan,
    /// The payments.
    Payments,
    /// The books compared.
    Reconcile,
    /// Who did what.
    History,
}

impl Place {
    const ALL: [Self; 9] = [
        Self::Overview,
        Self::Lines,
        Self::Review,
        Self::Notice,
        Self::Handover,
        Self::Plan,
        Self::Payments,
        Self::Reconcile,
        Self::History,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Overview => "round-tab-overview",
            Self::Lines => "round-tab-lines",
            Self::Review => "round-tab-review",
            Self::Notice => "round-tab-notice",
            Self::Handover => "round-tab-handover",
            Self::Plan => "round-tab-plan",
            Self::Payments => "round-tab-payments",
            Self::Reconcile => "round-tab-reconcile",
            Self::History => "round-tab-history",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Lines => "/lines",
            Self::Review => "/review",
            Self::Notice => "/notice",
            Self::Handover => "/handover",
            Self::Plan => "/plan",
            Self::Payments => "/payments",
            Self::Reconcile => "/reconcile",
            Self::History => "/history",
        }
    }

    /// The page on which a step of this kind is done.
    pub const fn of(kind: StepKind) -> Self {
        match kind {
            StepKind::Expert => Self::Review,
            StepKind::Notice => Self::Notice,
            StepKind::Handover => Self::Handover,
            StepKind::Review | StepKind::Countersign | StepKind::Approval | StepKind::Allot => Self::Plan,
            StepKind::Payout => Self::Payments,
            StepKind::Reconcile => Self::Reconcile,
            StepKind::Apply
            | StepKind::Confirm
            | StepKind::Intake
            | StepKind::Filing
            | StepKind::Batch
            | StepKind::Activate
            | StepKind::Roster
            | StepKind::Inspection
            | StepKind::Acceptance
            | StepKind::Tracking => Self::Overview,
        }
    }
}

impl Here {
    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.visit.lang
    }

    /// The round.
    pub fn round(&self) -> &Round {
        &self.seen.state
    }

    /// Its policy.
    pub fn policy(&self) -> &Policy {
        &self.seen.policy
    }

    /// The step it stands at, or the last one it stood at.
    pub fn step(&self) -> Option<&Step> {
        self.round().course.step(self.policy()).ok()
    }

    /// Whether it goes on and stands at a step of this kind.
    pub fn stands_at(&self, kind: StepKind) -> bool {
        self.round().course.state == CourseState::Underway && self.step().is_some_and(|step| step.kind == kind)
    }

    /// Whether the reader may act at a step of this kind now.
    pub fn may_act_at(&self, kind: StepKind) -> bool {
        self.turn.is_now() && self.stands_at(kind)
    }

    /// Whether the reader's office holds a role of the steps of a kind today.
    pub fn has_part_in(&self, kind: StepKind) -> bool {
        let Some((office, _)) = self.me.actor().office() else { return false };
        let (setting, today) = (self.app.setting(), self.app.clock.today());
        let steps = self.policy().plan().procedure(&self.round().course.procedure).map_or(&[][..], |one| &one.steps);
        let mut roles = steps.iter().filter(|step| step.kind == kind).flat_map(|step| &step.roles);
        roles.any(|role| setting.city.holds(office, role, None, today))
    }

    /// The address of a tab.
    pub fn place(&self, place: Place) -> String {
        self.at(place.path())
    }

    /// The address beneath the round.
    pub fn at(&self, rest: &str) -> String {
        format!("/rounds/{}{rest}", self.id)
    }

    /// The revision forms carry.
    pub fn version(&self) -> u64 {
        u64::try_from(self.round().revision).unwrap_or_default()
    }

    /// A part of the address by its name.
    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// The line of the claim in the address, within the reader's sight.
    pub fn line(&self) -> Result<&Line, Problem> {
        let found = self.round().line(&ClaimId::new(self.part("claim")));
        found.filter(|line| self.sees(line)).ok_or_else(Problem::not_found)
    }

    /// The district of the reader's office, where it has one.
    pub fn is_of_a_district(&self) -> bool {
        let setting = self.app.setting();
        let office = self.me.actor().office().and_then(|(office, _)| setting.city.office(office));
        office.is_some_and(|office| office.district.is_some())
    }

    /// Whether the reader's office acts for a district; offices of the city and auditors see all of them.
    pub fn serves(&self, district: &str) -> bool {
        serves(&self.app, &self.me, district)
    }

    /// Whether a line is within the reader's sight: an office of a district sees those it pays.
    pub fn sees(&self, line: &Line) -> bool {
        self.serves(amounts::district(self.round(), line))
    }

    /// The lines within the reader's sight.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.round().lines.iter().filter(|line| self.sees(line))
    }

    /// What is said of where a line stands: of one that failed the review, what the experts found.
    pub fn line_words(&self, line: &Line) -> String {
        if let (Standing::Out { why: Leaving::ReviewFailed, .. }, Some(review)) = (&line.standing, &self.round().review)
        {
            let found = review.found(&line.claim, Rules::of(self.policy()).pass_score);
            return words::found(self.lang(), &found);
        }
        words::standing_words(&line.standing).to_owned()
    }

    /// The claims of some lines.
    pub async fn claims<'a>(
        &self,
        lines: impl IntoIterator<Item = &'a Line>,
    ) -> Result<BTreeMap<ClaimId, Claim>, Problem> {
        let ids: Vec<ClaimId> = lines.into_iter().map(|line| line.claim.clone()).collect();
        let keys = ids.iter().map(|id| Key::Claim(id.clone())).collect();
        let snapshot = self.app.store.load_all(keys).await.map_err(Problem::failure)?;
        let claim = |id: ClaimId| match snapshot.world.get(&Key::Claim(id.clone())) {
            Ok(Some(Aggregate::Claim(claim))) => Some((id, claim.clone())),
            Ok(Some(_) | None) | Err(_) => None,
        };
        Ok(ids.into_iter().filter_map(claim).collect())
    }

    /// Does a command on the round.
    pub async fn act(&self, command: RoundCommand, key: &str) -> Result<Answer, Failed> {
        acting::act(&self.app, self.me.actor(), Command::Round(command), key).await
    }

    /// The same as it is now, after somebody acted.
    pub async fn again(&self) -> Result<Self, Problem> {
        let (app, visit, me, id) = (self.app.clone(), self.visit.clone(), self.me.clone(), self.id.clone());
        let seen = seen::round(&app, me.actor(), &id).await?;
        let turn = turn(&app.setting(), &seen.policy, (me.actor(), app.clock.today()), &seen.state);
        Ok(Self { app, visit, me, id, seen, turn, parts: self.parts.clone() })
    }

    /// The form as it was typed, with why the act did not happen; what no typing can mend is a page of its own.
    pub fn refused(&self, mut filled: Filled, failed: &Failed) -> Result<Filled, Problem> {
        acting::refused(&mut filled, self.lang(), Some(self.policy()), &self.plain(failed))?;
        Ok(filled)
    }

    /// Why an act of several did not happen, in a sentence; a failure of ours is a page of its own.
    pub fn says(&self, failed: &Failed) -> Result<String, Problem> {
        match self.plain(failed) {
            Failed::Refused(refusal) => Ok(refusals::sentence(self.lang(), Some(self.policy()), &refusal)),
            Failed::Conflict => Ok(self.lang().t("refusal-conflict").into_owned()),
            Failed::KeyReused => Ok(self.lang().t("refusal-key-reused").into_owned()),
            Failed::Failure(number) => Err(Problem::failure(format!("failure {number}"))),
        }
    }

    /// The words for an id of the policy.
    pub fn label(&self, id: &str) -> String {
        label(self.lang(), Some(self.policy()), id)
    }

    /// A stream's name.
    pub fn stream(&self, id: &str) -> String {
        names::stream(self.lang(), self.policy(), id)
    }

    /// A clause with a link to its words.
    pub fn clause(&self, clause: &str) -> Markup {
        html! { a href=(refusals::clause_address(Some(self.policy()), clause)) { (clause) } }
    }

    /// A district's name.
    pub fn district(&self, id: &str) -> String {
        names::district(&self.app, self.lang(), id)
    }

    /// The offices whose act is awaited, in words.
    pub fn holders(&self) -> String {
        holders(&self.app, self.lang(), self.policy(), self.round())
    }

    /// A page of the round at a desk, with its title, state, what to do and by when.
    pub fn page(&self, place: Place) -> Page<'_> {
        let lang = self.lang();
        let number = self.round().number.as_str();
        let title = match place {
            Place::Overview => lang.t_with("round-title", &[("number", number.into())]),
            Place::Lines
            | Place::Review
            | Place::Notice
            | Place::Handover
            | Place::Plan
            | Place::Payments
            | Place::Reconcile
            | Place::History => {
                lang.t_with("round-title-of", &[("number", number.into()), ("place", lang.t(place.key()).into())])
            }
        };
        let mut page = Page::desk(&self.visit, title)
            .crumb(lang.t("round-list-title"), "/rounds")
            .crumb(number, self.at(""))
            .beside_title(state(lang, self.policy(), self.round()));
        if let Some(todo) = self.todo() {
            page = page.todo(todo);
        }
        match due(self.policy(), self.round(), self.app.clock.today()) {
            Some(due) => page.due(deadline(lang, names::deadline(&self.app, due))),
            None => page,
        }
    }

    /// What the reader must do now.
    fn todo(&self) -> Option<String> {
        let lang = self.lang();
        let words = match &self.turn {
            Turn::Now { .. } => lang.t(todo_key(self.step()?, self.round(), self.app.clock.today())),
            Turn::Colleague(rank) => {
                lang.t_with("round-todo-colleague", &[("rank", lang.pick(rank.zh(), rank.en()).into())])
            }
            Turn::SomebodyElse => lang.t("round-todo-somebody-else"),
            Turn::Waiting => lang.t_with("round-todo-waiting", &[("who", self.holders().into())]),
            Turn::Others => lang.t_with("round-todo-others", &[("who", self.holders().into())]),
            Turn::Ended => return None,
        };
        Some(words.into_owned())
    }

    /// The tabs above a page of the round.
    pub fn tabs(&self, place: Place) -> Markup {
        let lang = self.lang();
        let shown = Place::ALL.into_iter().filter(|one| self.is_shown(*one));
        let all = shown.map(|one| Tab {
            label: lang.t(one.key()).into_owned(),
            href: self.at(one.path()),
            count: None,
            current: one == place,
        });
        tabs(&lang.t("round-tabs"), &all.collect::<Vec<_>>())
    }

    /// Whether a tab is the reader's business, and there is a step for it in the procedure: an office of a district
    /// pays and compares its books, and reads of nothing else.
    fn is_shown(&self, place: Place) -> bool {
        let of_a_district = match place {
            Place::Overview | Place::Lines | Place::Payments | Place::Reconcile | Place::History => true,
            Place::Review | Place::Notice | Place::Handover | Place::Plan => false,
        };
        let steps = self.policy().plan().procedure(&self.round().course.procedure).map_or(&[][..], |one| &one.steps);
        let is_always = matches!(place, Place::Overview | Place::Lines | Place::History);
        (of_a_district || !self.is_of_a_district())
            && (is_always || steps.iter().any(|step| Place::of(step.kind) == place))
    }

    /// A refusal with the ids in it replaced by what people know them as.
    pub fn plain(&self, failed: &Failed) -> Failed {
        let Failed::Refused(refusal) = failed else { return failed.clone() };
        let Refusal::FieldsMissing { fields } = &**refusal else { return failed.clone() };
        let fields = fields.iter().map(|field| self.known_as(field)).collect();
        Failed::Refused(Box::new(Refusal::FieldsMissing { fields }))
    }

    /// What people know something by that a refusal names by its kind and id.
    pub fn known_as(&self, field: &str) -> String {
        let lang = self.lang();
        let Some((kind, id)) = field.split_once(':') else { return field.to_owned() };
        match kind {
            "expert" => lang
                .t_with("round-missing-scores", &[("expert", names::expert(&self.app, lang, id).into())])
                .into_owned(),
            "opinion" => lang
                .t_with("round-missing-opinion", &[("expert", names::expert(&self.app, lang, id).into())])
                .into_owned(),
            "claim" => self
                .round()
                .line(&ClaimId::new(id))
                .map_or_else(|| field.to_owned(), |line| line.enterprise_name.clone()),
            "objection" => lang.t_with("round-missing-ruling", &[("number", words::short(id).into())]).into_owned(),
            _ => field.to_owned(),
        }
    }
}

/// Whether a reader's office acts for a district; offices of the city and auditors see all of them.
pub fn serves(app: &App, me: &Me, district: &str) -> bool {
    let Seat::Office { office, .. } = &me.actor().seat else { return true };
    let setting = app.setting();
    let Some(found) = setting.city.office(office) else { return false };
    let today = app.clock.today();
    found.district.is_none() || found.roles(today).any(|role| setting.city.holds(office, role, Some(district), today))
}

/// What the officer whose turn it is does at a step.
fn todo_key(step: &Step, round: &Round, today: Date) -> &'static str {
    match step.kind {
        StepKind::Expert => match &round.review {
            None => "round-todo-draw",
            Some(review) if review.chosen.is_none() => "round-todo-choose",
            Some(review) if review.panel().any(|(_, member)| member.opinion.is_none()) => "round-todo-scores",
            Some(_) => "round-todo-reviewed",
        },
        StepKind::Notice => match round.notice.as_ref().filter(|notice| notice.published_at >= round.course.since) {
            None => "round-todo-publish",
            Some(notice) if notice.until >= today => "round-todo-notice",
            Some(_) => "round-todo-noticed",
        },
        StepKind::Handover => "round-todo-handover",
        StepKind::Review => "round-todo-plan",
        StepKind::Countersign => "round-todo-countersign",
        StepKind::Approval if step.registered_for.is_empty() => "round-todo-approval-sign",
        StepKind::Approval => "round-todo-approval",
        StepKind::Allot => "round-todo-allot",
        StepKind::Payout => "round-todo-payout",
        StepKind::Reconcile => "round-todo-reconcile",
        StepKind::Apply
        | StepKind::Confirm
        | StepKind::Intake
        | StepKind::Filing
        | StepKind::Batch
        | StepKind::Activate
        | StepKind::Roster
        | StepKind::Inspection
        | StepKind::Acceptance
        | StepKind::Tracking => "round-todo-other",
    }
}

/// The state of a round as a tag: its step while it goes on.
pub fn state(lang: Lang, policy: &Policy, round: &Round) -> Markup {
    match &round.course.state {
        CourseState::Underway => tag_with(Tone::Neutral, Icon::Half, &label(lang, Some(policy), &round.course.step)),
        CourseState::Finished => tag(Tone::Ok, &lang.t("round-state-finished")),
        CourseState::Lapsed => tag(Tone::Attention, &lang.t("round-state-lapsed")),
        CourseState::Returned { .. } | CourseState::Refused { .. } | CourseState::Withdrawn => {
            tag(Tone::Attention, round.course.state.word())
        }
    }
}

/// The offices whose act is awaited at the step a round stands at, in words.
pub fn holders(app: &App, lang: Lang, policy: &Policy, round: &Round) -> String {
    if !round.course.is_live() {
        return String::new();
    }
    let kind = round.course.step(policy).map(|step| step.kind);
    let offices = round.course.waiting_for.iter().flat_map(|role| {
        let districts = match kind {
            Ok(StepKind::Payout) => round.districts_to_pay().into_iter().map(str::to_owned).collect(),
            Ok(StepKind::Reconcile) => unreconciled(round),
            Ok(_) | Err(_) => Vec::new(),
        };
        let is_of_districts = app.setting().city.role_scope(role) == Some(domain::city::role::Scope::District);
        if is_of_districts && !districts.is_empty() {
            districts.iter().map(|one| names::holder(app, lang, policy, role, Some(one))).collect::<Vec<_>>()
        } else {
            vec![names::holder(app, lang, policy, role, None)]
        }
    });
    // An office may serve several districts of the round; it is named once.
    let mut named: Vec<String> = Vec::new();
    for office in offices {
        if !named.contains(&office) {
            named.push(office);
        }
    }
    named.join(lang.pick("、", ", "))
}

/// By when something must be done: the last day of a notice that is published, else the step's own. A notice that is
/// not published yet has its days still before it; one that is over is late for nothing.
pub fn due(policy: &Policy, round: &Round, today: Date) -> Option<Date> {
    if !round.course.is_live() {
        return None;
    }
    let is_notice = round.course.step(policy).is_ok_and(|step| step.kind == StepKind::Notice);
    if !is_notice {
        return round.course.due;
    }
    let published = round.notice.as_ref().filter(|notice| notice.published_at >= round.course.since);
    published.map(|notice| notice.until).filter(|until| *until >= today)
}

/// The districts of the plan whose books were not compared yet.
fn unreconciled(round: &Round) -> Vec<String> {
    let districts = round.plan.iter().flat_map(|frozen| frozen.plan.by_district.keys());
    districts.filter(|district| !round.reconciled.contains(*district)).cloned().collect()
}
