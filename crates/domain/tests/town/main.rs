//! Whole acts in a small town: rosters of providers, the monthly intake, the programme itself.

mod intake;
mod place;
mod programme;
mod roster;
