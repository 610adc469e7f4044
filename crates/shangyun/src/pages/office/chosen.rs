//! Which part of the queue an officer works through: the tab, a stream, a district. Kept in addresses, so that the next
//! case comes from the same part.

use crate::app::App;
use crate::web::forms::{Filled, address};
use crate::worklist::Worklist;
use policy::policy::Policy;
use std::sync::Arc;
use store::views::queue::{After, Filter};

/// What is chosen of the queue; empty texts choose nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    /// A step as `kind.step`, `returned`, `done`, or everything.
    pub tab: String,
    /// One stream.
    pub stream: String,
    /// One district.
    pub district: String,
}

/// The tab of returned cases.
pub const RETURNED: &str = "returned";
/// The tab of what the officer has done.
pub const DONE: &str = "done";

impl Chosen {
    /// What an address or a form chooses.
    pub fn of(filled: &Filled) -> Self {
        let value = |name: &str| filled.value(name).to_owned();
        Self { tab: value("tab"), stream: value("stream"), district: value("district") }
    }

    /// The chosen part of what waits for an office.
    pub fn filter(&self, list: &Worklist) -> Filter {
        let mut filter = match self.tab.as_str() {
            RETURNED => list.returned(),
            tab => list
                .filter(|duty| duty.is_case() && (tab.is_empty() || *tab == tab_of(&duty.turn.kind, &duty.turn.step))),
        };
        if !self.stream.is_empty() {
            filter.streams = Some(vec![self.stream.clone()]);
        }
        if !self.district.is_empty() {
            let own = filter.districts.as_ref().is_none_or(|districts| districts.contains(&self.district));
            filter.districts = Some(own.then(|| self.district.clone()).into_iter().collect());
        }
        filter
    }

    /// Names and values for addresses and hidden fields.
    pub fn pairs(&self) -> [(&'static str, &str); 3] {
        [("tab", &self.tab), ("stream", &self.stream), ("district", &self.district)]
    }

    /// An address that keeps what is chosen.
    pub fn keep(&self, path: &str) -> String {
        address(path, self.pairs())
    }

    /// The address of the next case after a row.
    pub fn next(&self, after: &After) -> String {
        let place = place(after);
        address("/queue/next", self.pairs().into_iter().chain([("after", place.as_str())]))
    }
}

/// The tab of a step.
pub fn tab_of(kind: &str, step: &str) -> String {
    format!("{kind}.{step}")
}

/// A place in the queue as it stands in an address.
pub fn place(after: &After) -> String {
    format!("{}.{}.{}", after.due, after.kind, after.id)
}

/// The place in an address; the beginning where there is none.
pub fn after(text: &str) -> After {
    let mut parts = text.splitn(3, '.');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (due, kind, id) = (part(), part(), part());
    After { due, id, kind }
}

/// The policy of a programme; the programme has the policy's id.
pub fn policy_of(app: &App, programme: &str) -> Option<Arc<Policy>> {
    app.setting().policies.values().find(|policy| policy.plan().id == programme).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worklist::Duty;
    use store::views::queue::Turn;

    fn duty(kind: &str, step: &str, is_batch: bool) -> Duty {
        Duty { turn: Turn { kind: kind.to_owned(), step: step.to_owned(), rank: Some(1) }, is_batch }
    }

    fn list() -> Worklist {
        Worklist {
            programmes: vec!["p".to_owned()],
            roles: vec!["bureau".to_owned()],
            districts: Some(vec!["d1".to_owned()]),
            duties: vec![
                duty("filing", "district", false),
                duty("filing", "batch", true),
                duty("round", "notice", false),
            ],
        }
    }

    fn steps(filter: &Filter) -> Vec<&str> {
        filter.turns.iter().flatten().map(|turn| turn.step.as_str()).collect()
    }

    #[test]
    fn a_place_comes_back_from_its_address() {
        let one = After { due: "2019-03-04".to_owned(), id: "abc".to_owned(), kind: "filing".to_owned() };
        assert_eq!(after(&place(&one)), one);
        assert_eq!(after(""), After::default());
        assert_eq!(after("nonsense").due, "nonsense");
    }

    #[test]
    fn batches_and_rounds_have_pages_of_their_own() {
        assert_eq!(steps(&Chosen::default().filter(&list())), ["district"]);
        let batch = Chosen { tab: "filing.batch".to_owned(), ..Chosen::default() };
        assert!(steps(&batch.filter(&list())).is_empty());
    }

    #[test]
    fn a_district_that_is_not_ones_own_shows_nothing() {
        let foreign = Chosen { district: "d2".to_owned(), ..Chosen::default() };
        assert_eq!(foreign.filter(&list()).districts, Some(Vec::new()));
        let own = Chosen { district: "d1".to_owned(), ..Chosen::default() };
        assert_eq!(own.filter(&list()).districts, Some(vec!["d1".to_owned()]));
    }

    #[test]
    fn what_was_returned_is_shown_whatever_the_rank() {
        let returned = Chosen { tab: RETURNED.to_owned(), ..Chosen::default() }.filter(&list());
        assert_eq!(returned.roles, ["enterprise"]);
        assert_eq!(returned.turns.into_iter().flatten().map(|turn| turn.rank).collect::<Vec<_>>(), [None]);
    }
}
