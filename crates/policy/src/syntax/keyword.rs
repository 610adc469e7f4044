//! Every keyword of the language, each in Chinese and English. One table per position a keyword can have.

closed_list! {
    /// Head words: the first word of a statement.
    Head {
        Plan "方案" "programme",
        Role "角色" "role",
        Register "名录" "register",
        Document "材料" "document",
        Fact "事实" "fact",
        Records "清单" "records",
        Derive "核算" "derive",
        Compute "计算" "compute",
        Parameter "参数" "parameter",
        Period "周期" "period",
        Switch "疑义" "switch",
        Applies "本条适用" "clause-applies",
        Must "须" "must",
        CheckOrder "审查顺序" "check-order",
        Standard "标准" "standard",
        Brackets "累进" "brackets",
        Subsidy "补贴" "subsidy",
        Recognise "认定" "recognise",
        Choose "择一" "choose-one",
        Voucher "券" "voucher",
        Unique "不得重复" "unique",
        Procedure "程序" "procedure",
        Step "步骤" "step",
        Budget "预算" "budget",
        Reserve "预留" "reserve",
        Settle "结算" "settle",
        Target "目标" "target",
        Flag "线索" "flag",
        Recover "追回" "recover",
        Note "注" "note",
        Cases "算例" "cases",
    }
}

closed_list! {
    /// Words before a head: what a document that inherits does to a statement of the document above it.
    Manner {
        Amend "改" "amend",
        Repeal "废" "repeal",
    }
}

closed_list! {
    /// Which way an amendment may go, after 下级可改.
    Way {
        Up "只增" "only-up",
        Down "只减" "only-down",
        Stricter "从严" "stricter",
    }
}

closed_list! {
    /// Attribute words: the first word after `；` or an indented line break.
    AttrWord {
        Issued "发布" "issued",
        Basis "依据" "basis",
        InForce "施行" "in-force",
        Public "公开" "public",
        Inherits "继承" "inherits",
        MayAdd "下级可增" "may-add",
        Amendable "下级可改" "amendable",
        Repealable "下级可废" "repealable",
        Under "据" "under",
        Remark "说明" "remark",
        Answers "对应" "answers",
        ProvenBy "证明" "proven-by",
        IssuedBy "出具" "issued-by",
        AttestedBy "核定" "attested-by",
        Valid "有效" "valid",
        Ask "问" "ask",
        Given "系统给出" "given",
        Field "栏" "field",
        KeyedBy "键" "keyed-by",
        AtMost "至多" "at-most",
        ReplacedBy "代以" "replaced-by",
        SetElsewhere "另定" "set-elsewhere",
        From "自" "from",
        Option "选" "option",
        Because "理由" "because",
        Else "不符" "else",
        Remedy "补救" "remedy",
        RoundTo "精确到" "round-to",
        NoMoreThan "不超过" "no-more-than",
        Same "同一" "same",
        TogetherWith "连同" "together-with",
        Less "扣除" "less",
        Face "面额" "face",
        Redeem "兑付" "redeem",
        Pays "抵付" "pays",
        Unspent "未用" "unspent",
        Cleared "清算" "cleared",
        Beneficiary "受益" "beneficiary",
        Payee "收款" "payee",
        Counting "计入" "counting",
        SumOf "累计" "cumulative",
        When "当" "when",
        By "由" "by",
        ChildOf "承" "child-of",
        PartOf "属" "part-of",
        Ranks "层级" "ranks",
        Within "时限" "within",
        Monthly "每月截至" "monthly-by",
        RegisteredFor "代为登记" "registered-for",
        May "可" "may",
        BackTo "退回至" "back-to",
        Against "凭" "against",
        Decides "决定" "decides",
        Source "来源" "source",
        Amount "额" "amount",
        Order "次序" "order",
        Shortage "不足" "shortage",
        Bands "分档" "bands",
        Limit "限" "limit",
        Keep "保" "keep",
        Surplus "结余" "surplus",
        Lapse "失效" "lapse",
        Pay "付" "pay",
        Method "方式" "method",
        Granule "单位" "granule",
        Counts "数" "counts",
        Recognised "认定" "recognised",
        Effect "则" "then",
        Threshold "界限" "threshold",
        EnteredIn "列入" "entered-in",
        Suppose "设" "given-that",
    }
}

