//! A city with very many cases. A few filings go the whole way through the real door; the rest are copies of them: the
//! same events under ids, numbers, places and days of their own, written by the same store in the same transactions.

use crate::support::city::City;
use crate::support::people::Firm;
use crate::support::town::Town;
use crate::support::ways::{Wish, yuan};
use domain::account::AccountCommand;
use domain::act::{Act, Actor, Seat};
use domain::command::Command;
use domain::course::Place;
use domain::decide::{Answer, Decided};
use domain::event::{Event, What};
use domain::filing::{FilingCommand, FilingEvent};
use domain::ids::{AccountId, FilingId};
use domain::paper::Verdict;
use domain::setting::Setting;
use domain::world::{Key, Stop, World};
use jiff::ToSpan;
use policy::plan::words::Rank;
use policy::value::Value;
use shangyun::app::App;
use shangyun::clock::Clock;
use shangyun::config::Config;
use shangyun::entropy::SystemEntropy;
use shangyun::session;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use store::store::{Config as StoreConfig, Store};
use store::views::{accounts, timeline};

/// Cases written by one call.
const CHUNK: u64 = 2000;
/// The district whose officers are measured.
const OFFICE: &str = "bureau-210106";
/// Days of grace of the cases: from long late to not yet due.
const DAYS: u64 = 40;

/// Which filing is copied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Copied {
    /// A draft with all its papers, ready to be handed in.
    Draft,
    /// One that waits for a handler, without its papers: what the queue shows of a case.
    Waiting,
    /// One that waits for the signature of its district.
    ToSign,
}

impl Copied {
    const ALL: [Self; 3] = [Self::Draft, Self::Waiting, Self::ToSign];

    fn place(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or_default()
    }
}

/// The events of the filings that are copied, in the order of [`Copied::ALL`].
static EVENTS: OnceLock<[Vec<FilingEvent>; 3]> = OnceLock::new();

/// Who is signed in, by their session's token.
pub struct People {
    /// The owner of the copied filings.
    pub owner: String,
    /// A handler of one district.
    pub handler: String,
    /// A signer of the same district.
    pub signer: String,
    /// A handler of the commission, who has the cases of all districts.
    pub commission: String,
    actor: Actor,
}

/// The store of a city nobody serves at the moment, with the decider of this file.
pub async fn open(city: &City) -> Store {
    let config = Config::read(Path::new(&city.config())).expect("the configuration");
    let setting = config.setting().expect("registers and policy");
    let config = StoreConfig {
        database: config.database_address(),
        documents: config.path(&config.documents),
        secrets: config.keys().expect("the secrets").vault,
        entropy: Arc::new(SystemEntropy),
        decide,
    };
    Store::open(config, Arc::new(setting)).await.expect("the store opens")
}

/// Opens the programme, signs people in, and leads the filings that will be copied to where they stand.
pub async fn begin(store: &Store) -> People {
    let clock = Clock::running(store.setting().city.time_zone().clone());
    let town = Town::over(store.clone(), clock.clone());
    for (name, seat) in [("系统管理员", Seat::SystemAdmin), ("安全管理员", Seat::SecurityAdmin)] {
        let found = accounts::page(store.database(), Some(seat.word()), "").await.expect("the accounts");
        let account = AccountId::new(found.first().expect("an administrator").id.clone());
        town.people.put(name, Actor { account, seat });
    }
    town.open_programme(&[]).await;
    let handler = town.officer(OFFICE, Rank::Handle, 1).await;
    let checker = town.officer(OFFICE, Rank::Check, 1).await;
    let signer = town.officer(OFFICE, Rank::Sign, 1).await;
    let commission = town.officer("commission", Rank::Handle, 1).await;
    let wish = Wish::industrial(yuan(200_000), clock.today());
    let (owner, filing) = town.files(&Firm::numbered(1), &wish).await;
    for document in town.filing(&filing).await.papers.into_keys() {
        let (filing, verdict, words) = (filing.clone(), Verdict::InOrder, String::new());
        town.must(&handler, Command::Filing(FilingCommand::Find { filing, document, verdict, words })).await;
    }
    let facts = attested();
    town.must(&handler, Command::Filing(FilingCommand::Attest { filing: filing.clone(), facts })).await;
    for officer in [&handler, &checker] {
        town.pass_filing(officer, &filing).await;
    }
    let all = events(store, &filing).await;
    let _ = EVENTS.set(Copied::ALL.map(|which| part(&all, which)));
    let app = App::new(store.clone(), clock, "");
    let token = async |actor: &Actor| session::start(&app, &actor.account).await.expect("a session");
    People {
        owner: token(&owner).await,
        handler: token(&handler).await,
        signer: token(&signer).await,
        commission: token(&commission).await,
        actor: owner,
    }
}

