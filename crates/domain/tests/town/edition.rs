//! A policy's text is published by two persons; cases stay on theirs until somebody moves them.

use crate::place::Town;
use domain::act::Seat;
use domain::command::Command;
use domain::course::CourseState;
use domain::decide::Decided;
use domain::edition::{EditionCommand, EditionState};
use domain::filing::FilingCommand;
use domain::ids::{EditionId, EnterpriseId, FilingId};
use domain::refusal::Refusal;
use domain::world::Key;
use jiff::civil::{Date, date};
use policy::money::Fen;
use policy::plan::words::Rank;

const TODAY: Date = date(2019, 3, 5);
/// A larger file may be attached.
const CHANGE: (&str, &str) = ("\"Largest file, in MB\"：整数 为 20", "\"Largest file, in MB\"：整数 为 25");

fn officer(office: &str, rank: Rank) -> Seat {
    Seat::Office { office: office.to_owned(), rank }
}

fn does(town: &mut Town, (account, rank): (&str, Rank), command: EditionCommand) -> Result<Decided, Refusal> {
    town.as_account(account).act(officer("commission", rank), Command::Edition(command))
}

fn edition_of(decided: &Decided) -> EditionId {
    let Key::Edition(id) = &decided.answer.show else { unreachable!("{decided:?}") };
    id.clone()
}

const WRITER: (&str, Rank) = ("writer", Rank::Handle);
const CHIEF: (&str, Rank) = ("chief", Rank::Sign);

/// An edition with this text, proposed for a day.
fn proposed(town: &mut Town, text: &str, from: Date) -> EditionId {
    let edition = drafted(town, text);
    does(town, WRITER, propose(&edition, text, from)).expect("it is proposed");
    edition
}

fn drafted(town: &mut Town, text: &str) -> EditionId {
    let (programme, base) = (Town::programme(), town.founded_on());
    let draft = EditionCommand::Draft { programme, base, text: text.to_owned() };
    edition_of(&does(town, WRITER, draft).expect("a draft"))
}

fn propose(edition: &EditionId, text: &str, from: Date) -> EditionCommand {
    let (policy_hash, reason) = (text.to_owned(), "沈经信发〔2019〕9号".to_owned());
    EditionCommand::Propose { edition: edition.clone(), policy_hash, from, reason }
}

fn confirm(edition: &EditionId, text: &str) -> EditionCommand {
    EditionCommand::Confirm { edition: edition.clone(), policy_hash: text.to_owned() }
}

fn published(town: &mut Town, from: Date) -> String {
    let text = town.checked(CHANGE);
    let edition = proposed(town, &text, from);
    does(town, CHIEF, confirm(&edition, &text)).expect("it is published");
    text
}

#[test]
fn a_text_takes_effect_on_its_day_once_two_persons_stand_behind_it() {
    let mut town = Town::new(TODAY);
    let text = published(&mut town, date(2019, 4, 1));
    let programme = town.world.programme(&Town::programme()).expect("the programme");
    assert_eq!(programme.policy_on(date(2019, 3, 31)), town.founded_on());
    assert_eq!(programme.policy_on(date(2019, 4, 1)), text);
    assert_eq!(programme.documents().collect::<Vec<_>>(), [text.as_str(), &town.founded_on()]);
}

#[test]
fn who_wrote_or_proposed_a_text_does_not_confirm_it() {
    let mut town = Town::new(TODAY);
    let text = town.checked(CHANGE);
    let edition = proposed(&mut town, &text, TODAY);
    let again = does(&mut town, ("writer", Rank::Sign), confirm(&edition, &text));
    assert!(matches!(again, Err(Refusal::SamePerson { .. })), "{again:?}");
    let below = does(&mut town, ("other", Rank::Check), confirm(&edition, &text));
    assert!(matches!(below, Err(Refusal::NotYourDuty { .. })), "{below:?}");
    let elsewhere = Command::Edition(confirm(&edition, &text));
    let elsewhere = town.as_account("other").act(officer("data-bureau", Rank::Sign), elsewhere);
    assert!(matches!(elsewhere, Err(Refusal::NotYourOffice { .. })), "{elsewhere:?}");
}

#[test]
fn a_text_with_errors_is_not_proposed() {
    let mut town = Town::new(TODAY);
    let edition = drafted(&mut town, "with errors");
    let refused = does(&mut town, WRITER, propose(&edition, "with errors", TODAY));
    assert!(matches!(refused, Err(Refusal::UnsoundPolicy { .. })), "{refused:?}");
}

