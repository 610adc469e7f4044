//! From the register files to a city: every file is read, every mistake is collected.
//!
//! Files that others refer to are read first: roles, districts and providers before offices.

use super::City;
use super::district::{districts, old_codes};
use super::entry::{Expert, Listing, Names, ProjectType, Provider, Register, SubjectKind};
use super::error::{CityError, Problem};
use super::form::{ExpertForm, ListForm, ListingForm, ProjectTypeForm, ProviderForm, YearForm};
use super::head::{head, roles};
use super::office::offices;
use super::source::Source;
use crate::calendar::{Calendar, CalendarYear};
use std::collections::BTreeMap;
use std::path::Path;

const CITY: &str = "city.toml";
const DISTRICTS: &str = "districts.toml";
const OFFICES: &str = "offices.toml";
const CALENDAR: &str = "calendar.toml";
const PROVIDERS: &str = "providers.toml";
const PROJECT_TYPES: &str = "project-types.toml";
const EXPERTS: &str = "experts.toml";
const NEEDED: [&str; 4] = [CITY, DISTRICTS, OFFICES, CALENDAR];
const OPTIONAL: [&str; 3] = [PROVIDERS, PROJECT_TYPES, EXPERTS];

/// Reads the city from its files by name.
pub(super) fn load(files: &BTreeMap<String, String>) -> Result<City, Vec<CityError>> {
    let mut loader = Loader { files, errors: Vec::new() };
    loader.check_names();
    let city = loader.read(CITY, |source| {
        let roles = roles(source);
        (head(source, &roles), roles)
    });
    let (head, roles) = city.unwrap_or_default();
    let districts = loader.read(DISTRICTS, districts).unwrap_or_default();
    let providers = loader.read(PROVIDERS, providers);
    let read_offices = |source: &mut Source| offices(source, &roles, &districts, providers.as_ref());
    let offices = loader.read(OFFICES, read_offices).unwrap_or_default();
    let calendar = loader.read(CALENDAR, calendar).unwrap_or_default();
    let project_types = loader.read(PROJECT_TYPES, project_types);
    let experts = loader.read(EXPERTS, experts);
    let registers = loader.lists();
    match head {
        Some(head) if loader.errors.is_empty() => Ok(City {
            head,
            roles,
            old_codes: old_codes(&districts),
            districts,
            offices,
            providers,
            project_types,
            experts,
            registers,
            calendar,
        }),
        Some(_) | None => Err(loader.errors),
    }
}

/// The files and the mistakes found so far.
struct Loader<'i> {
    files: &'i BTreeMap<String, String>,
    errors: Vec<CityError>,
}

impl Loader<'_> {
    /// Names every file that is missing or that nobody reads. Files other than TOML are passed over.
    fn check_names(&mut self) {
        for name in NEEDED {
            if !self.files.contains_key(name) {
                let problem = Problem::FileMissing;
                self.errors.push(CityError { file: name.to_owned(), line: None, problem });
            }
        }
        let expected = [NEEDED.join(", "), OPTIONAL.join(", ")].join(", ");
        let is_toml = |name: &&String| Path::new(name).extension().is_some_and(|it| it == "toml");
        for name in self.files.keys().filter(is_toml) {
            if !NEEDED.contains(&name.as_str()) && !OPTIONAL.contains(&name.as_str()) && list_id(name).is_none() {
                let problem = Problem::FileUnknown { expected: expected.clone() };
                self.errors.push(CityError { file: name.clone(), line: None, problem });
            }
        }
    }

    fn read<T>(&mut self, name: &str, read: impl FnOnce(&mut Source) -> T) -> Option<T> {
        let text = self.files.get(name)?;
        let mut source = Source::new(name, text);
        let value = read(&mut source);
        self.errors.extend(source.close());
        Some(value)
    }

    fn lists(&mut self) -> BTreeMap<String, Register> {
        let mut registers = BTreeMap::new();
        for name in self.files.keys() {
            let Some(id) = list_id(name) else { continue };
            let register = self.read(name, |source| list(source, id)).flatten();
            registers.extend(register.map(|register| (register.id.clone(), register)));
        }
        registers
    }
}

/// The id of the list that a file holds, out of its name.
fn list_id(name: &str) -> Option<&str> {
    name.strip_prefix("list-")?.strip_suffix(".toml")
}

