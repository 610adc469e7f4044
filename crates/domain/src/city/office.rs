//! Reading the offices: names that follow each other, and roles that one office holds at a time.

use super::entry::{District, HeldRole, Names, Office, OfficeName, Period, Provider};
use super::error::Problem;
use super::form::{HeldRoleForm, OfficeForm, OfficeNameForm};
use super::role::Scope;
use super::source::Source;
use std::collections::BTreeMap;

/// Reads `offices.toml`.
pub(super) fn offices(
    source: &mut Source,
    roles: &BTreeMap<String, Scope>,
    districts: &BTreeMap<String, District>,
    providers: Option<&BTreeMap<String, Provider>>,
) -> BTreeMap<String, Office> {
    let mut offices: BTreeMap<String, Office> = BTreeMap::new();
    let mut tenures = Vec::new();
    for entry in source.many::<OfficeForm>("office") {
        let (line, form) = (entry.line, entry.value);
        if let Some(district) = &form.district
            && !districts.contains_key(district)
        {
            source.error(Some(line), Problem::NoSuch { what: "district", id: district.clone() });
        }
        if let Some(provider) = &form.provider
            && !providers.is_some_and(|providers| providers.contains_key(provider))
        {
            source.error(Some(line), Problem::NoSuch { what: "provider", id: provider.clone() });
        }
        let names = names(source, line, &form.id, form.names);
        let held = held_roles(source, line, form.roles);
        let Some(id) = source.fresh_id(line, "office", form.id, &offices) else {
            continue;
        };
        let office = Office {
            id: id.clone(),
            names,
            roles: held,
            district: form.district,
            provider: form.provider,
            signs_in: form.signs_in,
        };
        check_scopes(source, line, &office, roles);
        tenures.extend(office.roles.iter().map(|held| Tenure {
            line,
            office: id.clone(),
            role: held.role.clone(),
            district: office.district.clone(),
            period: held.period,
        }));
        offices.insert(id, office);
    }
    check_tenures(source, &tenures);
    offices
}

/// An office in a role for some time.
struct Tenure {
    line: usize,
    office: String,
    role: String,
    district: Option<String>,
    period: Period,
}

fn names(source: &mut Source, line: usize, office: &str, forms: Vec<OfficeNameForm>) -> Vec<OfficeName> {
    let mut names: Vec<OfficeName> = forms
        .into_iter()
        .map(|form| OfficeName {
            names: source.names(line, Names { zh: form.zh, en: form.en }),
            period: source.period(line, form.from, form.until, form.date_known),
        })
        .collect();
    names.sort_by_key(|name| name.period.first());
    let mut wrong = |detail: String| {
        source.error(Some(line), Problem::OfficeNames { office: office.to_owned(), detail });
    };
    if names.is_empty() {
        wrong("it has none".to_owned());
    }
    for (earlier, later) in names.iter().zip(names.iter().skip(1)) {
        let last = earlier.period.last();
        if last.tomorrow().ok() != later.period.from {
            wrong(format!("`{}` must begin on the day after `{}` ends", later.names.zh, earlier.names.zh));
        }
    }
    names
}

fn held_roles(source: &mut Source, line: usize, forms: Vec<HeldRoleForm>) -> Vec<HeldRole> {
    forms
        .into_iter()
        .map(|form| HeldRole { period: source.period(line, form.from, form.until, form.date_known), role: form.role })
        .collect()
}

fn check_scopes(source: &mut Source, line: usize, office: &Office, roles: &BTreeMap<String, Scope>) {
    for held in &office.roles {
        let rule = match (roles.get(&held.role), &office.district) {
            (None, _) => {
                source.error(Some(line), Problem::NoSuch { what: "role", id: held.role.clone() });
                continue;
            }
            (Some(Scope::City), None) | (Some(Scope::District), Some(_)) => continue,
            (Some(Scope::City), Some(_)) => "is held once in the city",
            (Some(Scope::District), None) => "is held in a district",
        };
        let (held, office) = (held.role.clone(), office.id.clone());
        source.error(Some(line), Problem::RoleScope { role: held, office, rule });
    }
}

/// No role is held twice on one day in one place, so that "who holds it" has one answer.
fn check_tenures(source: &mut Source, tenures: &[Tenure]) {
    for (index, later) in tenures.iter().enumerate() {
        for earlier in tenures.iter().take(index) {
            let same = earlier.role == later.role && earlier.district == later.district;
            if same && earlier.period.overlaps(&later.period) {
                let problem = Problem::RoleTwice {
                    role: later.role.clone(),
                    first: earlier.office.clone(),
                    second: later.office.clone(),
                    day: earlier.period.first().max(later.period.first()),
                };
                source.error(Some(later.line), problem);
            }
        }
    }
}