#[test]
fn what_is_signed_is_the_hash_that_was_proposed() {
    let mut town = Town::new(TODAY);
    let (text, other) = (town.checked(CHANGE), town.checked((CHANGE.0, "\"Largest file, in MB\"：整数 为 30")));
    let edition = drafted(&mut town, &text);
    let moved = |found: &Result<Decided, Refusal>| matches!(found, Err(Refusal::HashMoved { .. }));
    assert!(moved(&does(&mut town, WRITER, propose(&edition, &other, TODAY))));
    does(&mut town, WRITER, propose(&edition, &text, TODAY)).expect("it is proposed");
    assert!(moved(&does(&mut town, CHIEF, confirm(&edition, &other))));
    let save = EditionCommand::Save { edition: edition.clone(), drawn: 2, text: other };
    let saved = does(&mut town, WRITER, save);
    assert!(matches!(saved, Err(Refusal::Ended { ref state }) if state == "proposed"), "{saved:?}");
}

#[test]
fn a_proposal_that_came_back_is_written_on_and_proposed_anew() {
    let mut town = Town::new(TODAY);
    let text = town.checked(CHANGE);
    let edition = proposed(&mut town, &text, TODAY);
    let words = "再核一遍".to_owned();
    let back = EditionCommand::SendBack { edition: edition.clone(), words };
    let other = does(&mut town, ("other", Rank::Handle), back.clone());
    assert!(matches!(other, Err(Refusal::NotYourDuty { .. })), "{other:?}");
    does(&mut town, CHIEF, back).expect("the chief sends it back");
    assert_eq!(town.world.edition(&edition).expect("the edition").state, EditionState::Draft);
    does(&mut town, WRITER, propose(&edition, &text, TODAY)).expect("it is proposed again");
    does(&mut town, CHIEF, confirm(&edition, &text)).expect("it is published");
    let twice = does(&mut town, CHIEF, confirm(&edition, &text));
    assert!(matches!(twice, Err(Refusal::Ended { .. })), "{twice:?}");
}

#[test]
fn no_text_takes_effect_before_the_day_it_is_published() {
    let mut town = Town::new(TODAY);
    let text = town.checked(CHANGE);
    let edition = drafted(&mut town, &text);
    let outside = |found: &Result<Decided, Refusal>| matches!(found, Err(Refusal::DateOutside { .. }));
    assert!(outside(&does(&mut town, WRITER, propose(&edition, &text, date(2019, 3, 4)))));
    does(&mut town, WRITER, propose(&edition, &text, TODAY)).expect("it is proposed");
    town.today = date(2019, 3, 6);
    assert!(outside(&does(&mut town, CHIEF, confirm(&edition, &text))), "the proposed day is over");
}

#[test]
fn a_case_stays_on_its_text_until_it_is_moved_and_its_step_begins_anew() {
    let mut town = Town::new(TODAY);
    town.enterprise("e", "91210100TEST0000XX", Some(Fen::new(100_000_000)));
    town.filing("e", ("city_filing", CourseState::Underway), Fen::new(100_000));
    let text = published(&mut town, TODAY);
    let id = FilingId::new("e");
    assert_eq!(town.world.filing(&id).expect("the filing").policy_hash, town.founded_on());

    town.filing_level("e", 1);
    let step = move_filing(&mut town, &text, "  ");
    assert!(matches!(step, Err(Refusal::FieldsMissing { .. })), "a move has a reason: {step:?}");
    move_filing(&mut town, &text, "企业书面申请适用新版").expect("it is moved");
    let filing = town.world.filing(&id).expect("the filing");
    assert_eq!(filing.policy_hash, text);
    assert_eq!(filing.course.as_ref().expect("its course").level, 0);
    let again = move_filing(&mut town, &text, "again");
    assert!(matches!(again, Err(Refusal::BadField { .. })), "{again:?}");
}

#[test]
fn new_filings_are_under_the_text_in_force() {
    let mut town = Town::new(TODAY);
    town.enterprise("e", "91210100TEST0000XX", Some(Fen::new(100_000_000)));
    let text = published(&mut town, TODAY);
    let seat = Seat::Enterprise { enterprise: EnterpriseId::new("e"), owner: true };
    let start = FilingCommand::Start { programme: Town::programme(), stream: "industrial".to_owned() };
    let decided = town.as_account("owner").act(seat, Command::Filing(start)).expect("a draft");
    let Key::Filing(id) = &decided.answer.show else { unreachable!("{decided:?}") };
    assert_eq!(town.world.filing(id).expect("the filing").policy_hash, text);
}

fn move_filing(town: &mut Town, to: &str, reason: &str) -> Result<Decided, Refusal> {
    let id = FilingId::new("e");
    let drawn = town.world.filing(&id).expect("the filing").revision;
    let (policy_hash, reason) = (to.to_owned(), reason.to_owned());
    let command = FilingCommand::MoveEdition { filing: id, drawn, policy_hash, reason };
    town.as_account("chief").act(officer("commission", Rank::Sign), Command::Filing(command))
}
