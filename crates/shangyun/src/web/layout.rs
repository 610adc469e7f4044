//! The document around a page: head, header, the column or the desk, foot.

pub mod chrome;
pub mod page;
pub mod paper;
pub mod site;
pub mod visit;
