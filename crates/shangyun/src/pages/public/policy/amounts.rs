//! What a clause requires and grants: requirements with their remedy, numbers, subsidies, what may exist only once.

use super::reader::Reader;
use super::{block, folded};
use maud::{Markup, html};
use policy::money::{Fen, Rounding};
use policy::plan::money_rules::{Award, AwardCut, KeyRule, Requirement, UniqueKey};
use policy::plan::words::CaseState;
use policy::text::Text;

/// The requirements under a clause, in the order they are examined.
pub(super) fn requirements(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Requirement> = reader.plan().requirements.iter().filter(|one| one.clause == clause).collect();
    block(
        !found.is_empty(),
        &reader.t("public-requirements"),
        &html! {
            ol.requirements {
                @for one in &found {
                    li {
                        strong { (reader.expression(&one.condition)) }
                        p.quiet {
                            (reader.with("public-requirement-else", &[("words", reader.said(&one.words).into())]))
                            @if let Some(remedy) = &one.remedy { (reader.lang.pick("", " ")) (reader.with("public-requirement-remedy", &[("remedy", reader.said(remedy).into())])) }
                        }
                    }
                }
            }
        },
    )
}

/// The numbers that a clause sets.
pub(super) fn parameters(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<_> = reader.plan().parameters.iter().filter(|one| one.clause == clause).collect();
    block(
        !found.is_empty(),
        &reader.t("public-parameters"),
        &html! {
            dl.facts {
                @for one in &found {
                    div {
                        dt { (reader.said(&one.text)) (reader.marks("parameter", &one.id)) }
                        dd {
                            @match (&one.value, &one.set_elsewhere) {
                                (Some(value), _) => strong.figure { (reader.value(&one.id, value)) },
                                (None, Some(elsewhere)) => (reader.with("public-parameter-elsewhere", &[("notice", reader.said(elsewhere).into())])),
                                (None, None) => "—",
                            }
                            @if let Some(note) = &one.note { p.quiet { (reader.said(note)) } }
                        }
                    }
                }
            }
        },
    )
}

/// The subsidies that a clause grants, each as a short list: how much, rounded how, cut by what, to whom.
pub(super) fn awards(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Award> = reader.plan().awards.iter().filter(|one| one.clause == clause).collect();
    html! { @for award in found { (block(true, reader.said(&award.text), &dl(reader, award))) } }
}

fn dl(reader: Reader<'_>, award: &Award) -> Markup {
    let mut rows: Vec<(String, String)> = Vec::new();
    if let Some(condition) = &award.condition {
        rows.push((reader.t("public-award-for"), reader.expression(&condition.text)));
    }
    rows.push((reader.t("public-award-formula"), formula(reader, award)));
    if let Some(rounding) = &award.rounding {
        let unit = worth(reader, &rounding.unit);
        let way = match rounding.direction {
            Rounding::Down => "public-rounding-down",
            Rounding::Up => "public-rounding-up",
            Rounding::Half => "public-rounding-half",
        };
        let said = reader.with("public-award-rounding", &[("unit", unit.into()), ("way", reader.t(way).into())]);
        rows.push((reader.t("public-award-rounded"), said));
    }
    for cut in &award.cuts {
        rows.push((reader.t("public-award-cut"), cut_words(reader, cut)));
    }
    let parties = [("beneficiary", &award.beneficiary), ("payee", &award.payee)];
    for (key, role) in parties.into_iter().filter(|(_, role)| !role.is_empty()) {
        rows.push((reader.t(&format!("public-award-{key}")), reader.name(role)));
    }
    html! { dl.facts { @for (name, value) in rows { div { dt { (name) } dd { (value) } } } } }
}

/// The formula, with what its parameters come to behind their names.
pub(in crate::pages::public) fn formula(reader: Reader<'_>, award: &Award) -> String {
    let mut said = reader.expression(&award.formula).replace("乘以", "×").replace(" times ", " × ");
    for parameter in &reader.plan().parameters {
        let name = reader.said(&parameter.text);
        if let (true, Some(value)) = (award.formula.zh.contains(&parameter.text.zh), &parameter.value) {
            let shown = reader.value(&parameter.id, value);
            let with = reader.with("public-now", &[("name", name.into()), ("value", shown.into())]);
            said = said.replace(&format!("“{name}”"), name).replace(name, &with);
        }
    }
    said
}

/// A name with what it comes to now; one fen and one yuan by their own names.
fn worth(reader: Reader<'_>, text: &Text) -> String {
    let name = reader.expression(text);
    let Some(value) = reader.worth(text) else { return name };
    let unit = [(Fen::ONE, "public-unit-fen"), (Fen::YUAN, "public-unit-yuan")];
    let own = unit.into_iter().find(|(amount, _)| crate::web::format::money_brief(reader.lang, *amount) == value);
    match own {
        Some((_, key)) => reader.t(key),
        None => reader.with("public-now", &[("name", name.trim_matches(['“', '”']).into()), ("value", value.into())]),
    }
}

fn cut_words(reader: Reader<'_>, cut: &AwardCut) -> String {
    let limit = match reader.worth(&cut.limit) {
        Some(value) => {
            reader.with("public-now", &[("name", plain(reader, &cut.limit).into()), ("value", value.into())])
        }
        None => plain(reader, &cut.limit),
    };
    let said = match &cut.used {
        Some(used) => reader.with("public-cut-lasting", &[("limit", limit.into()), ("used", reader.name(used).into())]),
        None => reader.with("public-cut", &[("limit", limit.into())]),
    };
    let when = cut
        .condition
        .as_ref()
        .map(|text| reader.with("public-only-reading", &[("condition", reader.expression(text).into())]));
    reader.sentences([said, when.unwrap_or_default()])
}

fn plain(reader: Reader<'_>, text: &Text) -> String {
    reader.expression(text).trim_matches(['“', '”']).to_owned()
}

/// What may be under way or funded only so often.
pub(super) fn uniques(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&UniqueKey> = reader.plan().unique.iter().filter(|one| one.clause == clause).collect();
    folded(
        found.len(),
        &reader.t("public-uniques"),
        &html! { ul { @for one in &found { li { (unique(reader, one)) } } } },
    )
}

fn unique(reader: Reader<'_>, key: &UniqueKey) -> Markup {
    let fields = reader.names(&key.fields);
    let said = match &key.rule {
        KeyRule::Count(most) => {
            reader.with("public-unique-count", &[("fields", fields.into()), ("most", (*most).into())])
        }
        KeyRule::Sum { of, limit } => reader.with(
            "public-unique-sum",
            &[("fields", fields.into()), ("of", reader.name(of).into()), ("limit", reader.name(limit).into())],
        ),
    };
    let counting = key.counting.iter().map(|state| match state {
        CaseState::Live => reader.t("public-counting-live"),
        CaseState::Funded => reader.t("public-counting-funded"),
    });
    let counting = reader.with("public-unique-counting", &[("cases", reader.joined(counting).into())]);
    let when = key
        .condition
        .as_ref()
        .map(|condition| reader.with("public-only-when", &[("condition", reader.expression(&condition.text).into())]));
    let note = key.note.as_ref().map(|note| reader.said(note).to_owned());
    let more = reader.sentences([counting, when.unwrap_or_default(), note.unwrap_or_default()]);
    html! { strong { (reader.said(&key.text)) } (reader.marks("unique", &key.id)) (reader.lang.pick("：", ": ")) (said) p.quiet { (more) } }
}
