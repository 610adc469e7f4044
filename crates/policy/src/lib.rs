//! The policy document is the program: this crate reads it, checks it, decides with it and explains what it decided.
//!
//! Nothing here reads a file, a clock or a database; every function is a function of its arguments.
//! Start at [`policy::Policy`]; the data of a plan is in [`plan`], a claim's facts in [`facts`], an answer in [`decision`].

#[macro_use]
mod closed_list;

mod alike;
pub mod allocation;
mod analysis;
pub mod claims_csv;
pub mod columnar;
mod compile;
mod counterfactual;
mod decide;
pub mod decision;
pub mod diagnostics;
pub mod diff;
mod engine;
mod explain;
pub mod facts;
pub mod format;
pub mod inherit;
mod kernel;
pub mod lines;
pub mod money;
pub mod plan;
pub mod policy;
mod quantity;
pub mod runner;
pub mod sample;
pub mod scenario;
pub mod schema;
pub mod selftest;
pub mod simulate;
pub mod smt;
pub mod sql;
mod syntax;
pub mod text;
pub mod value;
pub mod workbench;
