//! Reading the districts: codes of six digits, zones within a district, old codes that lead to one district.

use super::entry::{District, DistrictKind, Names};
use super::error::Problem;
use super::form::DistrictForm;
use super::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Reads `districts.toml`.
pub(super) fn districts(source: &mut Source) -> BTreeMap<String, District> {
    let forms = source.many::<DistrictForm>("district");
    let plain: BTreeSet<String> = forms
        .iter()
        .filter(|entry| entry.value.kind != DistrictKind::Zone)
        .map(|entry| entry.value.id.clone())
        .collect();
    let mut taken: BTreeSet<String> = forms.iter().map(|entry| entry.value.id.clone()).collect();
    let mut districts = BTreeMap::new();
    for entry in forms {
        let (line, form) = (entry.line, entry.value);
        if let Some(rule) = district_rule(&form, &plain) {
            source.error(Some(line), Problem::District { id: form.id.clone(), rule });
        }
        for code in &form.old_codes {
            if !is_administrative_code(code) {
                source.error(Some(line), Problem::AdministrativeCode { code: code.clone() });
            } else if !taken.insert(code.clone()) {
                source.error(Some(line), Problem::Twice { what: "district", id: code.clone() });
            }
        }
        let names = source.names(line, Names { zh: form.zh, en: form.en });
        let Some(id) = source.fresh_id(line, "district", form.id, &districts) else {
            continue;
        };
        let old_codes = form.old_codes.into_iter().collect();
        let district =
            District { id: id.clone(), names, kind: form.kind, lead: form.lead, within: form.within, old_codes };
        districts.insert(id, district);
    }
    districts
}

/// What a district's form breaks, if anything.
fn district_rule(form: &DistrictForm, plain: &BTreeSet<String>) -> Option<&'static str> {
    if form.kind != DistrictKind::Zone {
        return if !is_administrative_code(&form.id) {
            Some("its id must be its code of six digits (GB/T 2260)")
        } else if form.within.is_some() {
            Some("only a zone lies within a district; remove `within`")
        } else {
            None
        };
    }
    if !form.id.starts_with("zone-") {
        return Some("the id of a zone begins with `zone-`");
    }
    match &form.within {
        Some(within) if plain.contains(within) => None,
        Some(_) => Some("`within` must name a district that is not a zone"),
        None => Some("a zone needs `within`, the district it lies in"),
    }
}

/// The district that each old code leads to.
pub(super) fn old_codes(districts: &BTreeMap<String, District>) -> BTreeMap<String, String> {
    districts
        .values()
        .flat_map(|district| district.old_codes.iter().map(|code| (code.clone(), district.id.clone())))
        .collect()
}

/// Whether the text is a code of six digits (GB/T 2260).
pub(super) fn is_administrative_code(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())
}
