//! What the journal remembers of a case for those who fill it in: when the form was last saved and by whom, what an
//! officer sent back, and what has been touched since.

use crate::app::App;
use crate::web::errors::Problem;
use domain::claim::ClaimEvent;
use domain::course::{Course, CourseEvent, CourseState, ReturnItem};
use domain::event::What;
use domain::filing::{Application, FilingEvent};
use domain::ids::{AccountId, ClaimId, FilingId};
use domain::world::Key;
use jiff::Timestamp;
use std::collections::BTreeSet;
use store::entry::Entry;
use store::views::timeline;

/// How many entries of a case are read; no case has more.
const MOST: i64 = 2_000;

/// A save.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Saved {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
}

/// What the journal remembers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct History {
    /// The last save of the form or the answers.
    pub form_saved: Option<Saved>,
    /// The last change of any kind that the enterprise made.
    pub last_saved: Option<Saved>,
    /// When it was last sent back.
    pub returned_at: Option<Timestamp>,
    /// Papers, lists, fields and facts that were touched since it was last sent back.
    pub touched: BTreeSet<String>,
}

/// The history while it is read.
#[derive(Default)]
struct Reading {
    history: History,
    form: Application,
    form_when_returned: Option<Application>,
}

impl History {
    /// The history of a filing.
    pub async fn of_filing(app: &App, id: &FilingId) -> Result<Self, Problem> {
        Self::of(app, &Key::Filing(id.clone())).await
    }

    /// The history of a claim.
    pub async fn of_claim(app: &App, id: &ClaimId) -> Result<Self, Problem> {
        Self::of(app, &Key::Claim(id.clone())).await
    }

    async fn of(app: &App, key: &Key) -> Result<Self, Problem> {
        let entries = timeline::of_subject(app.store.database(), key, 0, MOST).await.map_err(Problem::failure)?;
        let mut reading = Reading::default();
        for entry in &entries {
            reading.take(entry, entry.event().map_err(Problem::failure)?.what);
        }
        Ok(reading.done())
    }

    /// What an officer sent back and nobody has touched since.
    pub fn open_items<'a>(&self, course: Option<&'a Course>) -> Vec<&'a ReturnItem> {
        let Some(CourseState::Returned { items }) = course.map(|course| &course.state) else { return Vec::new() };
        items.iter().filter(|item| !self.touched.contains(part(&item.item))).collect()
    }
}

/// The part of a case an item of a return is about: a row such as `payment/2` is about its list.
pub(super) fn part(item: &str) -> &str {
    item.split('/').next().unwrap_or(item)
}

impl Reading {
    fn take(&mut self, entry: &Entry, what: What) {
        match what {
            What::Filing(event) => self.take_filing(entry, event),
            What::Claim(event) => self.take_claim(entry, event),
            What::Account(_)
            | What::Enterprise(_)
            | What::Programme(_)
            | What::Edition(_)
            | What::Interpretation(_)
            | What::Round(_)
            | What::Hold(_)
            | What::Added(_)
            | What::Told(_)
            | What::Moved(_) => {}
        }
    }

    fn take_filing(&mut self, entry: &Entry, event: FilingEvent) {
        match event {
            FilingEvent::Saved(form) => {
                self.form = form;
                self.saved(entry, true);
            }
            FilingEvent::Attached { document, .. } | FilingEvent::Detached { document } => {
                self.touched(entry, document);
            }
            FilingEvent::Course(event) => self.moved(entry, &event),
            FilingEvent::Started { .. } => self.saved(entry, false),
            FilingEvent::Submitted { .. }
            | FilingEvent::Discarded { .. }
            | FilingEvent::Found { .. }
            | FilingEvent::AttestedFacts(_)
            | FilingEvent::Sent { .. }
            | FilingEvent::Claimed { .. }
            | FilingEvent::ClaimEnded { .. }
            | FilingEvent::EditionMoved { .. }
            | FilingEvent::Reserved(_) => {}
        }
    }

