//! What the tests of the whole program stand on: a browser, a running server, a database, a folder.
//!
//! Nothing here skips: a missing part panics and names the command that brings it.
#![allow(dead_code, reason = "every test binary uses its own part of the support code")]

pub mod admission;
pub mod api;
pub mod axe;
pub mod browser;
pub mod chromedriver;
pub mod city;
pub mod demo;
pub mod folder;
pub mod look;
pub mod people;
pub mod postgres;
pub mod reader;
pub mod story;
pub mod town;
pub mod visitor;
pub mod ways;
