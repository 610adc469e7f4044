//! What comes with the program: policies and cities, compiled in, so that one file is the whole of it.

use crate::lineage::Lineage;
use domain::city::City;
use domain::setting::Setting;
use policy::policy::Policy;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The policies that come with the program: id and document.
pub const POLICIES: &[(&str, &str)] = &[
    ("shenyang-2018", include_str!("../../../policies/shenyang-2018.policy.md")),
    ("yunjiang-2026", include_str!("../../../policies/yunjiang-2026.policy.md")),
    ("template", include_str!("../../../policies/template.policy.md")),
    ("hubei-2025", include_str!("../../../policies/hubei-2025.policy.md")),
    ("tianmen-2019", include_str!("../../../policies/tianmen-2019.policy.md")),
    ("shenzhen-2020", include_str!("../../../policies/shenzhen-2020.policy.md")),
    ("shandong-2017", include_str!("../../../policies/shandong-2017.policy.md")),
    ("jiangsu-stars-2021", include_str!("../../../policies/jiangsu-stars-2021.policy.md")),
    ("longhua-2021", include_str!("../../../policies/longhua-2021.policy.md")),
];

/// The register files of one shipped city: name and text.
type Files = &'static [(&'static str, &'static str)];

macro_rules! city {
    ($city:literal: $($file:literal),+ $(,)?) => {
        ($city, &[$(($file, include_str!(concat!("../../../cities/", $city, "/", $file)))),+])
    };
}

/// The cities that come with the program.
const CITIES: &[(&str, Files)] = &[
    city!(
        "shenyang": "calendar.toml", "city.toml", "districts.toml", "experts.toml", "list-abnormal.toml",
        "list-dishonest.toml", "list-lean.toml", "list-monitored.toml", "offices.toml", "project-types.toml",
        "providers.toml",
    ),
    city!(
        "yunjiang": "calendar.toml", "city.toml", "districts.toml", "experts.toml", "list-dishonest.toml",
        "offices.toml", "providers.toml",
    ),
    city!("template": "calendar.toml", "city.toml", "districts.toml", "offices.toml", "providers.toml"),
];

/// The cities that plans were written for: policy and city.
const HOMES: [(&str, &str); 3] =
    [("shenyang-2018", "shenyang"), ("yunjiang-2026", "yunjiang"), ("template", "template")];

/// The document of a shipped policy.
pub fn policy(id: &str) -> Option<&'static str> {
    POLICIES.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// The register files of the city that a plan was written for, by the id of the plan.
pub fn home(plan: &str) -> Option<BTreeMap<String, String>> {
    HOMES.iter().find(|(known, _)| *known == plan).and_then(|(_, id)| city(id))
}

/// The ids of the shipped cities.
pub fn cities() -> impl Iterator<Item = &'static str> {
    CITIES.iter().map(|(id, _)| *id)
}

/// The register files of a shipped city.
pub fn city(id: &str) -> Option<BTreeMap<String, String>> {
    let (_, files) = CITIES.iter().find(|(known, _)| *known == id)?;
    Some(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

/// City and policies as one setting; every mistake in them is named. A policy may inherit from another of them, from the
/// texts in `above`, or from a shipped one.
///
/// # Errors
/// The mistakes, one to a line, with file and place.
pub fn setting(
    files: &BTreeMap<String, String>,
    documents: &[(String, String)],
    above: &Lineage,
) -> Result<Setting, String> {
    let mut lineage = above.clone();
    for (_, text) in documents {
        lineage.push(text.clone());
    }
    let mut wrong = String::new();
    let mut policies = BTreeMap::new();
    for (name, text) in documents {
        match Policy::load_with(text, &|wanted| lineage.find(wanted)) {
            Ok(policy) => drop(policies.insert(policy.plan().hash.clone(), Arc::new(policy))),
            Err(found) => wrong.push_str(&found.render(name, policy::text::Lang::Zh)),
        }
    }
    let city = City::load(files).map_err(|errors| {
        for error in errors {
            let _ = writeln!(wrong, "{error}");
        }
    });
    match city {
        Ok(city) if wrong.is_empty() => Ok(Setting { city: Arc::new(city), policies, checked: BTreeMap::new() }),
        Ok(_) | Err(()) => Err(wrong),
    }
}
