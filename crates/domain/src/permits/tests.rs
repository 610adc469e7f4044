use super::{SeatKind, TABLE, permits};
use crate::act::Seat;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of all commands, as the source gives them.
fn commands() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = [
        "account.rs",
        "enterprise.rs",
        "programme.rs",
        "edition.rs",
        "interpretation.rs",
        "filing.rs",
        "claim/command.rs",
        "round/command.rs",
    ];
    let mut names = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(folder.join(file)).expect("the source is readable");
        let literals = text.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
        names.extend(literals.filter(|name| name.contains('.')).map(str::to_owned));
    }
    names
}

#[test]
fn every_command_stands_in_the_table_once_and_nothing_else_does() {
    let names: Vec<String> = TABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    let known: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(names.len(), known.len(), "a command stands there twice");
    assert_eq!(known, commands());
}

#[test]
fn no_administrator_and_no_auditor_acts_on_a_case() {
    let apart = [SeatKind::SystemAdmin, SeatKind::SecurityAdmin, SeatKind::AuditAdmin, SeatKind::Auditor];
    for (name, kinds) in TABLE {
        let own = ["account.", "programme.publish", "round.object"].iter().any(|own| name.starts_with(own));
        assert!(own || !kinds.iter().any(|kind| apart.contains(kind)), "{name}");
    }
    assert!(!TABLE.iter().any(|(name, kinds)| *name != "round.object" && kinds.contains(&SeatKind::AuditAdmin)));
}

#[test]
fn an_unknown_command_is_open_to_nobody() {
    assert!(!permits(&Seat::SecurityAdmin, "account.rename"));
    assert!(permits(&Seat::SecurityAdmin, "account.invite"));
    assert!(!permits(&Seat::SystemAdmin, "account.invite"));
}
