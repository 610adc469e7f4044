//! What an enterprise states about itself: the fields, how they are read, and the page that changes them.

use super::own::{home, own, refused};
use crate::acting::{self, Sealing};
use crate::admission::is_mail;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::names;
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::field::{Choice, Field, fieldset, row};
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, form_of_version};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::own_path;
use axum::extract::State;
use axum::response::Response;
use domain::act::Personal;
use domain::command::Command;
use domain::enterprise::{Enterprise, EnterpriseCommand, Profile};
use domain::industry::{self, Division, IndustryCode};
use domain::refusal::Refusal;
use domain::world::Key;
use jiff::civil::Date;
use maud::{Markup, html};
use store::store::Failed;

/// The fields in the order of the page.
pub(super) const FIELDS: [&str; 9] = [
    "name",
    "district",
    "division",
    "founded_on",
    "contact_name",
    "contact_phone",
    "contact_mail",
    "bank_name",
    "bank_account",
];

/// The profile as it was typed, before anything personal is sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Typed {
    name: String,
    district: String,
    division: Division,
    founded_on: Date,
    contact_name: String,
    contact_phone: String,
    contact_mail: String,
    bank_name: String,
    bank_account: String,
}

/// What the register holds in the open of what was sealed.
#[derive(Clone, Default)]
pub(super) struct Opened {
    /// The person to call.
    pub contact_name: String,
    /// That person's phone.
    pub contact_phone: String,
    /// That person's mail address.
    pub contact_mail: String,
    /// The account that is paid to.
    pub bank_account: String,
}

/// The label of a field of the profile.
pub(super) fn label(lang: Lang, field: &str) -> String {
    lang.t(&format!("enterprise-{}", field.replace('_', "-"))).into_owned()
}

/// Reads the fields; everything that is wrong at once.
pub(super) fn read(lang: Lang, form: &mut Form, districts: &[String]) -> Option<Typed> {
    let name = form.text("name", label(lang, "name")).min(4).max(80).required();
    let known: Vec<(&str, String)> = districts.iter().map(|id| (id.as_str(), id.clone())).collect();
    let district = form.choice("district", label(lang, "district"), &known).required();
    let division = form.text("division", label(lang, "division")).parse(move |text| division(lang, &text)).required();
    let founded_on = form.date("founded_on", label(lang, "founded_on")).required();
    let contact_name = form.text("contact_name", label(lang, "contact_name")).max(30).required();
    let contact_phone = form.text("contact_phone", label(lang, "contact_phone")).max(30).parse(phone).required();
    let contact_mail = form.text("contact_mail", label(lang, "contact_mail")).max(100).parse(mail).required();
    let bank_name = form.text("bank_name", label(lang, "bank_name")).min(4).max(80).required();
    let bank_account = form.text("bank_account", label(lang, "bank_account")).max(40).parse(bank_account).required();
    Some(Typed {
        name: name?,
        district: district?,
        division: division?,
        founded_on: founded_on?,
        contact_name: contact_name?,
        contact_phone: contact_phone?,
        contact_mail: contact_mail?,
        bank_name: bank_name?,
        bank_account: bank_account?,
    })
}

/// The division of the industry classification that a text means: a code of two to four digits, or a part of its name.
fn division(lang: Lang, text: &str) -> Result<Division, Message> {
    let first = text.split_whitespace().next().unwrap_or_default();
    if let Ok(code) = IndustryCode::parse(first) {
        return Ok(code.division());
    }
    let named =
        |division: &&Division| division.zh.contains(text) || division.en.to_lowercase().contains(&text.to_lowercase());
    let exact = industry::DIVISIONS.iter().find(|division| division.zh == text || division.en == text);
    let found: Vec<&Division> =
        exact.map_or_else(|| industry::DIVISIONS.iter().filter(named).collect(), |one| vec![one]);
    match found.as_slice() {
        [] => Err(Message::new("enterprise-division-unknown")),
        [one] => Ok(**one),
        several => {
            let candidates: Vec<String> = several.iter().take(6).map(|one| division_text(lang, **one)).collect();
            Err(Message::new("enterprise-division-several").with("names", candidates.join(lang.pick("、", ", "))))
        }
    }
}

