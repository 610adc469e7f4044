//! A provider's roster opens one claim for each contract year, as many as the policy allows.

use domain::act::{Act, Actor, Personal, Seat};
use domain::city::City;
use domain::claim::{ClaimCommand, RosterLine};
use domain::command::Command;
use domain::course::{Course, CourseState, Place};
use domain::decide::{Decided, decide};
use domain::enterprise::{Enterprise, Profile};
use domain::filing::{Filing, FilingEvent, PROCEDURE};
use domain::ids::{AccountId, BlobId, ClaimId, EnterpriseId, FilingId, PersonalId, ProgrammeId};
use domain::paper::File;
use domain::programme::{Programme, State};
use domain::refusal::Refusal;
use domain::setting::Setting;
use domain::world::{Aggregate, Key, Stop, World};
use jiff::civil::{Date, date};
use policy::policy::Policy;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[test]
fn three_years_of_a_stream_can_be_claimed_and_a_fourth_is_refused_by_its_requirement() {
    let mut town = Town::new();
    town.send(&[date(2018, 10, 8)]).expect("the first year");
    town.send(&[date(2019, 10, 8)]).expect("the second year");
    town.send(&[date(2020, 10, 8)]).expect("the third year");
    let refused = town.send(&[date(2021, 10, 8)]).expect_err("three years are used");
    let Refusal::BadLine { line: 1, problem } = refused else { unreachable!("{refused:?}") };
    assert!(problem.contains("YEARS_EXHAUSTED"), "{problem}");
}

#[test]
fn several_years_on_one_roster_each_get_a_place_of_their_own() {
    let mut town = Town::new();
    town.send(&[date(2018, 10, 8), date(2019, 10, 8), date(2020, 10, 8)]).expect("three years at once");
    assert!(town.send(&[date(2021, 10, 8)]).is_err(), "three years are used");
}

#[test]
fn a_line_that_repeats_another_is_named_and_nothing_is_done() {
    let mut town = Town::new();
    let repeated = town.send(&[date(2018, 10, 8), date(2019, 10, 8), date(2018, 10, 8)]);
    assert!(matches!(repeated, Err(Refusal::BadLine { line: 3, .. })), "{repeated:?}");
    town.send(&[date(2018, 10, 8)]).expect("nothing was done before");
}

#[test]
fn a_claim_that_is_taken_back_frees_its_place() {
    let mut town = Town::new();
    let decided = town.send(&[date(2018, 10, 8)]).expect("the first year");
    let claim = decided
        .events
        .iter()
        .find_map(|event| if let Key::Claim(id) = &event.subject { Some(id.clone()) } else { None });
    town.withdraw(&claim.expect("a claim was opened")).expect("the owner takes it back");
    town.send(&[date(2018, 10, 8), date(2019, 10, 8), date(2020, 10, 8)]).expect("three years");
}

/// One enterprise with an opened service.
struct Town {
    setting: Setting,
    world: World,
    acts: usize,
}

impl Town {
    fn new() -> Self {
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
        let mut world = World::default();
        world.load(Key::Programme(programme()), Some(Aggregate::Programme(open(&hash))));
        world.load(Key::Enterprise(EnterpriseId::new("e")), Some(Aggregate::Enterprise(enterprise())));
        world.load(Key::Filing(FilingId::new("f")), Some(Aggregate::Filing(filed(&hash))));
        Self { setting: Setting { city: Arc::new(city), policies }, world, acts: 0 }
    }

    fn send(&mut self, years: &[Date]) -> Result<Decided, Refusal> {
        let line = |day: &Date| RosterLine { filing: FilingId::new("f"), service_date: *day };
        let file =
            || File { blob: BlobId::new("b"), name: "凭证.pdf".to_owned(), media: String::new(), size_bytes: 9 };
        let seat = Seat::Provider { provider: "hunhe-cloud".to_owned() };
        let lines = years.iter().map(line).collect();
        self.act(seat, ClaimCommand::SendRoster { programme: programme(), lines, certificate: file(), letter: file() })
    }

    fn withdraw(&mut self, claim: &ClaimId) -> Result<Decided, Refusal> {
        let seat = Seat::Enterprise { enterprise: EnterpriseId::new("e"), owner: true };
        self.act(seat, ClaimCommand::Withdraw { claim: claim.clone() })
    }

    /// Does an act: what is asked for and not there yet is nothing yet.
    fn act(&mut self, seat: Seat, command: ClaimCommand) -> Result<Decided, Refusal> {
        self.acts += 1;
        let act = Act {
            actor: Actor { account: AccountId::new("somebody"), seat },
            command: Command::Claim(command),
            at: "2021-11-04T01:00:00Z".parse().expect("an instant"),
            today: date(2021, 11, 4),
            key: self.acts.to_string(),
        };
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
}

fn programme() -> ProgrammeId {
    ProgrammeId::new("shenyang-2018")
}

fn open(hash: &str) -> Programme {
    let (policy, policy_hash) = ("shenyang-2018".to_owned(), hash.to_owned());
    Programme { policy, policy_hash, state: State::Open, budgets: BTreeMap::new(), rulings: BTreeMap::new() }
}

fn enterprise() -> Enterprise {
    let sealed = || Personal { id: PersonalId::new("p"), commitment: String::new() };
    let profile = Profile {
        name: "示例机床".to_owned(),
        district: "210106".to_owned(),
        division: "35".to_owned(),
        founded_on: date(2010, 1, 1),
        contact_name: sealed(),
        contact_phone: sealed(),
        contact_mail: sealed(),
        bank_name: "示例银行".to_owned(),
        bank_account: sealed(),
    };
    let credit_code = "91210106MA0DEM0114".to_owned();
    Enterprise { revision: 1, credit_code, profile, figures: BTreeMap::new(), awards: Vec::new() }
}

fn filed(hash: &str) -> Filing {
    let started = FilingEvent::Started {
        programme: programme(),
        policy_hash: hash.to_owned(),
        enterprise: EnterpriseId::new("e"),
        enterprise_name: "示例机床".to_owned(),
        stream: "industrial".to_owned(),
        district: "210106".to_owned(),
    };
    let since = "2019-06-10T01:00:00Z".parse().expect("an instant");
    let place = Place { step: "open".to_owned(), roles: Vec::new(), since, due: None };
    let course = Course { state: CourseState::Finished, ..Course::at(PROCEDURE, place) };
    Filing { course: Some(course), ..Filing::started(&started).expect("a draft") }
}
