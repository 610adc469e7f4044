//! What happened to a round, in words.

use super::Story;
use super::words::{Said, of_choice, of_course, of_plan};
use domain::round::RoundEvent;
use domain::round::line::Leaving;
use policy::policy::Policy;

/// The line for an event of a round.
pub fn of_round(policy: &Policy, story: &Story, name: &str, event: &RoundEvent) -> Option<Said> {
    let own = |rest: String| Some(Said::new("·", &format!("{name} {rest}")));
    let case = |claim: &domain::ids::ClaimId| story.names.of(claim.as_str()).to_owned();
    match event {
        RoundEvent::Formed(formed) => {
            let lines = formed.lines.iter().map(|line| format!("{} {}", case(&line.claim), line.award));
            let lines: Vec<String> = lines.collect();
            Some(Said::new("·", &format!("{name} 组成，用 {} 年资金", formed.year)).with(lines))
        }
        RoundEvent::Course(one) => own(of_course(policy, story, one)),
        RoundEvent::LineLeft { claim, why, words } => {
            let why = match why {
                Leaving::ReviewFailed => "评审未通过",
                Leaving::ObjectionUpheld => "异议成立",
                Leaving::TakenOut => "移出",
                Leaving::NoMoney => "资金不足",
            };
            own(format!("{} 离开：{why}“{words}”", case(claim)))
        }
        RoundEvent::ExpertsDrawn { candidates, left_out, members, .. } => {
            let names = |ids: &[String]| ids.iter().map(|id| story.expert_name(id)).collect::<Vec<_>>().join("、");
            let below = vec![format!("候选次序：{}", names(candidates)), format!("事先回避：{}", names(left_out))];
            Some(Said::new("·", &format!("{name} 抽取专家：{}", names(members))).with(below))
        }
        RoundEvent::InterestsDeclared { expert, interests, .. } => {
            let cases: Vec<String> = interests.iter().map(case).collect();
            let said = if cases.is_empty() { "无".to_owned() } else { cases.join("、") };
            own(format!("{} 申明利害关系：{said}", story.expert_name(expert)))
        }
        RoundEvent::ExpertLeft { expert, words, next } => {
            let next = next.as_ref().map_or_else(String::new, |next| format!("，{} 递补", story.expert_name(next)));
            own(format!("{} 退出“{words}”{next}", story.expert_name(expert)))
        }
        RoundEvent::LinesChosen { chosen } => {
            let lines = chosen.iter().map(|(claim, choice)| format!("{}（{}）", case(claim), of_choice(choice)));
            own(format!("逐件评审：{}", lines.collect::<Vec<_>>().join("、")))
        }
        RoundEvent::Scored { expert, claim, score } => {
            let (expert, case) = (story.expert_name(expert), case(claim));
            own(format!("{expert} 评 {case} {} 分“{}”", score.points, score.words))
        }
        RoundEvent::ScoresSealed { expert, .. } => own(format!("{} 封存评分", story.expert_name(expert))),
        RoundEvent::OpinionSigned { expert, signature } => {
            own(format!("{} 签署评审意见“{}”", story.expert_name(expert), signature.words))
        }
        RoundEvent::Published { .. }
        | RoundEvent::Objected { .. }
        | RoundEvent::ObjectionRuled { .. }
        | RoundEvent::HandedOver(_)
        | RoundEvent::Frozen(_)
        | RoundEvent::Thawed { .. }
        | RoundEvent::Signed(_)
        | RoundEvent::ApprovalRegistered(_)
        | RoundEvent::Allotted { .. }
        | RoundEvent::Paid { .. }
        | RoundEvent::PaymentFailed { .. }
        | RoundEvent::PayingAgain { .. }
        | RoundEvent::Returned { .. }
        | RoundEvent::Reconciled { .. } => of_its_later_part(story, name, event),
    }
}

/// The line for an event after the review.
fn of_its_later_part(story: &Story, name: &str, event: &RoundEvent) -> Option<Said> {
    let own = |rest: String| Some(Said::new("·", &format!("{name} {rest}")));
    let case = |claim: &domain::ids::ClaimId| story.names.of(claim.as_str()).to_owned();
    match event {
        RoundEvent::Published { until, .. } => own(format!("公示到 {until}")),
        RoundEvent::Objected { content, .. } => own(format!("收到对 {} 的异议", case(&content.claim))),
        RoundEvent::ObjectionRuled { ruling, .. } => {
            let ruled = if ruling.is_upheld { "成立" } else { "不成立" };
            own(format!("异议{ruled}“{}”", ruling.words))
        }
        RoundEvent::HandedOver(signature) => own(format!("移交名单“{}”", signature.words)),
        RoundEvent::Frozen(frozen) => {
            let head = format!("{name} 冻结资金使用计划第 {} 版", frozen.plan.head.version);
            Some(Said::new("§", &head).with(of_plan(story, &frozen.plan)))
        }
        RoundEvent::Thawed { version } => own(format!("计划第 {version} 版作废，签名全部无效")),
        RoundEvent::Signed(signature) => {
            own(format!("{} 签署计划“{}”", story.office_name(&signature.office), signature.words))
        }
        RoundEvent::ApprovalRegistered(approval) => {
            own(format!("登记批文 {}（{}）", approval.registered.number, approval.registered.date))
        }
        RoundEvent::Allotted { on } => own(format!("下达 {on}")),
        RoundEvent::Paid { claim, receipt, .. } => own(format!("{} 付讫，回单 {receipt}", case(claim))),
        RoundEvent::PaymentFailed { claim, reason } => own(format!("{} 未付成“{reason}”", case(claim))),
        RoundEvent::PayingAgain { claim } => own(format!("{} 再付", case(claim))),
        RoundEvent::Returned { claim, reason } => own(format!("{} 的款退回市财政“{reason}”", case(claim))),
        RoundEvent::Reconciled { sums, .. } => {
            let sums = sums.iter().map(|sums| {
                let district = story.district_name(&sums.district);
                format!(
                    "{district} 应付 {}，已付 {}，退回 {}，差额 {}",
                    sums.due, sums.paid, sums.returned, sums.difference
                )
            });
            Some(Said::new("·", &format!("{name} 对账")).with(sums.collect()))
        }
        RoundEvent::Formed(_)
        | RoundEvent::Course(_)
        | RoundEvent::LineLeft { .. }
        | RoundEvent::ExpertsDrawn { .. }
        | RoundEvent::InterestsDeclared { .. }
        | RoundEvent::ExpertLeft { .. }
        | RoundEvent::LinesChosen { .. }
        | RoundEvent::Scored { .. }
        | RoundEvent::ScoresSealed { .. }
        | RoundEvent::OpinionSigned { .. } => None,
    }
}
