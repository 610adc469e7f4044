//! The parts pages are made of: plain functions from values to markup. They show; they decide and compute nothing.

pub mod action;
pub mod answers;
pub mod field;
pub mod filter;
pub mod icon;
pub mod ladder;
pub mod notice;
pub mod pane;
pub mod qr;
pub mod steps;
pub mod table;
pub mod tag;
pub mod tasks;
pub mod thread;
pub mod timeline;
pub mod value;
