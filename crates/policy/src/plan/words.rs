//! The closed lists of ordinary words: each with its Chinese and English spelling in one table.

closed_list! {
    /// Kinds of step.
    StepKind {
        /// The applicant fills in a form and hands it in.
        Apply "填报" "apply",
        /// Someone confirms what stands there.
        Confirm "确认" "confirm",
        /// An office takes the papers in.
        Intake "受理" "intake",
        /// An office enters a filing.
        Filing "备案" "filing",
        /// An office examines and decides.
        Review "审核" "review",
        /// Cases wait for the monthly batch and travel together.
        Batch "批次" "batch",
        /// The service is opened.
        Activate "开通" "activate",
        /// The provider sends its roster.
        Roster "名单" "roster",
        /// Experts give an opinion.
        Expert "评审" "expert",
        /// Public notice with objections.
        Notice "公示" "notice",
        /// One office hands its list to another.
        Handover "移交" "handover",
        /// Several offices sign one hash.
        Countersign "会签" "countersign",
        /// A superior approves.
        Approval "审批" "approval",
        /// Money is allotted to districts.
        Allot "下达" "allot",
        /// Money is paid.
        Payout "兑付" "payout",
        /// Books are compared.
        Reconcile "核对" "reconcile",
        /// Sampled visits.
        Inspection "抽查" "inspection",
        /// Works are accepted.
        Acceptance "验收" "acceptance",
        /// The use of money is followed up.
        Tracking "追踪" "tracking",
    }
}

closed_list! {
    /// Ways out of a step beside "next".
    Exit {
        /// Back to the applicant for correction.
        Correct "补正" "correct",
        /// Back to an earlier step.
        Return "退回" "return",
        /// Refused, with the ground.
        Refuse "不予" "refuse",
        /// Taken back by the applicant.
        Withdraw "撤回" "withdraw",
    }
}

closed_list! {
    /// Levels within one office.
    Rank {
        /// Prepares.
        Handle "经办" "handle",
        /// Checks.
        Check "审核" "check",
        /// Signs.
        Sign "签发" "sign",
    }
}

closed_list! {
    /// What a cut-off does on a holiday.
    HolidayRule {
        /// Moves to the next workday.
        NextWorkday "顺延" "next-workday",
        /// Moves to the last workday before.
        WorkdayBefore "提前" "workday-before",
        /// Stays.
        Unmoved "不变" "unmoved",
    }
}

closed_list! {
    /// What happens when a reservation does not fit.
    Shortage {
        /// Waits in order.
        Wait "轮候" "wait",
        /// Is turned away.
        TurnAway "拒收" "turn-away",
        /// Goes to next year.
        NextYear "转下年" "next-year",
    }
}

closed_list! {
    /// What becomes of what is left on a voucher.
    Unspent {
        /// It is void.
        Void "作废" "void",
        /// It goes back to the fund.
        Returned "退回" "returned",
        /// It is carried into next year.
        Carried "转入下年" "carried",
    }
}

closed_list! {
    /// Which cases hold a key.
    CaseState {
        /// Under way.
        Live "在办" "live",
        /// Paid or awarded.
        Funded "已补贴" "funded",
    }
}

closed_list! {
    /// Which of two comes first.
    OrderBy {
        /// Those for which the fact is true.
        First "在先" "first",
        /// The smaller or earlier.
        Ascending "升序" "ascending",
        /// The larger or later.
        Descending "降序" "descending",
    }
}

closed_list! {
    /// How a settlement pays.
    PayMethod {
        /// Everyone in full; an error if it does not fit.
        InFull "全额" "in-full",
        /// Down the order; the last that fits in part is paid in part.
        InOrderPartial "按次序末件部分" "in-order-partial-last",
        /// Down the order; what does not fit is passed over.
        InOrderSkip "按次序末件跳过" "in-order-skip",
        /// Down the order; stops at the first that does not fit.
        InOrderStop "按次序末件停止" "in-order-stop",
        /// In proportion, largest remainder in the granule.
        ProRata "按比例" "pro-rata",
    }
}

closed_list! {
    /// What becomes of money that a settlement leaves over.
    SurplusTo {
        /// It is added to the next year.
        NextYear "转下年" "next-year",
        /// It goes back to where it came from.
        Returned "收回" "returned",
    }
}

closed_list! {
    /// What becomes of the part of an award for which the money did not reach.
    UnpaidRest {
        /// It stands before all others the next time.
        FirstNextTime "下次先补" "first-next-time",
        /// Nobody pays it any more.
        Lapses "不再补" "lapses",
    }
}

closed_list! {
    /// What a flag does to a case.
    FlagEffect {
        /// Somebody looks again.
        Review "复核" "review",
        /// The case waits.
        Hold "暂缓" "hold",
        /// A person steps aside.
        Recuse "回避" "recuse",
        /// The act is stopped; only on hard facts.
        Block "拦截" "block",
    }
}

closed_list! {
    /// Units that scopes, keys and registers may name beside declared facts, periods and columns.
    Unit {
        /// One item of a list.
        Item "项目" "item",
        /// A contract.
        Contract "合同" "contract",
        /// The applicant.
        Enterprise "企业" "enterprise",
        /// The applicant together with the firms it belongs to.
        Group "集团" "group",
        /// A provider.
        Provider "服务商" "provider",
        /// A district.
        District "区县" "district",
        /// One claim.
        Claim "单次申报" "claim_unit",
        /// Twelve months from the contract's start or its anniversary.
        ContractYear "合同年度" "contract_year",
        /// 1 January to 31 December.
        CalendarYear "公历年度" "calendar_year",
        /// The year of settlement.
        BudgetYear "预算年度" "budget_year",
        /// The plan's own span.
        Term "有效期" "term",
    }
}

closed_list! {
    /// Actors every programme has, which a document need not declare.
    Actor {
        /// The applicant.
        Enterprise "企业" "enterprise",
        /// A provider.
        Provider "服务商" "provider",
        /// An expert.
        Expert "专家" "expert",
        /// The program itself.
        Programme "系统" "programme",
    }
}
