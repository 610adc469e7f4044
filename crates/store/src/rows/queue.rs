//! The queue: one row for each role that a case waits for. Derived from the case's course; rows
//! change only where the place of a case changes.

use super::{claim, due, filing, round};
use crate::database::{Statement, Value, values};
use domain::course::{Course, CourseState};
use domain::world::Aggregate;

const INSERT: &str = "insert into queue \
    (kind, id, role, rank, programme, stream, district, enterprise, enterprise_name, number, step, \
    due, received_at, fen) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const DELETE: &str = "delete from queue where kind = $1 and id = $2 and role = $3";
const COUNT: &str = "insert into queue_count (programme, role, district, stream, kind, step, rank, cases) \
    values ($1, $2, $3, $4, $5, $6, $7, $8) \
    on conflict (programme, role, district, stream, kind, step, rank) \
    do update set cases = queue_count.cases + excluded.cases";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[INSERT, DELETE, COUNT];

/// The role of the applicant, with whom a returned case is.
pub const APPLICANT: &str = "enterprise";

/// What is the same for all places of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// filing, claim or round.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// The programme.
    pub programme: String,
    /// The stream; empty where it has none.
    pub stream: String,
    /// The district; empty where it has none.
    pub district: String,
    /// The enterprise; empty where it has none.
    pub enterprise: String,
    /// The enterprise's name.
    pub enterprise_name: String,
    /// The number of the case.
    pub number: Option<String>,
    /// When it was handed in.
    pub received_at: Option<i64>,
    /// The amount at stake, in fen.
    pub fen: i64,
}

/// One place of a case in a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    case: Case,
    role: String,
    rank: i64,
    step: String,
    due: String,
}

impl Case {
    /// The places of the case on this course.
    pub(super) fn places(self, course: &Course) -> Vec<Place> {
        let roles = match course.state {
            CourseState::Underway => course.waiting_for.clone(),
            CourseState::Returned { .. } => vec![APPLICANT.to_owned()],
            CourseState::Refused { .. } | CourseState::Withdrawn | CourseState::Lapsed | CourseState::Finished => {
                vec![]
            }
        };
        let places = roles.into_iter().map(|role| Place {
            case: self.clone(),
            role,
            rank: i64::try_from(course.level).unwrap_or(i64::MAX),
            step: course.step.clone(),
            due: due(course.due),
        });
        places.collect()
    }
}

impl Place {
    /// The row of the place.
    pub(crate) fn row(&self) -> Vec<Value> {
        let case = &self.case;
        values![
            case.kind,
            &case.id,
            &self.role,
            self.rank,
            &case.programme,
            &case.stream,
            &case.district,
            &case.enterprise,
            &case.enterprise_name,
            case.number.as_ref(),
            &self.step,
            &self.due,
            case.received_at,
            case.fen,
        ]
    }

    /// Its count is kept by programme, role, district, stream, kind, step and rank.
    fn count(&self, by: i64) -> Statement {
        let case = &self.case;
        let (programme, district, stream) = (&case.programme, &case.district, &case.stream);
        let values = values![programme, &self.role, district, stream, case.kind, &self.step, self.rank, by];
        Statement::new(COUNT, values).touching(1)
    }
}

/// Where an aggregate waits; nothing that is no case waits anywhere.
pub(crate) fn places(id: &str, state: Option<&Aggregate>) -> Vec<Place> {
    match state {
        Some(Aggregate::Filing(state)) => filing::places(id, state),
        Some(Aggregate::Claim(state)) => claim::places(id, state),
        Some(Aggregate::Round(state)) => round::places(id, state),
        Some(
            Aggregate::Account(_)
            | Aggregate::Enterprise(_)
            | Aggregate::Programme(_)
            | Aggregate::Edition(_)
            | Aggregate::Interpretation(_)
            | Aggregate::Roster(_)
            | Aggregate::Message(_)
            | Aggregate::Unique(_)
            | Aggregate::Counter(_)
            | Aggregate::Balance(_),
        )
        | None => vec![],
    }
}

/// The statements that move a case from its places before to those after.
pub(crate) fn moves(id: &str, before: Option<&Aggregate>, after: Option<&Aggregate>) -> Vec<Statement> {
    let (before, after) = (places(id, before), places(id, after));
    let mut statements = Vec::new();
    for place in before.iter().filter(|place| !after.contains(place)) {
        let values = values![place.case.kind, &place.case.id, &place.role];
        statements.push(Statement::new(DELETE, values).touching(1));
        statements.push(place.count(-1));
    }
    for place in after.iter().filter(|place| !before.contains(place)) {
        statements.push(Statement::new(INSERT, place.row()).touching(1));
        statements.push(place.count(1));
    }
    statements
}
