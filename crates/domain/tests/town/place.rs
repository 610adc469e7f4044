//! A city with its programme and a world to act in: what is asked for and not there yet is nothing yet.

use domain::act::{Act, Actor, Personal, Seat};
use domain::city::City;
use domain::command::Command;
use domain::course::{Course, CourseState, Place};
use domain::decide::{Ctx, Decided, decide};
use domain::enterprise::{Enterprise, Figure, Profile};
use domain::filing::{Application, Filing, FilingEvent, PROCEDURE};
use domain::ids::{AccountId, EnterpriseId, FilingId, PersonalId, ProgrammeId};
use domain::programme::{Programme, State};
use domain::refusal::Refusal;
use domain::setting::Setting;
use domain::world::{Aggregate, Key, Stop, World};
use jiff::civil::{Date, date};
use policy::money::Fen;
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The city and what is in it.
pub struct Town {
    pub setting: Setting,
    pub world: World,
    pub today: Date,
    hash: String,
    account: String,
    acts: usize,
}

impl Town {
    /// Shenyang with its programme open, and nobody in it.
    pub fn new(today: Date) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let read = |path: PathBuf| std::fs::read_to_string(path).expect("a text");
        let files = std::fs::read_dir(root.join("cities/shenyang")).expect("the city").map(|entry| {
            let entry = entry.expect("a file");
            (entry.file_name().to_string_lossy().into_owned(), read(entry.path()))
        });
        let files: BTreeMap<String, String> = files.filter(|(name, _)| name.contains(".toml")).collect();
        let policy = Policy::load(&read(root.join("policies/shenyang-2018.policy.md"))).expect("the policy is right");
        let hash = policy.plan().hash.clone();
        let city = City::load(&files).expect("the city is right");
        let policies = BTreeMap::from([(hash.clone(), Arc::new(policy))]);
        let programme = Programme {
            policy: "shenyang-2018".to_owned(),
            policy_hash: hash.clone(),
            state: State::Open,
            budgets: BTreeMap::new(),
            rulings: BTreeMap::new(),
            editions: Vec::new(),
        };
        let mut world = World::default();
        world.load(Key::Programme(Self::programme()), Some(Aggregate::Programme(programme)));
        Self {
            setting: Setting { city: Arc::new(city), policies, checked: BTreeMap::new() },
            world,
            today,
            hash,
            account: "somebody".to_owned(),
            acts: 0,
        }
    }

    /// The programme.
    pub fn programme() -> ProgrammeId {
        ProgrammeId::new("shenyang-2018")
    }

    /// An enterprise of Tiexi under a code, with last year's revenue where it stated one.
    pub fn enterprise(&mut self, id: &str, credit_code: &str, revenue: Option<Fen>) {
        let sealed = || Personal { id: PersonalId::new("p"), commitment: String::new() };
        let profile = Profile {
            name: format!("示例{id}"),
            district: "210106".to_owned(),
            division: "35".to_owned(),
            founded_on: date(2010, 1, 1),
            contact_name: sealed(),
            contact_phone: sealed(),
            contact_mail: sealed(),
            bank_name: "示例银行".to_owned(),
            bank_account: sealed(),
        };
        let figure = |revenue| (2018, Figure { revenue, report_number: "2019-1".to_owned() });
        let figures = revenue.into_iter().map(figure).collect();
        let credit_code = credit_code.to_owned();
        let enterprise = Enterprise { revision: 1, credit_code, profile, figures, awards: Vec::new() };
        self.world.load(Key::Enterprise(EnterpriseId::new(id)), Some(Aggregate::Enterprise(enterprise)));
    }

    /// Its filing under the same id, at a step and in a state, sent on the first of March 2019.
    pub fn filing(&mut self, id: &str, (step, state): (&str, CourseState), estimate: Fen) {
        let started = FilingEvent::Started {
            programme: Self::programme(),
            policy_hash: self.hash.clone(),
            enterprise: EnterpriseId::new(id),
            enterprise_name: format!("示例{id}"),
            stream: "industrial".to_owned(),
            district: "210106".to_owned(),
        };
        let since = "2019-03-01T01:00:00Z".parse().expect("an instant");
        let place = Place { step: step.to_owned(), roles: Vec::new(), since, due: None };
        let form = Application {
            estimate: Some(estimate),
            starts_on: Some(date(2019, 4, 1)),
            answers: ["industry_ok", "legal_person", "reg_local", "tax_local"]
                .map(|fact| (fact.to_owned(), Value::Bool(true)))
                .into(),
            ..Application::default()
        };
        let course = Some(Course { state, ..Course::at(PROCEDURE, place) });
        let draft = Filing::started(&started).expect("a draft");
        let filing = Filing { form, course, sent_on: Some(date(2019, 3, 1)), received_at: Some(since), ..draft };
        self.world.load(Key::Filing(FilingId::new(id)), Some(Aggregate::Filing(filing)));
    }

    /// Lets so many ranks of an office have passed a filing at its step.
    pub fn filing_level(&mut self, id: &str, level: usize) {
        let id = FilingId::new(id);
        let filing = self.world.filing(&id).expect("the filing").clone();
        let course = filing.course.clone().map(|course| Course { level, ..course });
        self.world.load(Key::Filing(id), Some(Aggregate::Filing(Filing { course, ..filing })));
    }

    /// Does an act.
    pub fn act(&mut self, seat: Seat, command: Command) -> Result<Decided, Refusal> {
        self.acts += 1;
        let act = self.prepared(seat, command);
        loop {
            match decide(&self.setting, &self.world, &act) {
                Ok(decided) => {
                    decided.events.iter().for_each(|event| self.world.apply(event));
                    return Ok(decided);
                }
                Err(Stop::Refused(refusal)) => return Err(*refusal),
                Err(Stop::Need(keys)) => keys.into_iter().for_each(|key| self.world.load(key, None)),
            }
        }
    }

    /// Asks about the world, as one who would give a command.
    pub fn ask<T>(&mut self, (seat, command): (Seat, Command), question: impl Fn(Ctx) -> Result<T, Stop>) -> T {
        let act = self.prepared(seat, command);
        loop {
            match question(Ctx { setting: &self.setting, world: &self.world, act: &act }) {
                Ok(answer) => return answer,
                Err(Stop::Refused(refusal)) => unreachable!("{refusal:?}"),
                Err(Stop::Need(keys)) => keys.into_iter().for_each(|key| self.world.load(key, None)),
            }
        }
    }

    /// The account that does the next acts.
    pub fn as_account(&mut self, account: &str) -> &mut Self {
        account.clone_into(&mut self.account);
        self
    }

    /// The hash of the policy the programme was founded on.
    pub fn founded_on(&self) -> String {
        self.hash.clone()
    }

    /// Checks another text of the policy, as the program does before it is proposed; gives its hash.
    pub fn checked(&mut self, change: (&str, &str)) -> String {
        let before = self.setting.policies[&self.hash].source();
        assert!(before.contains(change.0), "the policy says `{}`", change.0);
        let policy = Policy::load(&before.replace(change.0, change.1)).expect("the changed policy is right");
        let hash = policy.plan().hash.clone();
        self.setting.checked.insert(hash.clone(), Arc::new(policy));
        hash
    }

    fn prepared(&self, seat: Seat, command: Command) -> Act {
        Act {
            actor: Actor { account: AccountId::new(&*self.account), seat },
            command,
            at: "2019-03-05T01:00:00Z".parse().expect("an instant"),
            today: self.today,
            key: self.acts.to_string(),
        }
    }
}
