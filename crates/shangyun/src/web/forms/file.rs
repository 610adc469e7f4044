//! What a sent file is: its kind by its first bytes, its name made harmless.

#[cfg(test)]
mod tests;

/// A kind of file that the programme takes. Vector pictures are not among them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// Excel sheet.
    Xlsx,
    /// 版式文档 OFD, such as an electronic invoice.
    Ofd,
    /// Zip archive.
    Zip,
    /// XML, such as an electronic invoice.
    Xml,
}

/// The longest name that is kept, in characters.
const NAME_CHARS_MAX: usize = 120;

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Xlsx, Self::Ofd, Self::Zip, Self::Xml];

    /// The endings of names, without the dot.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Xlsx => &["xlsx"],
            Self::Ofd => &["ofd"],
            Self::Zip => &["zip"],
            Self::Xml => &["xml"],
        }
    }

    /// The media type it is served as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ofd => "application/ofd",
            Self::Zip => "application/zip",
            Self::Xml => "application/xml",
        }
    }

    /// The name people know it by.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Jpeg => "JPG",
            Self::Xlsx => "XLSX",
            Self::Ofd => "OFD",
            Self::Zip => "ZIP",
            Self::Xml => "XML",
        }
    }

    /// The kind of a file: its first bytes and the ending of its name must agree.
    pub fn of(head: &[u8], name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
        Self::ALL.into_iter().find(|kind| kind.endings().contains(&ending.as_str())).filter(|kind| kind.begins(head))
    }

    /// Whether a file of this kind can begin like this.
    fn begins(self, head: &[u8]) -> bool {
        match self {
            Self::Pdf => head.starts_with(b"%PDF-"),
            Self::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => head.starts_with(b"\xff\xd8\xff"),
            Self::Xlsx | Self::Ofd | Self::Zip => head.starts_with(b"PK\x03\x04"),
            Self::Xml => {
                let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
                text.starts_with(b"<") && !text.starts_with(b"<!")
            }
        }
    }
}

/// A name that can be shown and written into a header: no folder, no hidden or reserved character, not too long, never empty.
/// It is only ever shown: files lie under their hash.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = |c: char| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';') { '_' } else { c };
    let plain: String = last.chars().filter(|c| !super::read::is_hidden(*c)).map(kept).collect();
    let plain = plain.trim().trim_start_matches('.').trim_end_matches('.');
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain, ""));
    let ending: String = ending.chars().take(10).collect();
    let room = NAME_CHARS_MAX - ending.chars().count() - 1;
    let stem: String = stem.chars().take(room).collect();
    match (stem.trim().is_empty(), ending.is_empty()) {
        (true, true) => "file".to_owned(),
        (true, false) => format!("file.{ending}"),
        (false, true) => stem,
        (false, false) => format!("{stem}.{ending}"),
    }
}
