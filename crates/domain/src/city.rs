//! The city: its districts, offices, providers, lists and calendar, all dated, read from register files.
//!
//! Pure: it is given the texts of the files and knows no file system. Amounts and rules are not here; they are
//! in the policy document.

mod district;
pub mod entry;
pub mod error;
mod form;
mod head;
mod load;
mod office;
pub mod role;
mod source;

use crate::calendar::Calendar;
use crate::credit_code::CreditCode;
use entry::{Contact, District, Expert, Letterhead, Names, Office, ProjectType, Provider, Register};
use error::CityError;
use head::Head;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use role::Scope;
use std::collections::BTreeMap;

/// The id under which the provider register answers (服务商目录).
pub const PROVIDER_CATALOGUE: &str = "provider_catalogue";
/// The id under which the list of project types answers (项目类型目录).
pub const PROJECT_TYPES: &str = "project_types";
/// The id under which the pool of experts answers (专家库).
pub const EXPERTS: &str = "experts";
const BUILT_IN: [&str; 3] = [PROVIDER_CATALOGUE, PROJECT_TYPES, EXPERTS];

/// A city and its registers.
#[derive(Clone, PartialEq, Debug)]
pub struct City {
    head: Head,
    roles: BTreeMap<String, Scope>,
    districts: BTreeMap<String, District>,
    old_codes: BTreeMap<String, String>,
    offices: BTreeMap<String, Office>,
    providers: Option<BTreeMap<String, Provider>>,
    project_types: Option<BTreeMap<String, ProjectType>>,
    experts: Option<BTreeMap<String, Expert>>,
    registers: BTreeMap<String, Register>,
    calendar: Calendar,
}

impl City {
    /// Reads a city from the texts of its register files, by file name. All mistakes are reported.
    pub fn load(files: &BTreeMap<String, String>) -> Result<Self, Vec<CityError>> {
        load::load(files)
    }

    /// The city's id, such as the name of its folder.
    pub fn id(&self) -> &str {
        &self.head.id
    }

    /// The name of its portal.
    pub fn portal(&self) -> &Names {
        &self.head.portal
    }

    /// Its administrative code (GB/T 2260), which tells whether a body is registered in the city.
    pub fn administrative_code(&self) -> &str {
        &self.head.administrative_code
    }

    /// Its time zone, by which an instant becomes a calendar day.
    pub fn time_zone(&self) -> &TimeZone {
        &self.head.time_zone
    }

    /// The name of its time zone.
    pub fn time_zone_name(&self) -> &str {
        &self.head.time_zone_name
    }

    /// The ways to reach the programme, in the order of the file.
    pub fn contacts(&self) -> &[Contact] {
        &self.head.contacts
    }

    /// The letterhead with this id.
    pub fn letterhead(&self, id: &str) -> Option<&Letterhead> {
        self.head.letterheads.get(id)
    }

    /// All letterheads, by id.
    pub fn letterheads(&self) -> impl Iterator<Item = &Letterhead> {
        self.head.letterheads.values()
    }

    /// Its working days.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// All districts and zones, by id.
    pub fn districts(&self) -> impl Iterator<Item = &District> {
        self.districts.values()
    }

    /// The district with this id or old code.
    pub fn district(&self, id: &str) -> Option<&District> {
        let id = self.old_codes.get(id).map_or(id, String::as_str);
        self.districts.get(id)
    }

    /// Whether an office role is held in the city or in each district; `None` for a role no office can hold.
    pub fn role_scope(&self, role: &str) -> Option<Scope> {
        self.roles.get(role).copied()
    }

    /// All offices, by id.
    pub fn offices(&self) -> impl Iterator<Item = &Office> {
        self.offices.values()
    }

    /// The office with this id.
    pub fn office(&self, id: &str) -> Option<&Office> {
        self.offices.get(id)
    }

