//! The policy document is the program: this crate reads it, checks it, decides with it and explains what it decided.
//!
//! Nothing here reads a file, a clock or a database; every function is a function of its arguments.
//! Start at [`policy::Policy`]; the data of a plan is in [`plan`], a claim's facts in [`facts`], an answer in [`decision`].

pub mod decision;
pub mod diagnostics;
pub mod facts;
pub mod money;
pub mod plan;
pub mod policy;
pub mod text;
pub mod value;