fn providers(source: &mut Source) -> BTreeMap<String, Provider> {
    let mut providers = BTreeMap::new();
    for entry in source.many::<ProviderForm>("provider") {
        let (line, form) = (entry.line, entry.value);
        let names = source.names(line, Names { zh: form.zh, en: form.en });
        let period = source.period(line, form.from, form.until, form.date_known);
        let related = form.related.iter().filter_map(|code| source.credit_code(line, code)).collect();
        if form.kinds.is_empty() {
            source.error(Some(line), Problem::Empty { field: "kinds" });
        }
        let credit_code = source.credit_code(line, &form.credit_code);
        let id = source.fresh_id(line, "provider", form.id, &providers);
        let (Some(credit_code), Some(id)) = (credit_code, id) else {
            continue;
        };
        let kinds = form.kinds.into_iter().collect();
        providers.insert(id.clone(), Provider { id, names, kinds, credit_code, period, related });
    }
    providers
}

fn project_types(source: &mut Source) -> BTreeMap<String, ProjectType> {
    let mut project_types = BTreeMap::new();
    for entry in source.many::<ProjectTypeForm>("project_type") {
        let (line, form) = (entry.line, entry.value);
        let names = source.names(line, Names { zh: form.zh, en: form.en });
        let period = source.period(line, form.from, form.until, form.date_known);
        let stream = source.id(line, form.stream);
        let id = source.fresh_id(line, "project type", form.id, &project_types);
        let (Some(stream), Some(id)) = (stream, id) else {
            continue;
        };
        project_types.insert(id.clone(), ProjectType { id, stream, names, period });
    }
    project_types
}

fn experts(source: &mut Source) -> BTreeMap<String, Expert> {
    let mut experts = BTreeMap::new();
    for entry in source.many::<ExpertForm>("expert") {
        let (line, form) = (entry.line, entry.value);
        let names = source.names(line, Names { zh: form.zh, en: form.en });
        let field = source.names(line, form.field);
        let period = source.period(line, form.from, form.until, form.date_known);
        let employer = source.credit_code(line, &form.employer);
        let id = source.fresh_id(line, "expert", form.id, &experts);
        let (Some(employer), Some(id)) = (employer, id) else {
            continue;
        };
        experts.insert(id.clone(), Expert { id, names, field, employer, period });
    }
    experts
}

fn list(source: &mut Source, id: &str) -> Option<Register> {
    let head = source.one::<ListForm>("list");
    let forms = source.many::<ListingForm>("entry");
    let head = head?;
    let id = source.id(head.line, id.to_owned());
    if super::BUILT_IN.contains(&id.as_deref().unwrap_or_default()) {
        source.error(Some(head.line), Problem::Twice { what: "register", id: id.clone().unwrap_or_default() });
    }
    let names = source.names(head.line, Names { zh: head.value.zh, en: head.value.en });
    let subject = head.value.subject;
    let mut entries: BTreeMap<String, Vec<Listing>> = BTreeMap::new();
    for entry in forms {
        let (line, form) = (entry.line, entry.value);
        let period = source.period(line, form.from, form.until, form.date_known);
        let key = match subject {
            SubjectKind::Text => Some(form.subject),
            SubjectKind::CreditCode => source.credit_code(line, &form.subject).map(String::from),
        };
        let Some(key) = key else { continue };
        entries.entry(key).or_default().push(Listing { period, note: form.note });
    }
    Some(Register { id: id?, names, subject, entries })
}

fn calendar(source: &mut Source) -> Calendar {
    let mut years = BTreeMap::new();
    for entry in source.many::<YearForm>("year") {
        let (line, form) = (entry.line, entry.value);
        let days_off: Vec<_> = form.days_off.iter().map(|day| day.0).collect();
        let worked: Vec<_> = form.worked.iter().map(|day| day.0).collect();
        match CalendarYear::new(form.year, &days_off, &worked) {
            Ok(year) => {
                if years.insert(form.year, year).is_some() {
                    source.error(Some(line), Problem::Twice { what: "year", id: form.year.to_string() });
                }
            }
            Err(errors) => {
                for error in errors {
                    source.error(Some(line), Problem::Calendar { year: form.year, error });
                }
            }
        }
    }
    Calendar::new(years)
}
