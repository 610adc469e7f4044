//! Whatever an act changes it has looked at before, also what is new.

use domain::account::{AccountCommand, Person};
use domain::act::{Act, Actor, Personal};
use domain::city::City;
use domain::command::Command;
use domain::decide::decide;
use domain::ids::PersonalId;
use domain::setting::Setting;
use domain::world::{Key, Stop, World};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

#[test]
fn a_new_account_is_looked_up_before_it_is_opened() {
    let sealed = |id: &str| Personal { id: PersonalId::new(id), commitment: String::new() };
    let person = Person { name: sealed("n"), login: sealed("l") };
    let act = Act {
        actor: Actor::public(),
        command: Command::Account(AccountCommand::SignUp { person }),
        at: "2019-03-04T01:00:00Z".parse().expect("an instant"),
        today: "2019-03-04".parse().expect("a day"),
        key: "k".to_owned(),
    };
    let setting = setting();
    let mut world = World::default();
    let Err(Stop::Need(keys)) = decide(&setting, &world, &act) else {
        unreachable!("the new account was never looked up");
    };
    assert!(matches!(keys.as_slice(), [Key::Account(_)]), "{keys:?}");
    for key in keys {
        world.load(key, None);
    }
    let decided = decide(&setting, &world, &act).expect("the account is opened");
    assert_eq!(decided.events.len(), 1);
}

fn setting() -> Setting {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/shenyang");
    let files = std::fs::read_dir(folder).expect("the city").map(|entry| {
        let entry = entry.expect("a file");
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    });
    let files: BTreeMap<String, String> = files.filter(|(name, _)| name.rsplit('.').next() == Some("toml")).collect();
    Setting {
        city: Arc::new(City::load(&files).expect("the city is right")),
        policies: BTreeMap::new(),
        checked: BTreeMap::new(),
    }
}