    fn take_claim(&mut self, entry: &Entry, event: ClaimEvent) {
        match event {
            ClaimEvent::Answered(answers) => {
                self.history.touched.extend(answers.into_keys());
                self.saved(entry, true);
            }
            ClaimEvent::RowAdded { list, .. }
            | ClaimEvent::RowChanged { list, .. }
            | ClaimEvent::RowRemoved { list, .. } => self.touched(entry, list),
            ClaimEvent::Attached { document, .. } | ClaimEvent::Detached { document } => self.touched(entry, document),
            ClaimEvent::Course(event) => self.moved(entry, &event),
            ClaimEvent::RosterSent(_)
            | ClaimEvent::Opened(_)
            | ClaimEvent::OnRoster { .. }
            | ClaimEvent::Declined { .. }
            | ClaimEvent::Confirmed { .. }
            | ClaimEvent::KeysFreed { .. }
            | ClaimEvent::Found { .. }
            | ClaimEvent::RowFound { .. }
            | ClaimEvent::AttestedFacts(_)
            | ClaimEvent::EditionMoved { .. }
            | ClaimEvent::Decided(_)
            | ClaimEvent::Money(_) => {}
        }
    }

    fn moved(&mut self, entry: &Entry, event: &CourseEvent) {
        if matches!(event, CourseEvent::Returned { .. }) {
            self.history.returned_at = Some(entry.at);
            self.history.touched.clear();
            self.form_when_returned = Some(self.form.clone());
        }
    }

    fn touched(&mut self, entry: &Entry, part: String) {
        self.history.touched.insert(part);
        self.saved(entry, false);
    }

    fn saved(&mut self, entry: &Entry, form: bool) {
        let saved = Saved { at: entry.at, by: AccountId::new(&*entry.actor) };
        if form {
            self.history.form_saved = Some(saved.clone());
        }
        self.history.last_saved = Some(saved);
    }

    fn done(mut self) -> History {
        if let Some(before) = &self.form_when_returned {
            self.history.touched.extend(different(before, &self.form));
        }
        self.history
    }
}

/// The fields and answers in which two forms differ, by the ids that a return may name.
fn different(before: &Application, now: &Application) -> Vec<String> {
    let fields = [
        (&["purpose"][..], before.purpose != now.purpose),
        (&["service_model"], before.service_model != now.service_model),
        (&["project_type"], before.project_type != now.project_type),
        (&["provider"], before.provider != now.provider),
        (&["estimate", "estimate_fen"], before.estimate != now.estimate),
        (&["starts_on", "service_date"], before.starts_on != now.starts_on),
    ];
    let changed =
        fields.into_iter().filter(|(_, changed)| *changed).flat_map(|(ids, _)| ids).map(|id| (*id).to_owned());
    let answers = before.answers.keys().chain(now.answers.keys());
    let answers = answers.filter(|id| before.answers.get(*id) != now.answers.get(*id)).cloned();
    changed.chain(answers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_what_was_changed_in_it() {
        use policy::value::Value;
        let before = Application::default();
        let mut now = before.clone();
        now.estimate = Some(policy::money::Fen::new(1));
        now.answers.insert("reg_local".to_owned(), Value::Bool(true));
        assert_eq!(different(&before, &now), ["estimate", "estimate_fen", "reg_local"]);
        assert!(different(&now, &now).is_empty());
    }

    #[test]
    fn an_item_about_a_row_is_about_its_list() {
        assert_eq!((part("payment/2"), part("audit_report")), ("payment", "audit_report"));
    }

    #[test]
    fn what_was_touched_since_the_return_is_no_longer_open() {
        let items =
            ["audit_report", "payment/2"].map(|item| ReturnItem { item: item.to_owned(), words: "缺页".to_owned() });
        let place =
            domain::course::Place { step: "s".to_owned(), roles: Vec::new(), since: Timestamp::UNIX_EPOCH, due: None };
        let mut course = Course::at("claim", place);
        course.state = CourseState::Returned { items: items.to_vec() };
        let history = History { touched: BTreeSet::from(["payment".to_owned()]), ..History::default() };
        let open: Vec<&str> = history.open_items(Some(&course)).iter().map(|item| item.item.as_str()).collect();
        assert_eq!(open, ["audit_report"]);
    }
}
