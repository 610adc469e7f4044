//! A decider for tests: the command carries a small script in place of an account's id, and the
//! script says which events to make. It checks keys and balances as the real one does.

use domain::account::{AccountCommand, AccountEvent, Person};
use domain::act::{Act, Actor, Personal, Seat};
use domain::command::Command;
use domain::course::Place;
use domain::decide::{Answer, Decided};
use domain::event::{Event, What};
use domain::filing::FilingEvent;
use domain::ids::{AccountId, EnterpriseId, FilingId, MessageId, PersonalId, ProgrammeId};
use domain::ledger::{Account, Purpose, Transfer};
use domain::message::{Addressee, Message};
use domain::refusal::Refusal;
use domain::setting::Setting;
use domain::unique::{Hold, HoldChange, Standing};
use domain::world::{Key, Stop, World};
use policy::money::Fen;
use std::collections::BTreeMap;

/// An act that runs a script under a one-time key.
pub fn act(key: &str, script: &str) -> Act {
    Act {
        actor: Actor { account: AccountId::new("tester"), seat: Seat::SecurityAdmin },
        command: Command::Account(AccountCommand::Enable { account: AccountId::new(script) }),
        at: "2018-10-08T01:02:03.000004Z".parse().expect("an instant"),
        today: "2018-10-08".parse().expect("a day"),
        key: key.to_owned(),
    }
}

/// A ledger account of the test programme.
pub fn account(purpose: &str) -> Account {
    let purpose = match purpose {
        "appropriation" => Purpose::Appropriation,
        "available" => Purpose::Available,
        "reserved" => Purpose::Reserved,
        _ => Purpose::Paid,
    };
    Account { programme: ProgrammeId::new("p"), year: 2018, stream: "s".to_owned(), purpose }
}

/// Runs the script of an act: statements apart by `;`, words by spaces.
///
/// `take KEY HOLDER`, `fund KEY`, `free KEY`, `count NAME`, `move FROM TO FEN`, `force FROM TO FEN`
/// (a move without the check), `tell ENTERPRISE`, `open ID PERSONAL COMMITMENT`, `disable ID`,
/// `file ID DISTRICT STREAM`, `hand ID ROLE DUE`, `withdraw ID`, `need KEY`, `refuse`.
pub fn decide(_: &Setting, world: &World, act: &Act) -> Result<Decided, Stop> {
    let Command::Account(AccountCommand::Enable { account: script }) = &act.command else {
        return Err(Refusal::Recused.into());
    };
    let mut now = world.clone();
    let mut events = Vec::new();
    for (place, line) in script.as_str().split(';').enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some(event) = event(&now, act, place, &words)? else { continue };
        now.apply(&event);
        events.push(event);
    }
    let show = Key::Account(AccountId::new("tester"));
    Ok(Decided { events, answer: Answer { show, number: Some(format!("for {}", act.key)) } })
}

fn event(world: &World, act: &Act, place: usize, words: &[&str]) -> Result<Option<Event>, Stop> {
    Ok(Some(match words {
        ["take", key, holder] => {
            if let Some(hold) = world.hold(key)? {
                return Err(Refusal::AlreadyHeld { key: (*key).to_owned(), holder: hold.holder.clone() }.into());
            }
            let hold = Hold { holder: (*holder).to_owned(), standing: Standing::Live };
            hold_event(key, HoldChange::Taken(hold))
        }
        ["fund", key] => {
            world.hold(key)?;
            hold_event(key, HoldChange::Funded)
        }
        ["free", key] => {
            world.hold(key)?;
            hold_event(key, HoldChange::Freed)
        }
        ["count", name] => {
            world.counter((*name).to_owned())?;
            Event { subject: Key::Counter((*name).to_owned()), what: What::Added(1) }
        }
        [how @ ("move" | "force"), from, to, fen] => moved(world, how, from, to, fen)?,
        ["tell", enterprise] => tell(world, act, place, enterprise)?,
        ["open", id, personal, commitment] => open(world, id, personal, commitment)?,
        ["disable", id] => {
            let id = AccountId::new(*id);
            world.account(&id)?;
            Event { subject: Key::Account(id), what: What::Account(AccountEvent::Disabled) }
        }
        ["file" | "hand" | "withdraw", ..] => filing(world, act, words)?,
        ["need", key] => {
            world.hold(key)?;
            return Ok(None);
        }
        ["refuse"] => return Err(Refusal::Recused.into()),
        _ => return Ok(None),
    }))
}

trait Counters {
    fn counter(&self, name: String) -> Result<(), Stop>;
}

impl Counters for World {
    fn counter(&self, name: String) -> Result<(), Stop> {
        self.get(&Key::Counter(name)).map(|_| ())
    }
}

fn hold_event(key: &str, change: HoldChange) -> Event {
    Event { subject: Key::Unique(key.to_owned()), what: What::Hold(change) }
}

fn moved(world: &World, how: &str, from: &str, to: &str, fen: &str) -> Result<Event, Stop> {
    let (from, to) = (account(from), account(to));
    world.want([Key::Balance(from.clone()), Key::Balance(to.clone())])?;
    let amount = Fen::new(fen.parse().expect("an amount"));
    let after = world.balance(&from)?.fen() - amount.fen();
    if how == "move" && after < 0 && !from.may_overdraw() {
        return Err(Refusal::Overdrawn { account: from.to_string(), short_by: Fen::new(after) }.into());
    }
    let (reason, clause, about) = ("test".to_owned(), "三".to_owned(), "filing:f".to_owned());
    let subject = Key::Balance(from.clone());
    Ok(Event { subject, what: What::Moved(Transfer { from, to, amount, reason, clause, about }) })
}

fn tell(world: &World, act: &Act, place: usize, enterprise: &str) -> Result<Event, Stop> {
    let id = MessageId::new(act.fresh().id("message", place));
    world.find_message(&id)?;
    let message = Message {
        to: Addressee::Enterprise(EnterpriseId::new(enterprise)),
        about: "filing:f".to_owned(),
        text: "test".to_owned(),
        values: BTreeMap::new(),
        at: act.at,
    };
    Ok(Event { subject: Key::Message(id), what: What::Told(message) })
}

fn open(world: &World, id: &str, personal: &str, commitment: &str) -> Result<Event, Stop> {
    let id = AccountId::new(id);
    world.find_account(&id)?;
    let name = Personal { id: PersonalId::new(personal), commitment: commitment.to_owned() };
    let person = Person { name: name.clone(), login: name };
    let opened = AccountEvent::Opened { person, seat: Seat::Newcomer };
    Ok(Event { subject: Key::Account(id), what: What::Account(opened) })
}

fn filing(world: &World, act: &Act, words: &[&str]) -> Result<Event, Stop> {
    let id = FilingId::new(words[1]);
    world.find_filing(&id)?;
    let what = match words {
        ["file", _, district, stream] => FilingEvent::Started {
            programme: ProgrammeId::new("p"),
            policy_hash: "h".to_owned(),
            enterprise: EnterpriseId::new("e"),
            enterprise_name: "沈阳某厂".to_owned(),
            stream: (*stream).to_owned(),
            district: (*district).to_owned(),
        },
        ["hand", id, role, due] => FilingEvent::Submitted {
            number: format!("N-{id}"),
            place: Place {
                step: "district".to_owned(),
                roles: role.split('+').map(str::to_owned).collect(),
                since: act.at,
                due: due.parse().ok(),
            },
            at: act.at,
        },
        _ => FilingEvent::Discarded { at: act.at },
    };
    Ok(Event { subject: Key::Filing(id), what: What::Filing(what) })
}
