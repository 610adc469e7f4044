//! Whole acts in a small town: rosters of providers, the monthly intake, the programme itself.

mod edition;
mod intake;
mod interpretation;
mod place;
mod programme;
mod roster;
