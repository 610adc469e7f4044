//! From the text of a document to statements with their places; no meaning yet.

pub(crate) mod ast;
pub(crate) mod bounds;
pub(crate) mod cursor;
pub(crate) mod document;
pub(crate) mod expression;
pub(crate) mod grammar;
pub(crate) mod keyword;
pub(crate) mod lexer;
pub(crate) mod misread;
pub(crate) mod parser;
pub(crate) mod report;
