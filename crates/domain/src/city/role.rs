//! The roles a policy document may name, by their ids.
//!
//! Which office holds an office role on a day is in the register; the other roles belong to seats.

use serde::{Deserialize, Serialize};

/// Whether a role is held once in the city or once in each district.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Once in the city.
    City,
    /// Once in each district.
    District,
}

/// City government (市政府).
pub const CITY_GOVERNMENT: &str = "city_government";
/// City industry commission (市经信委、工信局), the lead.
pub const COMMISSION: &str = "commission";
/// City data bureau (市大数据局、数据局).
pub const DATA_BUREAU: &str = "data_bureau";
/// City finance bureau (市财政局).
pub const FINANCE_BUREAU: &str = "finance_bureau";
/// District industry bureau (区县经信部门).
pub const DISTRICT_BUREAU: &str = "district_bureau";
/// District finance bureau (区县财政局).
pub const DISTRICT_FINANCE: &str = "district_finance";
/// Cloud platform operator (云平台运营公司).
pub const PLATFORM_OPERATOR: &str = "platform_operator";

/// The roles that offices hold in every city; a city may declare more.
pub const OFFICE_ROLES: [(&str, Scope); 7] = [
    (CITY_GOVERNMENT, Scope::City),
    (COMMISSION, Scope::City),
    (DATA_BUREAU, Scope::City),
    (FINANCE_BUREAU, Scope::City),
    (DISTRICT_BUREAU, Scope::District),
    (DISTRICT_FINANCE, Scope::District),
    (PLATFORM_OPERATOR, Scope::City),
];

/// The roles that come with a seat and not with an office.
pub const SEAT_ROLES: [&str; 9] = [
    "expert",
    "enterprise",
    "provider",
    "internal_auditor",
    "external_auditor",
    "system_admin",
    "security_admin",
    "audit_admin",
    "public",
];