/// A division as it stands in the list and in the field: `C34 通用设备制造业`.
pub(super) fn division_text(lang: Lang, division: Division) -> String {
    format!("{}{} {}", division.section, division.code, lang.pick(division.zh, division.en))
}

/// The division with a code, as text; the code itself where the classification does not know it.
pub(super) fn division_named(lang: Lang, code: &str) -> String {
    industry::division(code).map_or_else(|| code.to_owned(), |found| division_text(lang, found))
}

fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().map(half).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "a reading gives its text away")]
fn phone(text: String) -> Result<String, Message> {
    let text = half_width(&text);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || " -+()".contains(c));
    if plain && (7..=20).contains(&digits) { Ok(text) } else { Err(Message::new("enterprise-phone-wrong")) }
}

#[expect(clippy::needless_pass_by_value, reason = "a reading gives its text away")]
fn mail(text: String) -> Result<String, Message> {
    let text = half_width(&text);
    if is_mail(&text) { Ok(text) } else { Err(Message::new("enterprise-mail-wrong")) }
}

#[expect(clippy::needless_pass_by_value, reason = "a reading gives its text away")]
fn bank_account(text: String) -> Result<String, Message> {
    let digits: String = half_width(&text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit()) && (8..=30).contains(&digits.len());
    if fits { Ok(digits) } else { Err(Message::new("enterprise-bank-account-wrong")) }
}

/// The districts of the city by id.
pub(super) fn districts(app: &App) -> Vec<String> {
    app.setting().city.districts().map(|district| district.id.clone()).collect()
}

/// The profile with its personal values sealed for an owner; what has not changed stays as it was sealed.
pub(super) fn sealed(
    app: &App,
    sealing: &mut Sealing,
    owner: &str,
    typed: &Typed,
    before: Option<(&Profile, &Opened)>,
) -> Result<Profile, Problem> {
    let mut seal = |field: &str, value: &str, kept: Option<(&Personal, &String)>| match kept {
        Some((sealed, open)) if open == value => Ok(sealed.clone()),
        Some(_) | None => sealing.seal(app, owner, field, value),
    };
    Ok(Profile {
        name: typed.name.clone(),
        district: typed.district.clone(),
        division: typed.division.code.to_owned(),
        founded_on: typed.founded_on,
        contact_name: seal(
            "contact_name",
            &typed.contact_name,
            before.map(|(p, o)| (&p.contact_name, &o.contact_name)),
        )?,
        contact_phone: seal(
            "contact_phone",
            &typed.contact_phone,
            before.map(|(p, o)| (&p.contact_phone, &o.contact_phone)),
        )?,
        contact_mail: seal(
            "contact_mail",
            &typed.contact_mail,
            before.map(|(p, o)| (&p.contact_mail, &o.contact_mail)),
        )?,
        bank_name: typed.bank_name.clone(),
        bank_account: seal(
            "bank_account",
            &typed.bank_account,
            before.map(|(p, o)| (&p.bank_account, &o.bank_account)),
        )?,
    })
}

/// Opens what is sealed in a profile; what was erased is empty.
pub(super) async fn opened(app: &App, profile: &Profile) -> Result<Opened, Problem> {
    let sealed = [&profile.contact_name, &profile.contact_phone, &profile.contact_mail, &profile.bank_account];
    let ids: Vec<_> = sealed.iter().map(|one| one.id.clone()).collect();
    let found = app.store.open_personal(&ids).await.map_err(Problem::failure)?;
    let value = |one: &Personal| found.get(&one.id).cloned().flatten().unwrap_or_default();
    Ok(Opened {
        contact_name: value(&profile.contact_name),
        contact_phone: value(&profile.contact_phone),
        contact_mail: value(&profile.contact_mail),
        bank_account: value(&profile.bank_account),
    })
}

/// All but the last four digits of an account number hidden.
pub(super) fn masked(account: &str) -> String {
    let hidden = account.chars().count().saturating_sub(4);
    let last: String = account.chars().skip(hidden).collect();
    if account.is_empty() { "—".to_owned() } else { format!("•••• {last}") }
}

