//! Who looks at a case, and how much of it they see.

use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::refusals::{self, clause_address, tongue};
use crate::web::components::action::{Link, link};
use domain::act::{Actor, Seat};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::inputs::Document;
use policy::policy::Policy;
use policy::value::Value;

/// A reader in front of a case.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The running program.
    pub app: &'a App,
    /// The reader's language.
    pub lang: Lang,
    /// The policy the case is decided by.
    pub policy: &'a Policy,
    /// Who reads.
    pub reader: Reader,
}

/// Who reads, as far as pages of cases tell readers apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// The enterprise whose case it is.
    Applicant,
    /// The provider, or the company that opens the service: only what concerns the service.
    Service,
    /// An officer.
    Officer,
    /// An expert on the panel.
    Expert,
    /// An auditor.
    Auditor,
}

impl Reader {
    /// The reader behind an actor. The public and administrators see no cases; the narrowest view is given for them.
    pub fn of(app: &App, actor: &Actor) -> Self {
        match &actor.seat {
            Seat::Enterprise { .. } => Self::Applicant,
            Seat::Office { office, .. } => {
                let setting = app.setting();
                let is_company = setting.city.office(office).is_some_and(|office| office.provider.is_some());
                if is_company { Self::Service } else { Self::Officer }
            }
            Seat::Expert { .. } => Self::Expert,
            Seat::InternalAuditor | Seat::ExternalAuditor { .. } => Self::Auditor,
            Seat::Provider { .. }
            | Seat::Newcomer
            | Seat::SystemAdmin
            | Seat::SecurityAdmin
            | Seat::AuditAdmin
            | Seat::Clock
            | Seat::Founder
            | Seat::Public => Self::Service,
        }
    }

    /// Whether facts, rows and decisions are shown: everybody but a provider.
    pub const fn sees_inside(self) -> bool {
        match self {
            Self::Applicant | Self::Officer | Self::Expert | Self::Auditor => true,
            Self::Service => false,
        }
    }

    /// Whether officers are shown by name; others see the office.
    pub const fn sees_officers(self) -> bool {
        match self {
            Self::Officer | Self::Auditor => true,
            Self::Applicant | Self::Service | Self::Expert => false,
        }
    }

    /// Whether a paper is shown: a provider sees what providers issue.
    pub fn sees_paper(self, document: &Document) -> bool {
        self.sees_inside() || document.issuers.iter().any(|issuer| issuer == PROVIDER)
    }

    /// Whether the reader works at a desk with the rail at the left.
    pub const fn has_desk(self) -> bool {
        match self {
            Self::Officer | Self::Auditor | Self::Expert | Self::Service => true,
            Self::Applicant => false,
        }
    }
}

/// The fields of an application form, by the ids that returns name them by, and the keys of their words.
pub const FIELDS: [(&str, &str); 6] = [
    ("purpose", "case-purpose"),
    ("service_model", "case-service-model"),
    ("project_type", "case-project-type"),
    ("provider", "case-provider"),
    ("estimate", "case-estimate-year"),
    ("starts_on", "case-starts-on"),
];

/// The role of providers in a policy.
const PROVIDER: &str = "provider";

impl<'a> Look<'a> {
    /// A reader in front of a case.
    pub fn new(app: &'a App, lang: Lang, policy: &'a Policy, actor: &Actor) -> Self {
        Self { app, lang, policy, reader: Reader::of(app, actor) }
    }

    /// The name of an id of the policy.
    pub fn label(self, id: &str) -> String {
        refusals::label(self.lang, Some(self.policy), id)
    }

    /// What an item of a return is about: a paper, a fact, a field of the form, a row such as `payment/2`.
    pub fn item(self, item: &str) -> String {
        let field = FIELDS.iter().find(|(id, _)| *id == item);
        if let Some((_, key)) = field {
            return self.lang.t(key).into_owned();
        }
        match item.split_once('/') {
            Some((list, row)) => {
                self.lang.t_with("case-row-of", &[("list", self.label(list).into()), ("row", row.into())]).into_owned()
            }
            None => self.label(item),
        }
    }

    /// The label of a step within its procedure: ids of steps are unique only there.
    pub fn step(self, procedure: &str, step: &str) -> String {
        match self.policy.plan().step(procedure, step) {
            Some(step) => step.text.get(tongue(self.lang)).to_owned(),
            None => self.label(step),
        }
    }

    /// The name of a stream.
    pub fn stream(self, stream: &str) -> String {
        let found = self.policy.plan().streams().iter().find(|known| known.id == stream);
        found.map_or_else(|| stream.to_owned(), |known| known.text.get(tongue(self.lang)).to_owned())
    }

    /// A value of a fact, list column or quantity, as it is shown.
    pub fn value(self, of: &str, value: &Value) -> String {
        self.policy.plan().show(of, value, tongue(self.lang))
    }

    /// A clause with its link.
    pub fn clause(self, clause: &str) -> Markup {
        if clause.is_empty() {
            return html! {};
        }
        link(clause, &clause_address(Some(self.policy), clause))
    }

    /// A clause as a link to be drawn by a component.
    pub fn clause_link(self, clause: &str) -> Link {
        Link::new(clause, clause_address(Some(self.policy), clause))
    }

    /// The office that holds a role for a district on a day, by the name it then had; the role's name where none does.
    pub fn office_of(self, role: &str, district: &str, day: Date) -> String {
        let setting = self.app.setting();
        let found = setting.city.office_holding(role, Some(district), day).map(|office| office.id.clone());
        found.map_or_else(|| self.label(role), |office| names::office(self.app, self.lang, &office, day))
    }
}
