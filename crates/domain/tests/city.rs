//! The register files that ship with the program, and what the loader says about wrong ones.

use domain::calendar::Shift;
use domain::city::City;
use domain::city::error::{CityError, Problem};
use domain::credit_code::CreditCode;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn files(city: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities").join(city);
    let entries = fs::read_dir(folder).expect("the city has a folder");
    entries
        .map(|entry| {
            let entry = entry.expect("the folder can be listed");
            let text = fs::read_to_string(entry.path()).expect("register files are UTF-8");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect()
}

fn load(city: &str) -> City {
    City::load(&files(city)).map_err(|errors| lines(&errors)).expect("the city loads")
}

fn lines(errors: &[CityError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// What is said about the template city with one file changed or added.
fn complaints(file: &str, change: impl Fn(&str) -> String) -> Vec<CityError> {
    let mut files = files("template");
    let text = files.get(file).cloned().unwrap_or_default();
    files.insert(file.to_owned(), change(&text));
    City::load(&files).err().unwrap_or_default()
}

#[test]
fn shenyang_has_thirteen_districts_four_of_which_lead() {
    let city = load("shenyang");
    let plain: Vec<_> = city.districts().filter(|it| it.within.is_none()).collect();
    assert_eq!(plain.len(), 13);
    let lead: Vec<_> = plain.iter().filter(|it| it.lead).map(|it| it.names.zh.as_str()).collect();
    assert_eq!(lead, ["大东区", "铁西区", "浑南区", "沈北新区"]);
    assert_eq!(city.district("210122").unwrap().names.zh, "辽中区");
    assert!(city.district("210199").is_none());
    assert_eq!(city.time_zone_name(), "Asia/Shanghai");
}

#[test]
fn the_made_up_city_has_two_districts_and_roles_of_its_own() {
    let city = load("yunjiang");
    assert_eq!(city.districts().count(), 2);
    let day = date(2026, 11, 30);
    let holds = |role, district| city.office_holding(role, district, day).map(|office| office.id.clone());
    assert_eq!(holds("service_station", Some("990203")).as_deref(), Some("station-990203"));
    assert_eq!(holds("enterprise_office", None).as_deref(), Some("enterprise-office"));
    assert_eq!(holds("data_bureau", None), None);
    let renamed = city.office("station-990203").and_then(|office| office.name(day)).map(|name| &name.names.zh);
    assert_eq!(renamed.map(String::as_str), Some("听江区企业服务站"));
    // The plan runs to the end of 2028; notices and deadlines reach into the year after.
    let known = (2026..=2029).all(|year| city.calendar().is_workday(date(year, 3, 1)).is_ok());
    assert!(known);
}

#[test]
fn a_renamed_office_keeps_its_id_and_signs_with_the_name_of_the_day() {
    let city = load("shenyang");
    let name = |role, day: Date| {
        let office = city.office_holding(role, None, day).unwrap();
        let name = office.name(day).unwrap();
        (office.id.clone(), name.names.zh.clone(), name.period.date_known)
    };
    let then = date(2018, 9, 17);
    let now = date(2026, 1, 5);
    let commission = |zh: &str| ("commission".to_owned(), zh.to_owned(), false);
    assert_eq!(name("commission", then), commission("沈阳市经济和信息化委员会"));
    assert_eq!(name("commission", date(2018, 12, 31)), commission("沈阳市经济和信息化委员会"));
    assert_eq!(name("commission", date(2019, 1, 1)), commission("沈阳市工业和信息化局"));
    assert_eq!(name("data_bureau", then).1, "沈阳市大数据管理局");
    assert_eq!(name("data_bureau", now).1, "沈阳市数据局");
    assert!(!city.office_holding("city_government", None, now).unwrap().signs_in);
}

#[test]
fn every_role_is_held_in_every_district_and_a_zone_falls_back_on_its_district() {
    let city = load("shenyang");
    let day = date(2019, 3, 1);
    for district in city.districts() {
        for role in ["district_bureau", "district_finance", "commission"] {
            assert!(city.office_holding(role, Some(&district.id), day).is_some(), "{}", district.id);
        }
    }
    let holder = |role, district| city.office_holding(role, district, day).map(|it| it.id.as_str());
    assert_eq!(holder("district_bureau", Some("zone-tiexi-edz")), Some("committee-tiexi-edz"));
    assert_eq!(holder("district_finance", Some("zone-tiexi-edz")), Some("finance-210106"));
    assert_eq!(holder("district_bureau", Some("210122")), Some("bureau-210115"));
    assert_eq!(holder("district_bureau", None), None);
    assert_eq!(holder("expert", None), None);
    let finance = |district| city.holds("finance-210106", "district_finance", district, day);
    assert!(finance(Some("zone-tiexi-edz")) && finance(Some("210106")) && finance(None));
    assert!(!finance(Some("210102")));
    assert!(city.holds("commission", "commission", Some("210102"), day));
}

#[test]
fn a_register_answers_by_day_and_says_when_it_does_not_exist() {
    let city = load("shenyang");
    let code = "91210106MA0TE5T16Y";
    assert_eq!(city.listed("monitored", code, date(2018, 9, 16)), Some(false));
    assert_eq!(city.listed("monitored", code, date(2018, 9, 17)), Some(true));
    assert_eq!(city.listed("monitored", code, date(2022, 12, 31)), Some(true));
    assert_eq!(city.listed("monitored", code, date(2023, 1, 1)), Some(false));
    assert_eq!(city.listed("monitored", " 91210106ma0te5t16y", date(2020, 1, 1)), Some(true));
    assert_eq!(city.listed("monitored", "no code", date(2020, 1, 1)), Some(false));
    assert_eq!(city.listed("stars", code, date(2020, 1, 1)), None);
    for register in ["lean", "abnormal", "dishonest", "experts"] {
        assert_eq!(city.listed(register, code, date(2020, 1, 1)), Some(false), "{register}");
    }
    assert_eq!(city.listed("project_types", "transport", date(2019, 1, 1)), Some(true));
    assert_eq!(city.listed("provider_catalogue", "beiling-software", date(2023, 1, 1)), Some(false));
    let provider = city.provider("beiling-software").unwrap();
    let by_code = city.listed("provider_catalogue", provider.credit_code.as_str(), date(2019, 3, 1));
    assert_eq!(by_code, Some(true));
}

#[test]
fn shenyang_has_three_providers_twelve_experts_and_types_for_two_streams() {
    let city = load("shenyang");
    assert_eq!((city.providers().count(), city.experts().count()), (3, 12));
    let day = date(2019, 1, 1);
    assert_eq!(city.project_types_on("industrial", day).count(), 6);
    assert_eq!(city.project_types_on("city_service", day).count(), 5);
    let operator = city.office_holding("platform_operator", None, day).unwrap();
    let provider = city.provider(operator.provider.as_deref().unwrap()).unwrap();
    assert_eq!(city.provider_of(&provider.credit_code), Some(provider));
    assert_eq!(city.letterhead("filing_receipt").unwrap().number(2019, 7, ""), "沈企云备〔2019〕7号");
}

#[test]
fn the_intake_day_of_february_2019_is_the_eleventh() {
    let city = load("shenyang");
    let calendar = city.calendar();
    assert_eq!(calendar.years().collect::<Vec<_>>(), (2018..=2026).collect::<Vec<_>>());
    assert_eq!(calendar.cutoff(2019, 2, 5, Shift::Later), Ok(date(2019, 2, 11)));
    assert_eq!(calendar.cutoff(2019, 10, 5, Shift::Later), Ok(date(2019, 10, 8)));
    // 2020: the Spring Festival was extended to 2 February.
    assert_eq!(calendar.is_workday(date(2020, 1, 31)), Ok(false));
    assert_eq!(calendar.is_workday(date(2020, 2, 3)), Ok(true));
    assert_eq!(calendar.is_workday(date(2019, 9, 29)), Ok(true));
}

#[test]
fn every_credit_code_in_the_register_satisfies_its_check_digits() {
    let city = load("shenyang");
    for register in city.registers() {
        for code in register.entries.keys() {
            assert!(CreditCode::parse(code).is_ok(), "{code}");
        }
    }
}

#[test]
fn the_template_city_has_two_districts_and_no_data_bureau() {
    let city = load("template");
    let day = date(2026, 1, 5);
    assert_eq!(city.districts().count(), 2);
    assert_eq!(city.office_holding("data_bureau", None, day), None);
    assert_eq!(city.listed("provider_catalogue", "any", day), Some(false));
    assert_eq!(city.listed("experts", "any", day), None);
    let county = |role| city.office_holding(role, Some("990121"), day).map(|it| it.id.as_str());
    assert_eq!(county("district_bureau"), county("district_finance"));
    assert!(county("district_bureau").is_some());
}

#[test]
fn every_mistake_is_named_with_its_line() {
    let errors = complaints("offices.toml", |text| {
        text.replace("district = \"990102\"", "district = \"990103\"")
            .replace("role = \"finance_bureau\"", "role = \"finance_office\"")
            .replace("signs_in = false", "signs_in = \"no\"")
    });
    let expected = [
        "offices.toml:9: invalid type: string \"no\", expected a boolean",
        "offices.toml:19: there is no role `finance_office`; add it or correct the reference",
        "offices.toml:25: there is no district `990103`; add it or correct the reference",
        "offices.toml:32: there is no district `990103`; add it or correct the reference",
    ];
    assert_eq!(lines(&errors), expected.join("\n"));
}

#[test]
fn missing_unknown_and_broken_files_are_named_together() {
    let mut files = files("template");
    files.remove("calendar.toml");
    files.insert("providors.toml".to_owned(), String::new());
    files.insert("README.md".to_owned(), "not a register".to_owned());
    files.insert("districts.toml".to_owned(), "[[district]\nid = 1".to_owned());
    let errors = City::load(&files).unwrap_err();
    let named: Vec<_> = errors.iter().map(|it| it.file.as_str()).collect();
    assert!(["calendar.toml", "providors.toml", "districts.toml"].iter().all(|it| named.contains(it)));
    assert!(!named.contains(&"README.md"));
}

#[test]
fn an_office_has_one_name_a_day_and_a_role_one_holder() {
    let gap = complaints("offices.toml", |text| {
        text.replace(
            "names = [{ zh = \"示例市财政局\", en = \"Example City Finance Bureau\" }]",
            "names = [{ zh = \"旧\", en = \"Old\", until = 2019-01-01 }, { zh = \"新\", en = \"New\", from = 2019-01-03 }]",
        )
    });
    assert!(matches!(gap[0].problem, Problem::OfficeNames { .. }), "{}", lines(&gap));
    let twice = complaints("offices.toml", |text| {
        text.replace("roles = [{ role = \"finance_bureau\" }]", "roles = [{ role = \"commission\" }]")
    });
    assert!(matches!(&twice[0].problem, Problem::RoleTwice { day, .. } if *day == Date::MIN), "{}", lines(&twice));
    let scope = complaints("offices.toml", |text| text.replace("\"finance_bureau\"", "\"district_finance\""));
    assert!(matches!(scope[0].problem, Problem::RoleScope { .. }), "{}", lines(&scope));
}

#[test]
fn lists_check_their_credit_codes_days_and_names() {
    let list = "[list]\nzh = \"名单\"\nen = \"List\"\nsubject = \"credit_code\"\n\n[[entry]]\n";
    let code = |line: &str| complaints("list-stars.toml", |_| format!("{list}{line}"));
    assert_eq!(code("subject = \"91210106MA0TE5T16Y\""), []);
    let wrong = code("subject = \"91210106MA0TE5T16X\"");
    assert!(matches!(wrong[..], [CityError { line: Some(6), problem: Problem::CreditCode { .. }, .. }]));
    let reversed = code("subject = \"91210106MA0TE5T16Y\"\nfrom = 2019-02-01\nuntil = 2019-01-31");
    assert!(matches!(reversed[..], [CityError { problem: Problem::Reversed { .. }, .. }]));
    let no_day = code("subject = \"91210106MA0TE5T16Y\"\nfrom = 2019-02-29");
    assert!(matches!(no_day[..], [CityError { line: Some(8), .. }]), "{}", lines(&no_day));
    let reserved = complaints("list-project_types.toml", |_| list.replace("[[entry]]\n", ""));
    assert!(matches!(reserved[..], [CityError { problem: Problem::Twice { .. }, .. }]));
}

#[test]
fn a_city_may_declare_roles_of_its_own_and_checks_its_head() {
    let errors = complaints("city.toml", |text| {
        text.replace("Asia/Shanghai", "Asia/Nowhere")
            .replace("\"990100\"", "\"99\"")
            .replacen("{serial}", "", 1)
            .replacen("role = \"commission\"", "role = \"county_bureau\"", 1)
    });
    assert_eq!(errors.len(), 4, "{}", lines(&errors));
    let declared = complaints("city.toml", |text| {
        let text = text.replace("role = \"commission\"", "role = \"county_bureau\"");
        format!("{text}\n[[role]]\nid = \"county_bureau\"\nscope = \"district\"\n")
    });
    assert_eq!(declared, []);
}