/// The fields as they are drawn.
pub(super) fn fields(app: &App, lang: Lang, filled: &Filled) -> Markup {
    let field = |name: &str| Field::new(name, label(lang, name));
    let hint = |key: &str| lang.t(key).into_owned();
    let setting = app.setting();
    let districts = setting.city.districts();
    let districts: Vec<Choice> =
        districts.map(|one| Choice::new(one.id.clone(), names::pick(lang, &one.names))).collect();
    let divisions: Vec<String> = industry::DIVISIONS.iter().map(|one| division_text(lang, *one)).collect();
    let body = html! {
        (field("name").hint(hint("enterprise-name-hint")).autocomplete("organization").text(lang, filled))
        (field("district").hint(hint("enterprise-district-hint")).half().select(lang, filled, &districts))
        (field("division").hint(hint("enterprise-division-hint")).search(lang, filled, &divisions))
        (field("founded_on").hint(hint("enterprise-founded-on-hint")).date(lang, filled))
    };
    let contact = html! {
        (row(&[field("contact_name").autocomplete("name").text(lang, filled), field("contact_phone").autocomplete("tel").text(lang, filled)]))
        (field("contact_mail").hint(hint("enterprise-contact-mail-hint")).autocomplete("email").text(lang, filled))
    };
    let bank = html! {
        (field("bank_name").hint(hint("enterprise-bank-name-hint")).text(lang, filled))
        (field("bank_account").hint(hint("enterprise-bank-account-hint")).half().digits().autocomplete("off").text(lang, filled))
    };
    html! {
        (body)
        (fieldset(&lang.t("enterprise-contact-title"), &contact))
        (fieldset(&lang.t("enterprise-bank-title"), &bank))
    }
}

/// A profile as it stands in the fields.
fn filled(lang: Lang, profile: &Profile, opened: &Opened) -> Filled {
    Filled::blank()
        .with("name", &*profile.name)
        .with("district", &*profile.district)
        .with("division", division_named(lang, &profile.division))
        .with("founded_on", profile.founded_on.to_string())
        .with("contact_name", &*opened.contact_name)
        .with("contact_phone", &*opened.contact_phone)
        .with("contact_mail", &*opened.contact_mail)
        .with("bank_name", &*profile.bank_name)
        .with("bank_account", &*opened.bank_account)
}

/// `GET /enterprise/profile`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let own = own(&app, &me).await?;
    let opened = opened(&app, &own.enterprise.profile).await?;
    let next = asked.into_filled().value("next").to_owned();
    let filled = filled(visit.lang, &own.enterprise.profile, &opened).with("next", next);
    Ok(draw(&app, &visit, &own.enterprise, &filled, None))
}

/// `POST /enterprise/profile`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let own = own(&app, &me).await?;
    let lang = visit.lang;
    let before = opened(&app, &own.enterprise.profile).await?;
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let mut again = form.clone().into_filled();
    let next = own_path(again.value("next")).unwrap_or("/enterprise").to_owned();
    let known = districts(&app);
    let typed = match form.read(|form| {
        let _ = form.text("next", "").max(2_000).optional();
        read(lang, form, &known)
    }) {
        Ok(typed) => typed,
        Err(filled) => return Ok(draw(&app, &visit, &own.enterprise, &filled, None)),
    };
    let mut sealing = Sealing::default();
    let owner = Key::Enterprise(own.id.clone()).to_string();
    let profile = sealed(&app, &mut sealing, &owner, &typed, Some((&own.enterprise.profile, &before)))?;
    if profile == own.enterprise.profile {
        return Ok(acting::go(&next));
    }
    let command = Command::Enterprise(EnterpriseCommand::Change { drawn, profile });
    let Err(failed) = app.execute(me.actor(), command, &key, sealing.rows()).await else {
        return Ok(acting::go(&next));
    };
    refused(&mut again, lang, None, &failed, |field| FIELDS.contains(&field).then(|| label(lang, field)))?;
    let stale = matches!(&failed, Failed::Refused(refusal) if matches!(**refusal, Refusal::Stale { .. }));
    let changed = stale.then(|| differences(lang, &own.enterprise, &before, &again));
    Ok(draw(&app, &visit, &own.enterprise, &again, changed))
}

