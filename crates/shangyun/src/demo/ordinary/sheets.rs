//! What stands on the papers of an ordinary city: the paper's own name, who it is about, and what it shows.

use crate::demo::applicants::Applicant;
use crate::demo::papers::Sheet;
use jiff::civil::Date;

/// A paper about an applicant.
pub(super) fn about(title: &str, applicant: &Applicant, day: Date) -> Sheet {
    Sheet::new(title)
        .line("单位名称", applicant.name.clone())
        .line("统一社会信用代码", applicant.credit_code.clone())
        .line("日期", day.to_string())
}

/// A paper of a provider.
pub(super) fn of_provider(title: &str, provider: &str, lines: usize, day: Date) -> Sheet {
    Sheet::new(title).line("服务商", provider).line("上云单位数", lines.to_string()).line("日期", day.to_string())
}
