//! The entries of the registers: districts, offices, providers, project types, experts and lists.
//!
//! Every entry is dated. Nothing here reads files or looks anything up.

use crate::credit_code::CreditCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A name in Chinese and English.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The Chinese name, which is the official one.
    pub zh: String,
    /// The English name.
    pub en: String,
}

/// A span of days, both ends included; an end left out is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Whether the days are publicly certain; otherwise they are the register keeper's best knowledge.
    pub date_known: bool,
}

impl Period {
    /// Whether the day lies within.
    pub fn contains(&self, day: Date) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// Whether a day lies within both.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// The first day, or the first there is.
    pub(super) fn first(&self) -> Date {
        self.from.unwrap_or(Date::MIN)
    }

    /// The last day, or the last there is.
    pub(super) fn last(&self) -> Date {
        self.until.unwrap_or(Date::MAX)
    }
}

/// What kind of place a district is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DistrictKind {
    /// A district of the city (区).
    District,
    /// A county (县).
    County,
    /// A county-level city (县级市).
    CountyLevelCity,
    /// A development zone (开发区), which is not in GB/T 2260 and lies within a district.
    Zone,
}

/// A district, county or zone (区、县、市、开发区).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct District {
    /// The GB/T 2260 code, or an id that begins with `zone-`.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// What kind of place it is.
    pub kind: DistrictKind,
    /// Whether the plan asks it to lead (率先垂范).
    pub lead: bool,
    /// The district a zone lies in: its offices act where the zone has none of its own.
    pub within: Option<String>,
    /// Codes it had before.
    pub old_codes: BTreeSet<String>,
}

/// A name an office has or had.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OfficeName {
    /// The name.
    pub names: Names,
    /// When it was in use.
    pub period: Period,
}

/// A role an office holds or held.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct HeldRole {
    /// The role's id, as in the policy document.
    pub role: String,
    /// When it was held.
    pub period: Period,
}

/// An office (部门). Its id stays when it is renamed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Office {
    /// Its id in the register.
    pub id: String,
    /// Its names in the order of their days, without gap or overlap; at least one.
    pub names: Vec<OfficeName>,
    /// The roles it holds, with their days.
    pub roles: Vec<HeldRole>,
    /// The district it works for; none for an office of the city.
    pub district: Option<String>,
    /// The organisation in the provider register that this office is, for a platform operator.
    pub provider: Option<String>,
    /// Whether its officers sign in; otherwise its acts are registered for it (代为登记).
    pub signs_in: bool,
}

impl Office {
    /// The name on this day: the first name before its first day, the last one after its last day.
    ///
    /// `None` only for an office without a name, which no loaded register has.
    pub fn name(&self, day: Date) -> Option<&OfficeName> {
        self.names.iter().find(|name| day <= name.period.last()).or(self.names.last())
    }

    /// The roles it holds on this day.
    pub fn roles(&self, day: Date) -> impl Iterator<Item = &str> {
        self.roles.iter().filter(move |held| held.period.contains(day)).map(|held| held.role.as_str())
    }

    /// Whether it holds this role on this day.
    pub fn holds(&self, role: &str, day: Date) -> bool {
        self.roles(day).any(|held| held == role)
    }
}

/// What a provider does; one organisation may do several (A19).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// Cloud platform provider (云平台服务商).
    Platform,
    /// Cloud application provider (云应用提供商).
    Application,
    /// Platform operator (云平台运营公司).
    Operator,
}

/// An organisation in the provider register (服务商目录).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Provider {
    /// Its id in the register.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// What it does.
    pub kinds: BTreeSet<ProviderKind>,
    /// Its credit code.
    pub credit_code: CreditCode,
    /// When it is listed.
    pub period: Period,
    /// Credit codes of bodies related to it: owners, subsidiaries, sister companies.
    pub related: BTreeSet<CreditCode>,
}

/// A project type on the list that a stream's clause refers to (项目类型).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProjectType {
    /// Its id in the register.
    pub id: String,
    /// The stream it belongs to, as in the policy document.
    pub stream: String,
    /// Its names.
    pub names: Names,
    /// When it is listed.
    pub period: Period,
}

/// A review expert (评审专家).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Expert {
    /// The id in the register, which is what the journal holds.
    pub id: String,
    /// The name shown on pages; personal data, so it never enters an event.
    pub names: Names,
    /// The field of expertise.
    pub field: Names,
    /// The employer, for recusal (回避).
    pub employer: CreditCode,
    /// When the expert is in the pool.
    pub period: Period,
}

/// What the entries of a list name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// Bodies by their credit code.
    CreditCode,
    /// Anything else by its exact text.
    Text,
}

/// One entry of a list: its days, and why where the list says so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Listing {
    /// When the subject is listed.
    pub period: Period,
    /// The ground or source of the entry.
    pub note: Option<String>,
}

/// A list of the city, such as monitored enterprises (重点监测企业) or the dishonest (失信名单).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Register {
    /// Its id, as in the policy document.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// What its entries name.
    pub subject: SubjectKind,
    /// The entries by subject.
    pub entries: BTreeMap<String, Vec<Listing>>,
}

impl Register {
    /// The entry of a subject on this day.
    pub fn entry(&self, subject: &str, day: Date) -> Option<&Listing> {
        let listings = match self.subject {
            SubjectKind::Text => self.entries.get(subject),
            SubjectKind::CreditCode => {
                CreditCode::overridden(subject).ok().and_then(|code| self.entries.get(code.as_str()))
            }
        };
        listings?.iter().find(|listing| listing.period.contains(day))
    }
}

/// The head of a paper that goes out (文头) and how its number is made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Letterhead {
    /// Its id.
    pub id: String,
    /// The role whose office signs; the office's name on the day stands above.
    pub role: String,
    /// The title.
    pub names: Names,
    /// The document number with `{year}` and `{serial}` in it, and `{district}` where every district counts for itself.
    pub number: String,
    /// Whether it is the receipt that a step of filing ends in.
    pub receipt: bool,
}

impl Letterhead {
    /// The number of one paper, such as 沈企云备〔2019〕7号, for a district by its name where the number has one.
    pub fn number(&self, year: i16, serial: u32, district: &str) -> String {
        let number = self.number.replace("{district}", district);
        number.replace("{year}", &year.to_string()).replace("{serial}", &serial.to_string())
    }
}

/// A way to reach the programme, shown on pages and letters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Contact {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub names: Names,
    /// The telephone number, address or page.
    pub value: String,
    /// When it is open.
    pub hours: Option<Names>,
}
