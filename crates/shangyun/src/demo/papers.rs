//! The papers of the demo city: small real PDF and PNG files, each with its own words on it.

mod letters;
mod pdf;
mod scan;

pub use pdf::pdf;
pub use scan::scan;

/// What stands on a paper.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Lines of a name and a value.
    pub lines: Vec<(String, String)>,
}

impl Sheet {
    /// A paper with nothing but a title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), lines: Vec::new() }
    }

    /// One more line.
    #[must_use]
    pub fn line(mut self, name: &str, value: impl Into<String>) -> Self {
        self.lines.push((name.to_owned(), value.into()));
        self
    }
}

/// What stands at the foot of every paper.
const FOOT: &str = "演示材料，内容均为虚构  DEMONSTRATION ONLY";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::forms::file::FileKind;

    #[test]
    fn papers_are_the_files_they_are_named() {
        let sheet = Sheet::new("营业执照").line("统一社会信用代码", "91210106MA0TE5T16Y").line("名称", "沈阳（甲）厂");
        let (pdf, png) = (pdf(&sheet), scan("91210106MA0TE5T16Y", &["LICENCE", "2018-10-08"]));
        assert_eq!(FileKind::of(&pdf, "a.pdf"), Some(FileKind::Pdf));
        assert_eq!(FileKind::of(&png, "a.png"), Some(FileKind::Png));
        assert_ne!(pdf, super::pdf(&Sheet::new("营业执照")));
        let text = String::from_utf8(pdf).expect("our PDF files are text");
        let place = text.rsplit("startxref\n").next().and_then(|rest| rest.lines().next()).expect("a place");
        assert!(text[place.parse().expect("a number")..].starts_with("xref"));
    }
}
