//! The program around the rules: pages, command line, jobs and configuration.
//!
//! Rules live in `policy` and `domain`, SQL in `store`; here is what speaks to people, files and the clock.

pub mod acting;
pub mod admission;
pub mod api;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod daily;
pub mod deciding;
pub mod decisions;
pub mod demo;
pub mod editions;
pub mod entropy;
pub mod jobs;
pub mod keys;
pub mod lang;
pub mod letters;
pub mod lineage;
pub mod mail;
pub mod names;
pub mod pages;
pub mod passwords;
pub mod past;
pub mod rail;
pub mod receipt;
pub mod refusals;
pub mod routes;
pub mod second_factor;
pub mod seen;
pub mod server;
pub mod session;
pub mod shipped;
pub mod sign_in;
#[cfg(test)]
mod trial;
pub mod uploads;
pub mod web;
pub mod worklist;
pub mod works;
