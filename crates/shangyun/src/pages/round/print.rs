//! The papers of a round, set for A4: the approval sheet, the public notice, the experts' opinion, the list handed
//! over, and the payment order of each district. Each bears its number and the hash of what it shows.

use super::frame::{Here, Place};
use super::payments::{Payment, payments};
use super::review::choice;
use super::show::signer_office;
use super::{amounts, words};
use crate::lang::Lang;
use crate::names;
use crate::web::components::action::Link;
use crate::web::components::value::{money_print, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::paper::{Paper, paper};
use axum::response::{IntoResponse, Response};
use domain::round::notice::public_list;
use domain::round::{Signature, digest, handover_list, sheet};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::words::StepKind;

/// The papers by the names of their heads in the city's register.
#[derive(Clone, Copy)]
pub struct Head {
    letterhead: &'static str,
    title: &'static str,
}

/// The approval sheet.
pub const SHEET: Head = Head { letterhead: "fund_plan", title: "round-paper-sheet" };
const NOTICE: Head = Head { letterhead: "public_notice", title: "round-paper-notice" };
const OPINION: Head = Head { letterhead: "expert_opinion", title: "round-paper-opinion" };
const LIST: Head = Head { letterhead: "handover_list", title: "round-paper-list" };
const ORDER: Head = Head { letterhead: "payment_order", title: "round-paper-order" };

impl Head {
    /// An empty paper under this head; `place` sets several papers of one round apart.
    pub fn paper(self, here: &Here, role: &str, (place, hash): (u32, &str)) -> Paper {
        let lang = here.lang();
        let setting = here.app.setting();
        let serial =
            serial(&here.round().number).saturating_mul(if place == 0 { 1 } else { 100 }).saturating_add(place);
        let number = setting.city.letterhead(self.letterhead).map(|head| head.number(here.round().year, serial, ""));
        Paper {
            office: names::holder(&here.app, lang, here.policy(), role, None),
            number: number.unwrap_or_else(|| here.round().number.clone()),
            title: lang.t_with(self.title, &[("number", here.round().number.as_str().into())]).into_owned(),
            addressee: None,
            signed: Vec::new(),
            hash: hash.to_owned(),
            back: None,
        }
    }
}

/// The number of a round within its year, such as 6 of `2019-06`.
fn serial(number: &str) -> u32 {
    number.rsplit('-').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The role that acts first at the step where the policy makes the plan: its office's papers are those of the round.
pub fn lead(here: &Here) -> String {
    let plan = here.policy().plan();
    let settle = plan.settles.first().and_then(|settle| plan.step(&here.round().course.procedure, &settle.at_step));
    settle.and_then(|step| step.roles.first()).cloned().unwrap_or_default()
}

/// An amount on a paper: in figures, and in capital figures.
pub fn sum(lang: Lang, amount: Fen) -> Markup {
    match lang {
        Lang::Zh => money_print(amount),
        Lang::En => html! { (format::money(lang, amount)) " (" (format::capitals(amount)) ")" },
    }
}

pub fn back(here: &Here, place: Place) -> Link {
    Link::new(here.round().number.clone(), here.place(place))
}

pub fn day(lang: Lang, date: Date) -> String {
    format::date_text(lang, date)
}

/// Papers that only offices of the city and auditors read.
pub fn for_the_city(here: &Here) -> Result<(), Problem> {
    if here.is_of_a_district() { Err(Problem::not_found()) } else { Ok(()) }
}

/// `GET /rounds/{id}/print/notice`: the list as the public sees it.
pub async fn notice(here: Here) -> Result<Response, Problem> {
    for_the_city(&here)?;
    let lang = here.lang();
    let list = public_list(&here.round().lines);
    let hash = digest::of(&list);
    let total = amounts::of(here.round(), here.round().inside()).unwrap_or_default();
    let role = lead(&here);
    let published = here.round().notice.as_ref();
    let from = published.map(|notice| here.app.clock.day_of(notice.published_at));
    let office = names::holder(&here.app, lang, here.policy(), &role, None);
    let sheet = Paper {
        signed: [Some(office), from.map(|from| day(lang, from))].into_iter().flatten().collect(),
        back: Some(back(&here, Place::Notice)),
        ..NOTICE.paper(&here, &role, (0, published.map_or(&hash, |notice| &notice.hash)))
    };
    let setting = here.app.setting();
    let content = html! {
        p { (lang.t_with("round-paper-notice-says", &[("n", list.len().into())])) }
        @match published {
            Some(notice) => p { (lang.t_with("round-paper-notice-until", &[("until", day(lang, notice.until).into())])) },
            None => p { strong { (lang.t("round-paper-notice-draft")) } },
        }
        p {
            (lang.t("round-paper-notice-objections")) (lang.pick("", " "))
            @for contact in setting.city.contacts() { (names::pick(lang, &contact.names)) " " (contact.value) (lang.pick("；", "; ")) }
        }
        table {
            thead { tr {
                th { (lang.t("round-paper-place")) } th { (lang.t("round-enterprise")) } th { (lang.t("round-district")) } th { (lang.t("round-stream")) } th.number { (lang.t("round-award-yuan")) }
            } }
            tbody {
                @for (place, line) in list.iter().enumerate() {
                    tr {
                        td { (place + 1) }
                        td { (line.enterprise_name) }
                        td { (here.district(line.district)) }
                        td { (here.stream(line.stream)) }
                        td.number { (yuan(line.award)) }
                    }
                }
            }
            tfoot { tr { td colspan="4" { (lang.t("round-total")) } td.number { (yuan(total.award)) } } }
        }
    };
    Ok(paper(&here.visit, &sheet, &content).into_response())
}

/// `GET /rounds/{id}/print/opinion`: the experts' opinion with the whole list.
pub async fn opinion(here: Here) -> Result<Response, Problem> {
    for_the_city(&here)?;
    let lang = here.lang();
    let review = here.round().review.as_ref().ok_or_else(Problem::not_found)?;
    let signed: Vec<&Signature> = review.panel().filter_map(|(_, member)| member.opinion.as_ref()).collect();
    let first = signed.first().ok_or_else(Problem::not_found)?;
    let role = lead(&here);
    let page = Paper { back: Some(back(&here, Place::Review)), ..OPINION.paper(&here, &role, (0, &first.hash)) };
    let list = sheet(here.policy(), here.round()).ok().filter(|list| digest::of(list) == first.hash);
    let zone = here.app.setting().city.time_zone().clone();
    let content = html! {
        p { (lang.t_with("round-paper-opinion-says", &[("n", signed.len().into()), ("seed", review.seed.as_str().into())])) }
        @if let Some(list) = &list {
            table {
                thead { tr { th { (lang.t("round-paper-place")) } th { (lang.t("round-enterprise")) } th.number { (lang.t("round-award-yuan")) } th { (lang.t("round-review-found")) } } }
                tbody {
                    @for (place, line) in list.lines.iter().enumerate() {
                        tr {
                            td { (place + 1) }
                            td { (line.enterprise_name) }
                            td.number { (yuan(line.award)) }
                            td {
                                @if let Some((why, found)) = &line.seen {
                                    (lang.t(if found.is_passed { "round-found-passed" } else { "round-found-failed" }))
                                    " " (words::average(found.points, found.scores)) " · " (choice(lang, why))
                                } @else { (lang.t("round-not-seen")) }
                            }
                        }
                    }
                }
            }
        } @else { p { (lang.t("round-paper-opinion-past")) } }
        h2 { (lang.t("round-signatures")) }
        table {
            thead { tr { th { (lang.t("round-expert")) } th { (lang.t("round-time")) } th { (lang.t("round-opinion-words")) } th { (lang.t("round-hash")) } } }
            tbody {
                @for one in &signed {
                    tr {
                        td { (signer_office(&here, one)) }
                        td { (format::time_iso(one.at, &zone)) }
                        td { (one.words) }
                        td { code { (words::short(&one.hash)) } }
                    }
                }
            }
        }
    };
    Ok(paper(&here.visit, &page, &content).into_response())
}

/// `GET /rounds/{id}/print/list/{role}`: the list an office hands over.
pub async fn handed_over(here: Here) -> Result<Response, Problem> {
    for_the_city(&here)?;
    let lang = here.lang();
    let role = here.part("role").to_owned();
    let lines = handover_list(here.round(), &role);
    let total = Fen::sum(lines.iter().map(|line| line.award)).unwrap_or(Fen::ZERO);
    let signature = here.round().handed_over.iter().find(|one| one.role == role);
    let hash = signature.map_or_else(|| digest::of(&lines), |one| one.hash.clone());
    let signed = signature.map(|one| day(lang, here.app.clock.day_of(one.at)));
    let office = names::holder(&here.app, lang, here.policy(), &role, None);
    let page = Paper {
        addressee: Some(names::holder(&here.app, lang, here.policy(), &lead(&here), None)),
        signed: [Some(office), signed].into_iter().flatten().collect(),
        back: Some(back(&here, Place::Handover)),
        ..LIST.paper(&here, &role, (0, &hash))
    };
    let content = html! {
        p { (lang.t_with("round-paper-list-says", &[("n", lines.len().into())])) (lang.pick("", " ")) (sum(lang, total)) }
        table {
            thead { tr { th { (lang.t("round-paper-place")) } th { (lang.t("round-enterprise")) } th { (lang.t("round-stream")) } th.number { (lang.t("round-award-yuan")) } } }
            tbody {
                @for (place, line) in lines.iter().enumerate() {
                    tr { td { (place + 1) } td { (line.enterprise_name) } td { (here.stream(&line.stream)) } td.number { (yuan(line.award)) } }
                }
            }
            tfoot { tr { td colspan="3" { (lang.t("round-total")) } td.number { (yuan(total)) } } }
        }
    };
    Ok(paper(&here.visit, &page, &content).into_response())
}

/// `GET /rounds/{id}/print/order/{district}`: what a district is to pay.
pub async fn order(here: Here) -> Result<Response, Problem> {
    let lang = here.lang();
    let district = here.part("district").to_owned();
    let frozen = here.round().plan.as_ref().ok_or_else(Problem::not_found)?;
    let batch: Vec<Payment<'_>> = payments(&here, &district);
    if batch.is_empty() {
        return Err(Problem::not_found());
    }
    let place = frozen.plan.by_district.keys().position(|one| *one == district).unwrap_or(0);
    let place = u32::try_from(place).unwrap_or(0).saturating_add(1);
    let (sender, receiver) = (role_at(&here, StepKind::Allot), role_at(&here, StepKind::Payout));
    let total = Fen::sum(batch.iter().map(|one| one.payment.amount)).unwrap_or(Fen::ZERO);
    let claims = here.claims(batch.iter().map(|one| one.line)).await?;
    let office = names::holder(&here.app, lang, here.policy(), &sender, None);
    let page = Paper {
        addressee: Some(names::holder(&here.app, lang, here.policy(), &receiver, Some(&district))),
        signed: [Some(office), here.round().allotted_on.map(|on| day(lang, on))].into_iter().flatten().collect(),
        back: Some(back(&here, Place::Payments)),
        ..ORDER.paper(&here, &sender, (place, &frozen.plan.hash))
    };
    let values = [("number", here.round().number.as_str().into()), ("n", batch.len().into())];
    let content = html! {
        p { (lang.t_with("round-paper-order-says", &values)) (lang.pick("", " ")) (sum(lang, total)) }
        table {
            thead { tr {
                th { (lang.t("round-paper-place")) } th { (lang.t("round-claim")) } th { (lang.t("round-enterprise")) } th { (lang.t("round-stream")) } th.number { (lang.t("round-amount-yuan")) }
            } }
            tbody {
                @for (place, one) in batch.iter().enumerate() {
                    tr {
                        td { (place + 1) }
                        td { (claims.get(&one.line.claim).map_or("", |claim| &claim.number)) }
                        td { (one.line.enterprise_name) }
                        td { (here.stream(&one.line.stream)) }
                        td.number { (yuan(one.payment.amount)) }
                    }
                }
            }
            tfoot { tr { td colspan="4" { (lang.t("round-total")) } td.number { (yuan(total)) } } }
        }
        p { (lang.t("round-paper-order-ends")) }
    };
    Ok(paper(&here.visit, &page, &content).into_response())
}

/// The first role of the steps of a kind.
fn role_at(here: &Here, kind: StepKind) -> String {
    let steps = here.policy().plan().procedure(&here.round().course.procedure).map_or(&[][..], |one| &one.steps);
    let step = steps.iter().find(|step| step.kind == kind);
    step.and_then(|step| step.roles.first()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_numbered_by_its_round() {
        assert_eq!((serial("2019-06"), serial("2019-112"), serial("")), (6, 112, 0));
    }
}