/// Everything that a district attests.
fn attested() -> BTreeMap<String, Value> {
    let yes = ["reg_local", "tax_local", "legal_person"].map(|fact| (fact, Value::Bool(true)));
    let firm = Firm::numbered(1);
    let rest = [
        ("kind", Value::Member("industrial".to_owned())),
        ("founded_on", Value::Date(firm.founded_on)),
        ("revenue_fen", Value::Money(yuan(50_000_000))),
    ];
    yes.into_iter().chain(rest).map(|(fact, value)| (fact.to_owned(), value)).collect()
}

async fn events(store: &Store, filing: &FilingId) -> Vec<FilingEvent> {
    let entries = timeline::of_subject(store.database(), &Key::Filing(filing.clone()), 0, 1000).await;
    let entries = entries.expect("the journal").into_iter();
    entries
        .filter_map(|entry| {
            let event: Event = serde_json::from_str(&entry.body).expect("an event");
            if let What::Filing(event) = event.what { Some(event) } else { None }
        })
        .collect()
}

fn part(all: &[FilingEvent], which: Copied) -> Vec<FilingEvent> {
    let submitted = |event: &FilingEvent| matches!(event, FilingEvent::Submitted { .. });
    let is_paper = |event: &FilingEvent| matches!(event, FilingEvent::Attached { .. });
    let until = all.iter().position(submitted).expect("it was handed in");
    match which {
        Copied::Draft => all[..until].to_vec(),
        Copied::Waiting => all[..=until].iter().filter(|event| !is_paper(event)).cloned().collect(),
        Copied::ToSign => all.to_vec(),
    }
}

/// Writes copies with numbers from `from` up to `until`; gives their ids.
pub async fn copy(store: &Store, people: &People, which: Copied, (from, until): (u64, u64)) -> Vec<String> {
    let clock = Clock::running(store.setting().city.time_zone().clone());
    let mut ids = Vec::new();
    for begin in (from..until).step_by(usize::try_from(CHUNK).unwrap_or(1)) {
        let numbers = begin..until.min(begin + CHUNK);
        let acts: Vec<_> = numbers.map(|number| (act(&clock, people, which, number), Vec::new())).collect();
        ids.extend(acts.iter().map(|(act, _)| act.fresh().id("filing", 0)));
        let answers = store.execute_many(acts).await;
        assert!(answers.iter().all(Result::is_ok), "copied");
    }
    ids
}

fn act(clock: &Clock, people: &People, which: Copied, number: u64) -> Act {
    let (key, at) = (format!("copy-{which:?}-{number}"), clock.now());
    let account = AccountId::new(format!("{} {number}", which.place()));
    let command = Command::Account(AccountCommand::Enable { account });
    Act { actor: people.actor.clone(), command, at, today: clock.day_of(at), key }
}

/// The real rules, and copying for commands that name no account but a copy.
fn decide(setting: &Setting, world: &World, act: &Act) -> Result<Decided, Stop> {
    let copied = if let Command::Account(AccountCommand::Enable { account }) = &act.command {
        account.as_str().split_once(' ')
    } else {
        None
    };
    let Some((which, number)) = copied else { return domain::decide::decide(setting, world, act) };
    let events = EVENTS.get().and_then(|all| all.get(which.parse::<usize>().ok()?)).expect("something to copy");
    let number: u64 = number.parse().expect("a number");
    let id = FilingId::new(act.fresh().id("filing", 0));
    world.find_filing(&id)?;
    let key = Key::Filing(id);
    let events = events.iter().cloned().map(|mut event| {
        if which == Copied::Waiting.place().to_string() {
            vary(setting, act, number, &mut event);
        }
        if let FilingEvent::Submitted { number: own, .. } = &mut event {
            *own = format!("copy-{which}-{number:06}");
        }
        Event { subject: key.clone(), what: What::Filing(event) }
    });
    Ok(Decided { events: events.collect(), answer: Answer { show: key.clone(), number: None } })
}

/// Three of four waiting cases are with the districts, one after the other, the fourth with the city; their days are
/// spread over [`DAYS`], most of them past.
fn vary(setting: &Setting, act: &Act, number: u64, event: &mut FilingEvent) {
    if let FilingEvent::Started { district, .. } = event {
        let districts: Vec<&str> = setting.city.districts().map(|district| district.id.as_str()).take(13).collect();
        let turn = usize::try_from(number).unwrap_or(0) % districts.len();
        districts[turn].clone_into(district);
    }
    if let FilingEvent::Submitted { place, .. } = event {
        let days = i64::try_from(number % DAYS).unwrap_or(0) - 30;
        let due = act.today.checked_add(days.days()).ok();
        let places = [("district_filing", "district_bureau"), ("city_filing", "commission")];
        let (step, role) = places[usize::from(number % 4 == 3)];
        *place = Place { step: step.to_owned(), roles: vec![role.to_owned()], since: act.at, due };
    }
}
