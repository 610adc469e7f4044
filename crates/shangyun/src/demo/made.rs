//! A city made for a plan that has none: the districts and holidays of the template, and for every role that the plan
//! names an office, once in the city or once in each district. Everything in it is an example and says so.

use crate::shipped;
use policy::plan::Plan;
use policy::plan::inputs::{Register, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The shipped city whose districts and holidays are taken.
const TEMPLATE: &str = "template";
/// The districts of the template: id, Chinese and English name.
const DISTRICTS: [(&str, &str, &str); 2] = [("990102", "东区", "East District"), ("990121", "西县", "West County")];
/// How the names of roles of a district begin.
const DISTRICT_WORDS: [&str; 6] = ["区县", "县级", "区", "县", "镇", "街道"];
/// How the ids of roles of a district begin.
const DISTRICT_IDS: [&str; 4] = ["district", "county", "town", "street"];
/// Roles that every city knows, with whether a district holds them.
const KNOWN: [(&str, bool); 7] = [
    ("city_government", false),
    ("commission", false),
    ("data_bureau", false),
    ("finance_bureau", false),
    ("platform_operator", false),
    ("district_bureau", true),
    ("district_finance", true),
];
/// The providers: id and names.
const PROVIDERS: [(&str, &str, &str, &str); 2] = [
    ("first-cloud", "甲云服务有限公司（示例）", "First Cloud Co. (example)", "91990100MA0XA001XG"),
    ("second-software", "乙软件有限公司（示例）", "Second Software Co. (example)", "91990100MA0XA0028G"),
];

/// The register files of the city.
pub fn files(plan: &Plan) -> BTreeMap<String, String> {
    let mut files = shipped::city(TEMPLATE).unwrap_or_default();
    files.retain(|name, _| ["districts.toml", "calendar.toml"].contains(&name.as_str()));
    files.insert("city.toml".to_owned(), city(plan));
    files.insert("offices.toml".to_owned(), offices(plan));
    files.insert("providers.toml".to_owned(), providers());
    files.insert("experts.toml".to_owned(), experts());
    if plan.registers.iter().any(|register| register.id == PROJECT_TYPES) {
        files.insert("project-types.toml".to_owned(), project_types(plan));
    }
    for register in plan.registers.iter().filter(|one| !BUILT_IN.contains(&one.id.as_str())) {
        files.insert(format!("list-{}.toml", register.id), list(register));
    }
    files
}

/// Registers that a city keeps in files of their own.
const BUILT_IN: [&str; 3] = ["provider_catalogue", PROJECT_TYPES, "experts"];
const PROJECT_TYPES: &str = "project_types";

/// Whether a role is held once in each district.
fn is_of_district(role: &Role) -> bool {
    let known = KNOWN.iter().find(|(id, _)| *id == role.id).map(|(_, of_district)| *of_district);
    known.unwrap_or_else(|| {
        DISTRICT_IDS.iter().any(|word| role.id.starts_with(word))
            || DISTRICT_WORDS.iter().any(|word| role.text.zh.starts_with(word))
    })
}

fn city(plan: &Plan) -> String {
    let mut text = format!(
        "id = \"example\"\nadministrative_code = \"990100\"\ntime_zone = \"Asia/Shanghai\"\n\
         portal = {{ zh = {}, en = {} }}\n",
        quoted(&format!("示例市 · {}", plan.name.zh)),
        quoted(&format!("Example City · {}", plan.name.en)),
    );
    for role in plan.roles.iter().filter(|role| KNOWN.iter().all(|(id, _)| *id != role.id)) {
        let scope = if is_of_district(role) { "district" } else { "city" };
        let _ = write!(text, "\n[[role]]\nid = {}\nscope = \"{scope}\"\n", quoted(&role.id));
    }
    let Some(lead) = domain::access::lead_roles(plan).first().or(plan.roles.first().map(|role| &role.id)) else {
        return text;
    };
    for (id, zh, en) in LETTERHEADS {
        let _ = write!(
            text,
            "\n[[letterhead]]\nid = \"{id}\"\nrole = {}\nzh = \"{zh}\"\nen = \"{en}\"\nnumber = \"示例{}〔{{year}}〕{{serial}}号\"\n",
            quoted(lead),
            zh.chars().take(2).collect::<String>(),
        );
    }
    text.push_str(CONTACT);
    text
}

/// The papers of a round.
const LETTERHEADS: [(&str, &str, &str); 5] = [
    ("expert_opinion", "评审意见", "Experts’ opinion"),
    ("public_notice", "公示", "Public notice"),
    ("fund_plan", "资金使用计划", "Fund-use plan"),
    ("handover_list", "移交名单", "List handed over"),
    ("payment_order", "拨付通知", "Payment order"),
];

const CONTACT: &str = "\n[[contact]]\nid = \"mail\"\nzh = \"咨询邮箱（示例）\"\nen = \"Questions (example)\"\n\
                       value = \"cloud@city.example\"\n";

fn offices(plan: &Plan) -> String {
    let steps = plan.procedures.iter().flat_map(|procedure| &procedure.steps);
    let absent: BTreeSet<&str> = steps.flat_map(|step| &step.registered_for).map(String::as_str).collect();
    let mut text = String::new();
    for role in &plan.roles {
        let signs_in = !absent.contains(role.id.as_str());
        let id = role.id.replace('_', "-");
        if !is_of_district(role) {
            let names = (of_city(&role.text.zh), format!("{} of Example City", role.text.en));
            office(&mut text, (&id, None), &names, (&role.id, signs_in));
            continue;
        }
        for (district, zh, en) in DISTRICTS {
            let own = DISTRICT_WORDS.iter().find_map(|word| role.text.zh.strip_prefix(word)).unwrap_or(&role.text.zh);
            let names = (format!("{zh}{own}"), format!("{} of {en}", role.text.en));
            office(&mut text, (&format!("{id}-{district}"), Some(district)), &names, (&role.id, signs_in));
        }
    }
    text
}

/// The office of a role in this city; an office of a province is not the city's.
fn of_city(role: &str) -> String {
    let city = if role.starts_with('省') { "" } else { "示例市" };
    format!("{city}{}", role.strip_prefix('市').unwrap_or(role))
}

fn office(
    text: &mut String,
    (id, district): (&str, Option<&str>),
    (zh, en): &(String, String),
    (role, signs_in): (&str, bool),
) {
    let _ = write!(text, "[[office]]\nid = {}\n", quoted(id));
    if let Some(district) = district {
        let _ = writeln!(text, "district = \"{district}\"");
    }
    let (zh, en, role) = (quoted(zh), quoted(en), quoted(role));
    let _ =
        write!(text, "signs_in = {signs_in}\nnames = [{{ zh = {zh}, en = {en} }}]\nroles = [{{ role = {role} }}]\n\n");
}

fn providers() -> String {
    let mut text = String::new();
    for (id, zh, en, code) in PROVIDERS {
        let _ = write!(
            text,
            "[[provider]]\nid = \"{id}\"\nzh = \"{zh}\"\nen = \"{en}\"\nkinds = [\"platform\", \"application\"]\n\
             credit_code = \"{code}\"\n\n"
        );
    }
    text
}

/// One type for every stream that the plan asks about.
fn project_types(plan: &Plan) -> String {
    let streams = plan.fact("stream").map_or(&[][..], |fact| &fact.members);
    let mut text = String::new();
    for stream in streams {
        let (id, zh, en) = (quoted(&stream.id.replace('_', "-")), quoted(&stream.text.zh), quoted(&stream.text.en));
        let _ = write!(text, "[[project_type]]\nid = {id}\nstream = {}\nzh = {zh}\nen = {en}\n\n", quoted(&stream.id));
    }
    text
}

/// Enough experts for a panel of any plan.
fn experts() -> String {
    let mut text = String::new();
    for number in 1..=9 {
        let _ = write!(
            text,
            "[[expert]]\nid = \"expert-{number}\"\nzh = \"专家{number}\"\nen = \"Expert {number}\"\n\
             field = {{ zh = \"云应用\", en = \"Cloud applications\" }}\nemployer = \"12990100MA0XE0011X\"\n\n"
        );
    }
    text
}

/// A list without enterprises in it; both providers stand in a list of providers.
fn list(register: &Register) -> String {
    let is_of_providers = register.subject == "provider";
    let subject = if is_of_providers { "text" } else { "credit_code" };
    let mut text = format!(
        "[list]\nzh = {}\nen = {}\nsubject = \"{subject}\"\n",
        quoted(&register.text.zh),
        quoted(&register.text.en)
    );
    for (id, ..) in PROVIDERS.iter().filter(|_| is_of_providers) {
        let _ = write!(text, "\n[[entry]]\nsubject = \"{id}\"\n");
    }
    text
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::city::City;
    use policy::policy::Policy;

    #[test]
    fn every_shipped_plan_has_a_city_in_which_its_roles_are_held() {
        for (id, text) in shipped::POLICIES {
            let policy = Policy::load(text).expect("the plan loads");
            let plan = policy.plan();
            let city = City::load(&files(plan)).unwrap_or_else(|errors| unreachable!("{id}: {errors:?}"));
            let day = super::super::days::Days::of(plan, city.calendar()).opened;
            for role in &plan.roles {
                assert!(city.offices().any(|office| office.holds(&role.id, day)), "{id}: {}", role.id);
            }
            assert!(plan.registers.iter().all(|register| city.listed(&register.id, "x", day).is_some()), "{id}");
        }
    }
}
