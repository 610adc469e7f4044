//! What a plan means can be asked for; the answer has a number, and may rule an open reading.

use crate::place::Town;
use domain::act::{Personal, Seat};
use domain::command::Command;
use domain::decide::Decided;
use domain::event::What;
use domain::ids::{EnterpriseId, InterpretationId, PersonalId};
use domain::interpretation::{About, InterpretationCommand};
use domain::refusal::Refusal;
use domain::world::Key;
use jiff::civil::date;
use policy::plan::words::Rank;

fn asks(town: &mut Town, about: About) -> Result<Decided, Refusal> {
    let words = Personal { id: PersonalId::new("w"), commitment: String::new() };
    let seat = Seat::Enterprise { enterprise: EnterpriseId::new("e"), owner: false };
    let ask = InterpretationCommand::Ask { programme: Town::programme(), about, words };
    town.act(seat, Command::Interpretation(ask))
}

fn answers(town: &mut Town, id: &InterpretationId, number: &str, option: Option<&str>) -> Result<Decided, Refusal> {
    let answer = InterpretationCommand::Answer {
        interpretation: id.clone(),
        number: number.to_owned(),
        date: date(2019, 3, 4),
        words: "上限按三年累计计算。".to_owned(),
        option: option.map(str::to_owned),
    };
    let seat = Seat::Office { office: "commission".to_owned(), rank: Rank::Sign };
    town.act(seat, Command::Interpretation(answer))
}

fn asked(decided: &Decided) -> InterpretationId {
    let Key::Interpretation(id) = &decided.answer.show else { unreachable!("{decided:?}") };
    id.clone()
}

#[test]
fn an_answer_with_a_number_rules_the_reading_and_the_asker_is_told() {
    let mut town = Town::new(date(2019, 3, 5));
    let id = asked(&asks(&mut town, About::Switch("cap_period".to_owned())).expect("it is asked"));
    let nameless = answers(&mut town, &id, "", Some("lifetime"));
    assert!(matches!(nameless, Err(Refusal::FieldsMissing { .. })), "{nameless:?}");
    let decided = answers(&mut town, &id, "沈经信函〔2019〕5号", Some("lifetime")).expect("it is answered");
    assert!(decided.events.iter().any(|event| matches!(event.what, What::Told(_))));
    let programme = town.world.programme(&Town::programme()).expect("the programme");
    assert_eq!(programme.readings().0["cap_period"], "lifetime");
    let twice = answers(&mut town, &id, "6", Some("year"));
    assert!(matches!(twice, Err(Refusal::Ended { .. })), "{twice:?}");
}

#[test]
fn a_party_asks_the_same_once_until_it_is_answered() {
    let mut town = Town::new(date(2019, 3, 5));
    let about = || About::Clause("三(一)".to_owned());
    let id = asked(&asks(&mut town, about()).expect("it is asked"));
    let twice = asks(&mut town, about());
    assert!(matches!(twice, Err(Refusal::AlreadyHeld { .. })), "{twice:?}");
    let ruling = answers(&mut town, &id, "7", Some("lifetime"));
    assert!(matches!(ruling, Err(Refusal::BadField { .. })), "a clause has no options: {ruling:?}");
    answers(&mut town, &id, "7", None).expect("it is answered in words");
    asks(&mut town, about()).expect("what was answered may be asked anew");
    let unknown = asks(&mut town, About::Clause("九十九".to_owned()));
    assert!(matches!(unknown, Err(Refusal::BadField { .. })), "{unknown:?}");
}
