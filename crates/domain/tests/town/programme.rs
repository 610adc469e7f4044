//! Whatever moves a programme, its money or its readings names the document that says so.

use crate::place::Town;
use domain::act::Seat;
use domain::command::Command;
use domain::programme::{ProgrammeCommand, Ruling, State};
use domain::refusal::Refusal;
use jiff::civil::date;
use policy::money::Fen;
use policy::plan::words::Rank;

fn signer(office: &str) -> Seat {
    Seat::Office { office: office.to_owned(), rank: Rank::Sign }
}

fn refused(town: &mut Town, office: &str, command: ProgrammeCommand) -> Refusal {
    town.act(signer(office), Command::Programme(command)).expect_err("it is refused")
}

#[test]
fn nothing_of_a_programme_changes_without_a_document() {
    let mut town = Town::new(date(2019, 3, 5));
    let (programme, nothing) = (Town::programme(), " ".to_owned());
    let moved =
        ProgrammeCommand::Move { programme: programme.clone(), state: State::Settling, reason: nothing.clone() };
    let budget = ProgrammeCommand::SetBudget {
        programme: programme.clone(),
        year: 2020,
        stream: "industrial".to_owned(),
        amount: Fen::new(100),
        reason: nothing.clone(),
    };
    let ruling = Ruling { option: "lifetime".to_owned(), number: nothing, date: date(2019, 3, 1) };
    let ruled = ProgrammeCommand::Rule { programme, switch: "cap_period".to_owned(), ruling };
    let missing = |field: &str| Refusal::FieldsMissing { fields: vec![field.to_owned()] };
    assert_eq!(refused(&mut town, "commission", moved), missing("reason"));
    assert_eq!(refused(&mut town, "finance-bureau", budget), missing("reason"));
    assert_eq!(refused(&mut town, "commission", ruled), missing("number"));
}

#[test]
fn a_ruling_is_not_of_a_day_to_come() {
    let mut town = Town::new(date(2019, 3, 5));
    let ruling = Ruling { option: "lifetime".to_owned(), number: "1".to_owned(), date: date(2019, 3, 6) };
    let command = ProgrammeCommand::Rule { programme: Town::programme(), switch: "cap_period".to_owned(), ruling };
    let found = refused(&mut town, "commission", command);
    assert!(matches!(found, Refusal::DateOutside { ref field, to, .. } if field == "date" && to == date(2019, 3, 5)));
}
