//! What the ranks of an office say to one another on a case: the opinions before, a refusal that is proposed, and the
//! way back to the first.

use super::course::rank_word;
use super::look::Look;
use super::timeline::Past;
use crate::web::components::action::{actions, secondary};
use crate::web::components::field::Field;
use crate::web::components::notice::{banner, inset};
use crate::web::components::tag::Tone;
use crate::web::components::value::date;
use crate::web::forms::Filled;
use domain::course::{Course, Passed, RankNote};
use maud::{Markup, html};
use policy::plan::procedure::Step;

/// The field in which one says why a case is given back.
pub const BACK: &str = "back";

/// What was said before the reader's turn, the latest first; a proposed refusal and a case that was given back stand out.
pub fn before(look: Look<'_>, past: &Past, course: &Course) -> Markup {
    let said = course.passed.iter().rev().take(course.level).filter(|one| one.step == course.step);
    let mut said: Vec<&Passed> = said.collect();
    if course.proposal().is_some() && !said.is_empty() {
        said.remove(0);
    }
    html! {
        (note(look, past, course))
        @for one in said { (inset(&html! { p { (who(look, past, one)) } p { (one.opinion) } })) }
    }
}

fn note(look: Look<'_>, past: &Past, course: &Course) -> Markup {
    let lang = look.lang;
    match &course.note {
        RankNote::None => html! {},
        RankNote::HandedBack { words, by } => {
            let says = lang.t_with("ranks-handed-back", &[("who", past.person(look, by).into())]);
            banner(lang, Tone::Attention, &html! { p { (says) } p.words { (words) } })
        }
        RankNote::RefusalProposed(proposal) => banner(
            lang,
            Tone::Attention,
            &html! {
                p { @if let Some(last) = course.passed.last() { (who(look, past, last)) " " } strong { (lang.t("ranks-proposes-refusal")) } }
                (grounds(look, &proposal.codes))
                p.words { (proposal.words) }
                p { (lang.t("ranks-agree-or-back")) }
            },
        ),
    }
}

/// Rank, name and day of an act.
fn who(look: Look<'_>, past: &Past, one: &Passed) -> Markup {
    html! {
        @if let Some(rank) = one.rank { strong { (rank_word(look.lang, rank)) } " " }
        (past.person(look, &one.by)) " · " (date(look.lang, look.app.clock.day_of(one.at)))
    }
}

/// The grounds of a refusal in their order, each with its clause where it has one.
pub fn grounds(look: Look<'_>, codes: &[String]) -> Markup {
    let clause = |code: &str| look.policy.plan().requirement(code).map_or("", |one| one.clause.as_str());
    html! { ol { @for code in codes { li { (look.label(code)) " " (look.clause(clause(code))) } } } }
}

/// The words on the button that refuses: `words` where this is the last rank, and otherwise to whom it is proposed.
pub fn refusal(look: Look<'_>, course: &Course, step: &Step, words: String) -> String {
    match course.next_rank(step) {
        Some(next) => {
            let rank = rank_word(look.lang, next);
            look.lang.t_with("ranks-propose", &[("what", words.into()), ("rank", rank.into())]).into_owned()
        }
        None => words,
    }
}

/// The way back to the first rank of the office, for a reviewer or signer.
pub fn hand_back(look: Look<'_>, course: &Course, filled: &Filled) -> Markup {
    let lang = look.lang;
    if course.level == 0 {
        return html! {};
    }
    html! {
        details open[filled.error(BACK).is_some()] {
            summary { (lang.t("ranks-hand-back")) }
            (Field::new(BACK, lang.t("ranks-hand-back-words")).hint(lang.t("ranks-hand-back-hint")).textarea(lang, filled, 2))
            (actions(&[secondary("act", "hand_back", &lang.t("ranks-hand-back"))]))
        }
    }
}
