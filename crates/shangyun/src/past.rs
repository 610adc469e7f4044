//! The past cases of a programme, for asking what another text, number or reading would come to over all of them.
//!
//! They are read once and kept until a claim changes; the facts are those each claim was decided on.

use crate::app::App;
use crate::lang::Lang;
use crate::names;
use domain::ids::ProgrammeId;
use domain::programme::Programme;
use jiff::civil::Date;
use policy::facts::Facts;
use policy::money::Fen;
use policy::plan::Plan;
use policy::policy::Policy;
use policy::simulate::{Claims, Grouping, Purse, Purses};
use policy::text::Text;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::database::DatabaseError;
use store::views::decided::{self, Decided};

/// What makes the cases read before still true.
type Stamp = (i64, i64);

/// Cases by programme, each with what makes them still true.
type ByProgramme = BTreeMap<ProgrammeId, (Stamp, Arc<Past>)>;

/// The cases already read.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<ByProgramme>>);

/// The decided claims of a programme.
#[derive(Debug, Default)]
pub struct Past {
    /// What they are called and counted by, in the order of `facts`.
    pub cases: Vec<Case>,
    facts: Vec<Facts>,
}

/// One decided claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Who claims.
    pub enterprise: String,
    /// The district of registration.
    pub district: String,
    /// The stream.
    pub stream: String,
    /// The day of receipt.
    pub day: Option<Date>,
}

/// The decided claims of a programme, as they are now.
///
/// # Errors
/// When they cannot be read.
pub async fn of(app: &App, programme: &ProgrammeId) -> Result<Arc<Past>, DatabaseError> {
    let database = app.store.database();
    let stamp = decided::stamp(database, programme.as_str()).await?;
    let known = || app.past.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, past)) = known().get(programme).filter(|(of, _)| *of == stamp) {
        return Ok(Arc::clone(past));
    }
    let claims = decided::of_programme(database, programme.as_str()).await?;
    let (cases, facts) = claims.into_iter().map(|claim| case(app, claim)).unzip();
    let past = Arc::new(Past { cases, facts });
    known().insert(programme.clone(), (stamp, Arc::clone(&past)));
    Ok(past)
}

fn case(app: &App, claim: Decided) -> (Case, Facts) {
    let day = claim.received_at.map(|at| app.clock.day_of(at));
    let Decided { id, number, enterprise_name: enterprise, district, stream, facts, .. } = claim;
    (Case { id, number, enterprise, district, stream, day }, facts)
}

impl Past {
    /// The cases for a simulation, counted by stream and district, drawing on the programme's budgets.
    pub fn claims(&self, app: &App, lang: Lang, (programme, policy): (&Programme, &Policy)) -> Claims<'_> {
        let mut claims = Claims::new(self.facts.len(), |columnar| columnar.columns_of(&self.facts));
        let same = |text: String| Text::new(text.clone(), text);
        let group = |key: &str, name: fn(&Case) -> &str, shown: &dyn Fn(&str) -> String| {
            let labels: Vec<Text> = self.cases.iter().map(|case| same(shown(name(case)))).collect();
            Grouping::of_labels(same(lang.t(key).into_owned()), labels.iter())
        };
        claims.by = vec![
            group("whatif-stream", |case| &case.stream, &|id| names::stream(lang, policy, id)),
            group("whatif-district", |case| &case.district, &|id| names::district(app, lang, id)),
        ];
        claims.purses = Some(self.purses(programme, policy.plan()));
        claims
    }

    /// A purse for every year and stream that has a budget; a case draws on that of the year it was received.
    fn purses(&self, programme: &Programme, plan: &Plan) -> Purses {
        let mut keys: Vec<(i16, &str)> = Vec::new();
        let mut purses: Vec<Purse> = Vec::new();
        for (year, streams) in &programme.budgets {
            for (stream, limit) in streams.iter().filter(|(_, limit)| **limit > Fen::ZERO) {
                let known = plan.streams().iter().find(|one| one.id == *stream);
                let text = known.map_or_else(|| Text::new(stream.clone(), stream.clone()), |one| one.text.clone());
                keys.push((*year, stream));
                let name = Text::new(format!("{year} 年 {}", text.zh), format!("{year}, {}", text.en));
                purses.push(Purse { name, limit: *limit });
            }
        }
        let draw = |case: &Case| {
            let day = case.day?;
            let purse = keys.iter().position(|key| *key == (day.year(), case.stream.as_str()))?;
            Some((purse, day))
        };
        Purses::new(purses, self.cases.iter().map(draw).enumerate())
    }
}