    /// The office that holds a role on a day: for a role of the city whatever the district, for a role of the
    /// districts the one of this district. A zone without an office of its own is served by its district (A37).
    pub fn office_holding(&self, role: &str, district: Option<&str>, day: Date) -> Option<&Office> {
        match self.role_scope(role)? {
            Scope::City => self.offices.values().find(|office| office.holds(role, day)),
            Scope::District => {
                let district = self.district(district?)?;
                let own = self.office_of(role, &district.id, day);
                own.or_else(|| self.office_of(role, district.within.as_deref()?, day))
            }
        }
    }

    /// Whether an office holds a role on a day, for a district where one is asked about. The finance bureau of
    /// a district also holds its role for a zone within that has none of its own (A37).
    pub fn holds(&self, office: &str, role: &str, district: Option<&str>, day: Date) -> bool {
        match district {
            Some(_) => self.office_holding(role, district, day).is_some_and(|it| it.id == office),
            None => self.office(office).is_some_and(|it| it.holds(role, day)),
        }
    }

    fn office_of(&self, role: &str, district: &str, day: Date) -> Option<&Office> {
        let mut offices = self.offices.values();
        offices.find(|office| office.district.as_deref() == Some(district) && office.holds(role, day))
    }

    /// All providers in the register, listed now or once, by id.
    pub fn providers(&self) -> impl Iterator<Item = &Provider> {
        self.providers.iter().flat_map(BTreeMap::values)
    }

    /// The provider with this id.
    pub fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.as_ref()?.get(id)
    }

    /// The provider with this credit code.
    pub fn provider_of(&self, code: &CreditCode) -> Option<&Provider> {
        self.providers().find(|provider| provider.credit_code == *code)
    }

    /// All project types, listed now or once, by id.
    pub fn project_types(&self) -> impl Iterator<Item = &ProjectType> {
        self.project_types.iter().flat_map(BTreeMap::values)
    }

    /// The project type with this id.
    pub fn project_type(&self, id: &str) -> Option<&ProjectType> {
        self.project_types.as_ref()?.get(id)
    }

    /// The project types of a stream that are listed on a day.
    pub fn project_types_on<'a>(&'a self, stream: &'a str, day: Date) -> impl Iterator<Item = &'a ProjectType> {
        self.project_types().filter(move |kind| kind.stream == stream && kind.period.contains(day))
    }

    /// All experts, in the pool now or once, by id.
    pub fn experts(&self) -> impl Iterator<Item = &Expert> {
        self.experts.iter().flat_map(BTreeMap::values)
    }

    /// The expert with this id.
    pub fn expert(&self, id: &str) -> Option<&Expert> {
        self.experts.as_ref()?.get(id)
    }

    /// The lists of the city, by id.
    pub fn registers(&self) -> impl Iterator<Item = &Register> {
        self.registers.values()
    }

    /// The list with this id.
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.get(id)
    }

    /// Whether a subject is listed in a register on a day (在册); `None` if the city keeps no such register.
    ///
    /// The subject is a credit code in lists of bodies, an id or a credit code in [`PROVIDER_CATALOGUE`], an id
    /// in [`PROJECT_TYPES`] and [`EXPERTS`].
    pub fn listed(&self, register: &str, subject: &str, day: Date) -> Option<bool> {
        match register {
            PROVIDER_CATALOGUE => {
                let providers = self.providers.as_ref()?;
                let code = CreditCode::overridden(subject).ok();
                let mut providers = providers.values();
                let named =
                    |provider: &Provider| provider.id == subject || Some(&provider.credit_code) == code.as_ref();
                Some(providers.any(|provider| named(provider) && provider.period.contains(day)))
            }
            PROJECT_TYPES => {
                let kinds = self.project_types.as_ref()?;
                Some(kinds.get(subject).is_some_and(|kind| kind.period.contains(day)))
            }
            EXPERTS => {
                let experts = self.experts.as_ref()?;
                Some(experts.get(subject).is_some_and(|expert| expert.period.contains(day)))
            }
            _ => Some(self.registers.get(register)?.entry(subject, day).is_some()),
        }
    }
}