closed_list! {
    /// Words of types, after `：`.
    TypeWord {
        Money "金额" "money",
        Ratio "比例" "ratio",
        Integer "整数" "integer",
        Date "日期" "date",
        Bool "是否" "bool",
        Text "文字" "text",
        OneOf "选一" "one-of",
        Level "等级" "level",
        SameAs "如同" "same-as",
    }
}

closed_list! {
    /// Words inside statements and expressions; a name may not be spelt like one of them.
    W {
        To "至" "to",
        By "由" "by",
        At "于" "at",
        In "在" "in",
        Inside "内" "inside",
        Per "每" "per",
        Same "同一" "same",
        AtMost "至多" "at-most",
        Used "已用" "used",
        Enjoyed "已享受" "enjoyed",
        Cumulative "累计" "cumulative",
        Code "记" "code",
        Default "默认" "default",
        Adverse "不利" "adverse",
        Until "截至" "until",
        OnHoliday "遇假" "on-holiday",
        Without "无" "without",
        Highest "就高" "highest",
        RoundDown "尾数舍去" "rounded-down",
        RoundUp "尾数进一" "rounded-up",
        RoundHalf "四舍五入" "rounded-half",
        If "若" "if",
        Then "则" "then",
        Otherwise "否则" "otherwise",
        Or "或" "or",
        And "且" "and",
        Not "非" "not",
        Is "是" "is",
        IsNot "不是" "is-not",
        AtLeast "不低于" "at-least",
        Below "低于" "below",
        NoMoreThan "不超过" "no-more-than",
        Above "超过" "above",
        Earlier "早于" "earlier",
        Later "晚于" "later",
        NotEarlier "不早于" "not-earlier",
        NotLater "不晚于" "not-later",
        Belongs "属于" "among",
        Times "乘以" "times",
        Of "的" "of",
        When "当" "when",
        Up "起" "up",
    }
}

closed_list! {
    /// What can be done with a list.
    Aggregate {
        Total "合计" "total",
        Number "个数" "number",
        Least "最小" "least",
        Greatest "最大" "greatest",
        Any "存在" "any",
    }
}

closed_list! {
    /// Built-in functions.
    Function {
        Min "孰低" "min",
        Max "孰高" "max",
        FloorTo "舍到" "floor-to",
        YearStart "年初" "year-start",
        AnniversaryEve "周年前日" "anniversary-eve",
        Plus "加" "plus",
        Days "天数" "days",
        ByDays "按天分摊" "by-days",
        Listed "在册" "listed",
    }
}

closed_list! {
    /// Units of money after a number or alone, with their fen in [`crate::money`].
    MoneyUnit {
        HundredMillionMillion "万亿元" "wanyi",
        HundredMillion "亿元" "yi",
        TenThousand "万元" "wan",
        Hundred "百元" "baiyuan",
        Yuan "元" "yuan",
        Fen "分" "fen",
    }
}

closed_list! {
    /// Units of time after a number.
    TimeUnit {
        Workdays "个工作日" "workdays",
        Months "个月" "months",
        Days "日" "days",
        Years "年" "years",
    }
}

/// Measure words that may follow a whole number and mean nothing.
pub const MEASURE_WORDS: [&str; 9] = ["个年度", "家", "项", "个", "件", "户", "行", "次", "级"];

impl MoneyUnit {
    /// How many fen one is.
    pub fn fen(self) -> i64 {
        match self {
            Self::HundredMillionMillion => 100_000_000_000_000,
            Self::HundredMillion => 10_000_000_000,
            Self::TenThousand => 1_000_000,
            Self::Hundred => 10_000,
            Self::Yuan => 100,
            Self::Fen => 1,
        }
    }
}
