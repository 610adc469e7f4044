//! The entries as they are written in the files, before anything is checked but their types.

use super::entry::{DistrictKind, Names, ProviderKind, SubjectKind};
use super::role::Scope;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// A day, written as a TOML date such as `2018-09-17`.
#[derive(Clone, Copy)]
pub(super) struct Day(pub(super) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        if written.time.is_some() || written.offset.is_some() {
            return Err(D::Error::custom(format!("`{written}` has a time; write the day only")));
        }
        let day = written.to_string().parse();
        day.map(Self).map_err(|_| D::Error::custom(format!("there is no day `{written}`")))
    }
}

/// What holds when an entry does not say that its days are uncertain.
fn known() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleForm {
    pub(super) id: String,
    pub(super) scope: Scope,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LetterheadForm {
    pub(super) id: String,
    pub(super) role: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) number: String,
    #[serde(default)]
    pub(super) receipt: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactForm {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) value: String,
    pub(super) hours: Option<Names>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DistrictForm {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) kind: DistrictKind,
    #[serde(default)]
    pub(super) lead: bool,
    pub(super) within: Option<String>,
    #[serde(default)]
    pub(super) old_codes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeForm {
    pub(super) id: String,
    pub(super) signs_in: bool,
    pub(super) district: Option<String>,
    pub(super) provider: Option<String>,
    pub(super) names: Vec<OfficeNameForm>,
    pub(super) roles: Vec<HeldRoleForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeNameForm {
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    #[serde(default = "known")]
    pub(super) date_known: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeldRoleForm {
    pub(super) role: String,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    #[serde(default = "known")]
    pub(super) date_known: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProviderForm {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) kinds: Vec<ProviderKind>,
    pub(super) credit_code: String,
    #[serde(default)]
    pub(super) related: Vec<String>,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    #[serde(default = "known")]
    pub(super) date_known: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectTypeForm {
    pub(super) id: String,
    pub(super) stream: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    #[serde(default = "known")]
    pub(super) date_known: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpertForm {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) field: Names,
    pub(super) employer: String,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    #[serde(default = "known")]
    pub(super) date_known: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListForm {
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) subject: SubjectKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingForm {
    pub(super) subject: String,
    pub(super) note: Option<String>,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    #[serde(default = "known")]
    pub(super) date_known: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YearForm {
    pub(super) year: i16,
    #[serde(default)]
    pub(super) days_off: Vec<Day>,
    #[serde(default)]
    pub(super) worked: Vec<Day>,
}
