//! The databases and what they say differently.

use jiff::civil::Date;

use super::expr::{Calc, DayOp, Kind};
use crate::engine::calendar;

/// A database whose SQL is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Dialect {
    /// PostgreSQL 12 and later.
    Postgres,
    /// SQLite 3.35 and later; a day is text, `YYYY-MM-DD`.
    Sqlite,
    /// DuckDB 1.0 and later.
    DuckDb,
    /// ClickHouse 23 and later; its days lie between 1900 and 2299.
    ClickHouse,
    /// Spark 3.4 and later.
    Spark,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Postgres, Self::Sqlite, Self::DuckDb, Self::ClickHouse, Self::Spark];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
            Self::DuckDb => "duckdb",
            Self::ClickHouse => "clickhouse",
            Self::Spark => "spark",
        }
    }

    /// The dialect of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// A name as it must stand between other words.
    pub(super) fn quoted(self, name: &str) -> String {
        match self {
            Self::Spark => format!("`{}`", name.replace('`', "``")),
            Self::Postgres | Self::Sqlite | Self::DuckDb | Self::ClickHouse => {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        }
    }

    /// The type of a column.
    pub(super) const fn column(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::ClickHouse, Kind::Int) => "Int64",
            (Self::ClickHouse, Kind::Bool) => "Bool",
            (Self::ClickHouse, Kind::Date) => "Date32",
            (Self::ClickHouse, Kind::Text) => "String",
            (Self::Spark, Kind::Text) => "string",
            (Self::Sqlite, Kind::Date) | (_, Kind::Text) => "text",
            (_, Kind::Int) => "bigint",
            (_, Kind::Bool) => "boolean",
            (_, Kind::Date) => "date",
        }
    }

    pub(super) fn int(self, value: i64) -> String {
        match self {
            Self::ClickHouse if i32::try_from(value).is_err() => format!("toInt64({value})"),
            Self::Postgres | Self::Sqlite | Self::DuckDb | Self::ClickHouse | Self::Spark => value.to_string(),
        }
    }

    /// A number as 64 bits.
    pub(super) fn wide(self, number: &str) -> String {
        match self {
            Self::Sqlite => number.to_owned(),
            Self::ClickHouse => format!("toInt64({number})"),
            Self::Postgres | Self::DuckDb | Self::Spark => format!("cast({number} as bigint)"),
        }
    }

    /// The sign between two numbers, or the function of both.
    pub(super) const fn calc(self, calc: Calc) -> Joint {
        match (calc, self) {
            (Calc::Add, _) => Joint::Sign("+"),
            (Calc::Sub, _) => Joint::Sign("-"),
            (Calc::Mul, _) => Joint::Sign("*"),
            (Calc::Mod, _) => Joint::Sign("%"),
            (Calc::Div, Self::Postgres | Self::Sqlite) => Joint::Sign("/"),
            (Calc::Div, Self::DuckDb) => Joint::Sign("//"),
            (Calc::Div, Self::Spark) => Joint::Sign("div"),
            (Calc::Div, Self::ClickHouse) => Joint::Function("intDiv"),
        }
    }

    /// The functions that give the smaller and the larger of two.
    pub(super) const fn extremes(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => ("min", "max"),
            Self::Postgres | Self::DuckDb | Self::ClickHouse | Self::Spark => ("least", "greatest"),
        }
    }

    /// Whether `in` leaves an unknown value unknown.
    pub(super) const fn has_open_in(self) -> bool {
        match self {
            Self::ClickHouse => false,
            Self::Postgres | Self::Sqlite | Self::DuckDb | Self::Spark => true,
        }
    }

    /// A day as yyyymmdd.
    pub(super) fn date(self, number: i64) -> String {
        let day = calendar::date(number).unwrap_or(Date::MAX);
        match self {
            Self::Sqlite => format!("'{day}'"),
            Self::ClickHouse => {
                let day = day.clamp(Date::constant(1900, 1, 1), Date::constant(2299, 12, 31));
                format!("toDate32('{day}')")
            }
            Self::Postgres | Self::DuckDb | Self::Spark => format!("date '{day}'"),
        }
    }

    /// An operation on a day.
    pub(super) fn day(self, op: DayOp, d: &str) -> String {
        match (op, self) {
            (DayOp::YearStart, Self::Postgres) => format!("make_date(extract(year from {d})::int, 1, 1)"),
            (DayOp::YearStart, Self::DuckDb | Self::Spark) => format!("make_date(year({d}), 1, 1)"),
            (DayOp::YearStart, Self::Sqlite) => format!("date({d}, 'start of year')"),
            (DayOp::YearStart, Self::ClickHouse) => format!("makeDate32(toYear({d}), 1, 1)"),
            (DayOp::AddDays(n), Self::Postgres | Self::DuckDb) => format!("({d} + {n})"),
            (DayOp::AddDays(n), Self::Sqlite) => format!("date({d}, '+{n} days')"),
            (DayOp::AddDays(n), Self::ClickHouse) => format!("addDays({d}, {n})"),
            (DayOp::AddDays(n), Self::Spark) => format!("date_add({d}, {n})"),
            (DayOp::AddMonths(n), Self::Postgres | Self::DuckDb) => {
                format!("cast({d} + interval '{n} months' as date)")
            }
            // What passes the end of the month goes over into the next; the last day of the month is earlier then.
            (DayOp::AddMonths(n), Self::Sqlite) => {
                format!("min(date({d}, '+{n} months'), date({d}, 'start of month', '+{} months', '-1 day'))", n + 1)
            }
            (DayOp::AddMonths(n), Self::ClickHouse) => format!("addMonths({d}, {n})"),
            (DayOp::AddMonths(n), Self::Spark) => format!("add_months({d}, {n})"),
            (DayOp::AnniversaryEve, _) => self.anniversary_eve(d),
        }
    }

    /// The first of the month a year later, and from there as many days as before, less one: 29 February gives 28 February.
    fn anniversary_eve(self, d: &str) -> String {
        match self {
            Self::Postgres => format!(
                "(make_date(extract(year from {d})::int + 1, extract(month from {d})::int, 1) \
                 + (extract(day from {d})::int - 2))"
            ),
            Self::DuckDb => format!("(make_date(year({d}) + 1, month({d}), 1) + cast(day({d}) - 2 as integer))"),
            Self::Sqlite => {
                format!("date({d}, 'start of month', '+1 year', (cast(strftime('%d', {d}) as integer) - 2) || ' days')")
            }
            Self::ClickHouse => {
                format!("addDays(makeDate32(toYear({d}) + 1, toMonth({d}), 1), toDayOfMonth({d}) - 2)")
            }
            Self::Spark => format!("date_add(make_date(year({d}) + 1, month({d}), 1), day({d}) - 2)"),
        }
    }

    /// Days from the first up to, not including, the second.
    pub(super) fn days(self, from: &str, to: &str) -> String {
        match self {
            Self::Postgres | Self::DuckDb => format!("({to} - {from})"),
            Self::Sqlite => format!("cast(julianday({to}) - julianday({from}) as integer)"),
            Self::ClickHouse => format!("dateDiff('day', {from}, {to})"),
            Self::Spark => format!("datediff({to}, {from})"),
        }
    }
}

/// How an operation joins two numbers.
#[derive(Clone, Copy)]
pub(super) enum Joint {
    Sign(&'static str),
    Function(&'static str),
}
