//! The program around the rules: pages, command line, jobs and configuration.
//!
//! Rules live in `policy` and `domain`, SQL in `store`; here is what speaks to people, files and the clock.

pub mod app;
pub mod cli;
pub mod clock;
pub mod entropy;
pub mod lang;
pub mod rail;
pub mod refusals;
pub mod routes;
pub mod session;
pub mod web;
