//! Whole acts in a small town: rosters of providers, and the monthly intake.

mod intake;
mod place;
mod roster;
