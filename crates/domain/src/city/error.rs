//! What can be wrong with the registers of a city: the file, the line, the problem and what to do.

use crate::calendar::CalendarYearError;
use crate::credit_code::CreditCodeError;
use jiff::civil::Date;
use std::fmt;

/// One mistake in the registers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CityError {
    /// The file's name.
    pub file: String,
    /// The line, from 1, where the mistake has one.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for CityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.problem),
            None => write!(f, "{}: {}", self.file, self.problem),
        }
    }
}

impl std::error::Error for CityError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.problem.source()
    }
}

/// What is wrong, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    /// A file every city needs is not there.
    #[error("the file is missing; start from the one in the template city")]
    FileMissing,
    /// No register is read from a file of this name.
    #[error("no register has this name; use one of {expected}, or `list-<id>.toml` for a list")]
    FileUnknown {
        /// The names that are read.
        expected: String,
    },
    /// The text is not TOML, or a value has the wrong type.
    #[error("{message}")]
    Form {
        /// What the reader says.
        message: String,
    },
    /// A part that no register has.
    #[error("there is no part `{key}` in this file; remove it or correct its name")]
    PartUnknown {
        /// Its name.
        key: String,
    },
    /// A part that must be there.
    #[error("the part `{key}` is missing; add it")]
    PartMissing {
        /// Its name.
        key: String,
    },
    /// An id with characters that ids do not have.
    #[error("`{id}` is not an id; use small letters, digits, `-` and `_`")]
    Id {
        /// The text.
        id: String,
    },
    /// The same id twice.
    #[error("`{id}` is there already; give each {what} its own id")]
    Twice {
        /// What the id names.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A reference to something that is not in the registers.
    #[error("there is no {what} `{id}`; add it or correct the reference")]
    NoSuch {
        /// What is referred to.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// An empty name or value.
    #[error("`{field}` is empty; fill it in")]
    Empty {
        /// The field.
        field: &'static str,
    },
    /// A period that ends before it begins.
    #[error("the period ends on {until}, before it begins on {from}; correct one of the days")]
    Reversed {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// An office without a name, or whose names leave days out or share them.
    #[error("the names of office `{office}` must follow each other day by day; {detail}")]
    OfficeNames {
        /// The office.
        office: String,
        /// What is wrong and where.
        detail: String,
    },
    /// A role that belongs to a district in an office without one, or the other way round.
    #[error("role `{role}` {rule}; set or remove `district` of office `{office}`")]
    RoleScope {
        /// The role.
        role: String,
        /// The office.
        office: String,
        /// What the role asks for.
        rule: &'static str,
    },
    /// Two offices hold one role on the same day.
    #[error("offices `{first}` and `{second}` both hold role `{role}` on {day}; end one before the other begins")]
    RoleTwice {
        /// The role.
        role: String,
        /// One office.
        first: String,
        /// The other.
        second: String,
        /// The first day of the overlap.
        day: Date,
    },
    /// A district code or zone id of the wrong form, or a zone without its district.
    #[error("district `{id}`: {rule}")]
    District {
        /// The district.
        id: String,
        /// What is asked for.
        rule: &'static str,
    },
    /// A wrong credit code.
    #[error("credit code `{code}`: {error}")]
    CreditCode {
        /// The text.
        code: String,
        /// What is wrong with it.
        #[source]
        error: CreditCodeError,
    },
    /// A day that cannot stand in the calendar.
    #[error("year {year}: {error}")]
    Calendar {
        /// The year.
        year: i16,
        /// What is wrong with the day.
        #[source]
        error: CalendarYearError,
    },
    /// A time zone that is not in the database.
    #[error("there is no time zone `{name}`; use a name such as `Asia/Shanghai`")]
    TimeZone {
        /// The name.
        name: String,
    },
    /// An administrative code that is not six digits.
    #[error("`{code}` is not an administrative code of six digits (GB/T 2260)")]
    AdministrativeCode {
        /// The text.
        code: String,
    },
    /// A document number without its year or serial.
    #[error("the document number `{number}` needs `{{year}}` and `{{serial}}` in it")]
    Number {
        /// The text.
        number: String,
    },
}
