//! A cut in words, Chinese and English, such as `第 2 档，按比例 63.21%，最大余数加 1 分`.

use super::{CannotAllocate, Reason, Sheet};
use crate::money::Fen;
use crate::plan::sharing::Limit;
use crate::text::{Lang, Text};
use crate::value::Value;

impl Sheet<'_> {
    /// The limit that a cut comes from.
    pub(super) fn limit_of(&self, reason: &Reason) -> Option<&Limit> {
        match reason {
            Reason::Limit { limit, .. } | Reason::Count { limit, .. } => self.rule.sharing.limits.get(*limit),
            Reason::Payable
            | Reason::InPart
            | Reason::UsedUp
            | Reason::DoesNotFit
            | Reason::StopsHere
            | Reason::AfterTheStop
            | Reason::ProRata { .. } => None,
        }
    }

    /// The reason of a cut, with the band it stands in.
    pub(super) fn words(&self, reason: &Reason, (band, waited): (Option<&str>, u32)) -> Text {
        let words = self.plain_words(reason);
        let band = band.map(|band| Text::new(format!("第 {band} 档，"), format!("band {band}, ")));
        let carried = (waited > 0).then(|| Text::new("上次未补足，", "carried over, "));
        [band, carried].into_iter().flatten().fold(words, |words, before| {
            Text::new(format!("{}{}", before.zh, words.zh), format!("{}{}", before.en, words.en))
        })
    }

    fn plain_words(&self, reason: &Reason) -> Text {
        match reason {
            Reason::Payable => {
                let (zh, en) = self.rule.pay.map_or_else(Default::default, |pay| self.decider.plan.either_label(pay));
                Text::new(format!("按{zh}支付"), format!("paid by {en}"))
            }
            Reason::Limit { cap, .. } => {
                self.limit_words(reason, (self.money(*cap, Lang::Zh), self.money(*cap, Lang::En)))
            }
            Reason::Count { cap, .. } => self.limit_words(reason, (format!("{cap} 件"), format!("{cap} claims"))),
            Reason::InPart => Text::new("资金只够一部分", "the money reaches for a part"),
            Reason::UsedUp => Text::new("轮到之前资金已用完", "the money was used up before its turn"),
            Reason::DoesNotFit => {
                Text::new("余额不够全额，按规定跳过", "does not fit into what is left and is passed over")
            }
            Reason::StopsHere => {
                Text::new("余额不够全额，按规定到此为止", "does not fit into what is left, and payment stops here")
            }
            Reason::AfterTheStop => Text::new("前面一件已停止支付", "payment stopped at a claim before it"),
            Reason::ProRata { paid, needed, extra } => self.share_words(&percent(*paid, *needed), *extra),
        }
    }

    fn share_words(&self, percent: &str, extra: bool) -> Text {
        let granule = self.rule.sharing.granule;
        let shown = |lang| self.money(granule, lang);
        let (zh, en) = match (extra, granule == Fen::ONE) {
            (false, _) => (String::new(), String::new()),
            (true, true) => ("，最大余数加 1 分".to_owned(), ", largest remainder +1 fen".to_owned()),
            (true, false) => {
                (format!("，最大余数加 {}", shown(Lang::Zh)), format!(", largest remainder +{}", shown(Lang::En)))
            }
        };
        Text::new(format!("按比例 {percent}{zh}"), format!("pro rata {percent}{en}"))
    }

    fn limit_words(&self, reason: &Reason, (zh, en): (String, String)) -> Text {
        let limit = self.limit_of(reason);
        let rule = limit.map(|limit| limit.text.clone()).unwrap_or_default();
        let said =
            limit.and_then(|limit| limit.words.clone()).unwrap_or_else(|| Text::new("超过限额", "over the limit"));
        Text::new(format!("{}：{}（{zh}）", said.zh, rule.zh), format!("{}: {} ({en})", said.en, rule.en))
    }

    fn money(&self, fen: Fen, lang: Lang) -> String {
        self.decider.plan.show("", &Value::Money(fen), lang)
    }
}

impl CannotAllocate {
    /// The same in words for people.
    pub fn words(&self) -> Text {
        match self {
            Self::NoRule => Text::new("政策没有写怎样分配资金", "the policy does not say how money is shared out"),
            Self::Repeated(id) => Text::new(format!("申请 `{id}` 出现了两次"), self.to_string()),
            Self::Negative(id) => Text::new(format!("申请 `{id}` 有负的金额"), self.to_string()),
            Self::Missing { id, missing } => {
                Text::new(format!("申请 `{id}` 缺 {}", missing.join("、")), self.to_string())
            }
            Self::Differs { bound, group } => {
                Text::new(format!("`{group}` 之内各件的限额不同：{bound}"), self.to_string())
            }
            Self::Short(by) => Text::new(
                format!("应全额支付，资金缺 {by}"),
                format!("everyone is to be paid in full, and the money is short by {by}"),
            ),
            Self::TooLarge => Text::new("金额太大，无法相加", self.to_string()),
        }
    }
}

/// A share as a percentage with two places, rounded down.
fn percent(part: Fen, of: Fen) -> String {
    let hundredths = i128::from(part.fen()) * 10_000 / i128::from(of.fen()).max(1);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
