//! The demo city: a city with people, enterprises and cases in it, made through the same door as everything else.
//!
//! [`cast`] says who is there, [`play`] writes acts down in memory and performs them in the store, [`opening`] makes a
//! city in a folder or opens it again.

pub mod applicants;
pub mod cast;
pub mod choice;
pub mod days;
pub mod entropy;
pub mod firms;
pub mod forward;
pub mod founding;
pub mod hints;
pub mod life;
mod made;
pub mod names;
pub mod newcomer;
pub mod opening;
mod ordinary;
pub mod papers;
pub mod play;
pub mod roles;
