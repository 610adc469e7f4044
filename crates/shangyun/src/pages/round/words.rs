//! The words of rounds: where a line stands, why it left, hashes short and whole.

use crate::app::App;
use crate::lang::Lang;
use crate::refusals::tongue;
use crate::web::components::icon::Icon;
use crate::web::components::tag::{Tone, tag, tag_with};
use crate::web::components::value::yuan;
use crate::web::errors::Problem;
use domain::ids::ClaimId;
use domain::round::line::{Leaving, Standing};
use domain::round::panel::Found;
use domain::round::plan::{Why, WhyNot};
use domain::world::{Aggregate, Key};
use maud::{Markup, html};
use policy::allocation::Cut;
use policy::plan::words::PayMethod;

/// How much of a hash is shown where the whole of it would be in the way.
const SHORT: usize = 12;

/// Where a line stands, as a tag.
pub fn standing(lang: Lang, standing: &Standing) -> Markup {
    match standing {
        Standing::In => tag(Tone::Neutral, &lang.t("round-line-in")),
        Standing::Out { why, .. } => tag(Tone::Attention, &leaving(lang, *why)),
        Standing::Payable => tag_with(Tone::Neutral, Icon::Half, &lang.t("round-line-payable")),
        Standing::Paid { .. } => tag(Tone::Ok, &lang.t("round-line-paid")),
        Standing::Failed { .. } => tag(Tone::Stop, &lang.t("round-line-failed")),
        Standing::Returned { .. } => tag_with(Tone::Attention, Icon::Back, &lang.t("round-line-returned")),
    }
}

/// What was said about where a line stands: why it left, why a payment failed, the receipt of one that arrived.
pub fn standing_words(standing: &Standing) -> &str {
    match standing {
        Standing::In | Standing::Payable => "",
        Standing::Out { words, .. } => words,
        Standing::Paid { receipt, .. } => receipt,
        Standing::Failed { reason } | Standing::Returned { reason } => reason,
    }
}

/// Why a line left its round.
pub fn leaving(lang: Lang, why: Leaving) -> String {
    let key = match why {
        Leaving::ReviewFailed => "round-left-review-failed",
        Leaving::ObjectionUpheld => "round-left-objection-upheld",
        Leaving::TakenOut => "round-left-taken-out",
        Leaving::NoMoney => "round-left-no-money",
    };
    lang.t(key).into_owned()
}

/// Why a line of a plan is paid so much.
pub fn why(lang: Lang, why: Why) -> String {
    let key = match why {
        Why::InFull => "round-why-in-full",
        Why::InPart => "round-why-in-part",
    };
    lang.t(key).into_owned()
}

/// How a policy shares money out that does not reach, in a sentence.
pub fn method(lang: Lang, method: PayMethod) -> String {
    let key = match method {
        PayMethod::InFull => "round-method-in-full",
        PayMethod::InOrderPartial => "round-method-in-order-partial",
        PayMethod::InOrderSkip => "round-method-in-order-skip",
        PayMethod::InOrderStop => "round-method-in-order-stop",
        PayMethod::ProRata => "round-method-pro-rata",
    };
    lang.t(key).into_owned()
}

/// Every cut of a line in the words of the rule, such as `按比例 63.21%，最大余数加 1 分`.
pub fn cuts(lang: Lang, cuts: &[Cut]) -> Markup {
    html! {
        @for cut in cuts {
            br; span.quiet { "−" (yuan(cut.amount)) " " (cut.words.get(tongue(lang))) }
        }
    }
}

/// Why a line of a plan is not paid.
pub fn why_not(lang: Lang, why: WhyNot) -> String {
    let key = match why {
        WhyNot::UsedUp => "round-why-not-used-up",
        WhyNot::DoesNotFit => "round-why-not-does-not-fit",
        WhyNot::AfterTheStop => "round-why-not-after-the-stop",
        WhyNot::OverTheLimit => "round-why-not-over-the-limit",
    };
    lang.t(key).into_owned()
}

/// What the panel found of a line, in words.
pub fn found(lang: Lang, found: &Found) -> String {
    let values = [
        ("scores", found.scores.into()),
        ("average", average(found.points, found.scores).into()),
        ("passes", found.passes.into()),
    ];
    lang.t_with("round-found-scores", &values).into_owned()
}

/// The average of points over scores, with one decimal, rounded half up; a dash where there are none.
pub fn average(points: i64, scores: i64) -> String {
    if scores <= 0 || points < 0 {
        return "—".to_owned();
    }
    let tenths = points.saturating_mul(20).saturating_add(scores) / scores.saturating_mul(2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The beginning of a hash.
pub fn short(hash: &str) -> &str {
    hash.get(..SHORT).unwrap_or(hash)
}

/// A hash: its beginning, the whole of it when it is opened.
pub fn hash(lang: Lang, hash: &str) -> Markup {
    html! {
        details.hash {
            summary { span.hidden { (lang.t("round-hash")) } code { (short(hash)) } }
            code { (hash) }
        }
    }
}

/// The number of a claim and whose it is; nothing where there is no such claim.
pub async fn claim_name(app: &App, id: Option<&ClaimId>) -> Result<String, Problem> {
    let Some(id) = id else { return Ok(String::new()) };
    let found = app.store.load(&Key::Claim(id.clone())).await.map_err(Problem::failure)?.state;
    Ok(match found {
        Some(Aggregate::Claim(claim)) => format!("{} {}", claim.number, claim.enterprise_name),
        Some(_) | None => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_has_one_decimal_and_is_rounded_half_up() {
        assert_eq!(average(239, 4), "59.8");
        assert_eq!(average(240, 4), "60.0");
        assert_eq!(average(1, 20), "0.1");
        assert_eq!(average(1, 21), "0.0");
        assert_eq!(average(0, 0), "—");
    }

    #[test]
    fn a_hash_is_shown_by_its_first_twelve_characters() {
        assert_eq!(short("0123456789abcdef"), "0123456789ab");
        assert_eq!(short("012"), "012");
    }
}
