//! The programme: enterprises, the three procedures, the ledger, and who may do what.
//!
//! Pure: no IO, no clock, no SQL, no async. [`decide`](decide::decide) says what an act does;
//! [`apply`](world::Aggregate::apply) turns events into state. What it does not know: pages, databases, files.

pub mod access;
pub mod account;
pub mod act;
pub mod calendar;
pub mod city;
pub mod claim;
pub mod command;
pub mod course;
pub mod credit_code;
pub mod decide;
pub mod due;
pub mod edition;
pub mod enterprise;
pub mod event;
pub mod facts;
pub mod filing;
pub mod ids;
pub mod industry;
pub mod interpretation;
pub mod ledger;
pub mod message;
pub mod paper;
pub mod permits;
pub mod programme;
pub mod reading;
pub mod refusal;
pub mod round;
pub mod setting;
pub mod sight;
pub mod unique;
pub mod world;