/// What the register holds now where it differs from what was typed: somebody changed it meanwhile.
fn differences(lang: Lang, enterprise: &Enterprise, opened: &Opened, typed: &Filled) -> Markup {
    let now = filled(lang, &enterprise.profile, opened);
    let different: Vec<Answer> = FIELDS
        .iter()
        .filter(|field| now.value(field) != typed.value(field))
        .map(|field| {
            let value = if *field == "bank_account" { masked(now.value(field)) } else { now.value(field).to_owned() };
            Answer::fixed(label(lang, field), html! { (value) })
        })
        .collect();
    answers(lang, &lang.t("enterprise-now-stored"), &different)
}

fn draw(app: &App, visit: &Visit, enterprise: &Enterprise, filled: &Filled, changed: Option<Markup>) -> Response {
    let lang = visit.lang;
    let back = own_path(filled.value("next")).unwrap_or("/enterprise");
    let body = html! {
        input type="hidden" name="next" value=(filled.value("next"));
        (fields(app, lang, filled))
        (actions(&[button(&lang.t("enterprise-save")), link(&lang.t("enterprise-cancel"), back)]))
    };
    let version = u64::try_from(enterprise.revision).unwrap_or_default();
    let home = home(lang);
    Page::new(visit, lang.t("enterprise-profile-title"))
        .crumb(home.label, home.href)
        .crumb(lang.t("enterprise-title"), "/enterprise")
        .errors(filled)
        .lead(lang.t("enterprise-profile-lead"))
        .respond(html! {
            @if let Some(changed) = changed { (changed) }
            (form_of_version(visit, "/enterprise/profile", version, &body))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(instead: &[(&str, &str)]) -> Result<Typed, Filled> {
        let usual = [
            ("name", "沈阳示例机床有限公司"),
            ("district", "210106"),
            ("division", "C34 通用设备制造业"),
            ("founded_on", "2010-05-06"),
            ("contact_name", "王芳"),
            ("contact_phone", "024-2345 6789"),
            ("contact_mail", "wang@example.com"),
            ("bank_name", "示例银行沈阳铁西支行"),
            ("bank_account", "6222 0200 0001 234"),
        ];
        let pairs = usual.map(|(name, value)| {
            let other = instead.iter().find(|(other, _)| *other == name);
            (name.to_owned(), other.map_or(value, |(_, value)| value).to_owned())
        });
        let districts = ["210106".to_owned()];
        Form::new(pairs).read(|form| read(Lang::Zh, form, &districts))
    }

    #[test]
    fn a_profile_is_read_with_its_account_in_plain_digits() {
        let typed = typed(&[]).expect("everything is right");
        assert_eq!(typed.bank_account, "622202000001234");
        assert_eq!(typed.division.code, "34");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let changes = [
            ("name", "甲"),
            ("district", "999999"),
            ("division", "汽车尾气"),
            ("contact_phone", "电话"),
            ("contact_mail", "wang at example"),
            ("bank_account", "62220"),
        ];
        let filled = typed(&changes).expect_err("six fields are wrong");
        let wrong: Vec<&str> = filled.errors().iter().map(|error| error.field.as_str()).collect();
        assert_eq!(wrong, changes.map(|(field, _)| field));
        assert_eq!(filled.value("contact_phone"), "电话", "what was typed stays");
    }

    #[test]
    fn a_division_is_found_by_code_by_name_and_by_a_part_of_its_name() {
        for text in ["34", "3411", "C34 通用设备制造业", "C3411", "通用设备制造业", "通用设备", "Ｃ３４"]
        {
            assert_eq!(division(Lang::Zh, text).expect("a division").code, "34", "{text}");
        }
        let several = division(Lang::Zh, "设备制造").expect_err("there are several");
        assert!(several.show(Lang::Zh).contains("C34 通用设备制造业"), "{}", several.show(Lang::Zh));
        assert!(division(Lang::Zh, "飞碟").is_err());
    }

    #[test]
    fn an_account_number_shows_only_its_end() {
        assert_eq!(masked("622202000001234"), "•••• 1234");
        assert_eq!(masked(""), "—");
    }
}
