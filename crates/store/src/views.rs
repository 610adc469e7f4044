//! Views: one file per page or report, SQL to plain structs. They only read; nothing is decided or
//! computed here, and acts never use them.

pub mod accounts;
pub mod cases;
pub mod decided;
pub mod editions;
pub mod enterprises;
pub mod inbox;
pub mod intake;
pub mod keys;
pub mod ledger;
pub mod providers;
pub mod public;
pub mod queue;
pub mod timeline;

/// How many rows a page holds.
pub const PAGE: i64 = 50;

/// The statements of this folder.
pub(crate) fn statements() -> Vec<String> {
    let lists = [
        accounts::SQL,
        cases::SQL,
        decided::SQL,
        editions::SQL,
        enterprises::SQL,
        inbox::SQL,
        intake::SQL,
        keys::SQL,
        ledger::SQL,
        providers::SQL,
        public::SQL,
        queue::SQL,
        timeline::SQL,
    ];
    lists.concat().into_iter().map(str::to_owned).collect()
}
