//! Cuts bytes into lines and cells. Commas, quotes and line breaks are ASCII and never part of another character, in
//! UTF-8 as in GB18030, so bytes need not be decoded to be cut.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2, memrchr};

use super::FaultKind;

/// A quote that is not closed within so many bytes is taken for one that never is: the line is bad, the next one is read.
const QUOTED_BYTES_MAX: usize = 1 << 20;

/// One cell.
pub(super) struct Cell<'b> {
    pub text: CellText<'b>,
    /// Where the next cell begins.
    pub end: usize,
    /// Whether the line ends here.
    pub is_last: bool,
    /// Line breaks inside quotes.
    pub line_breaks: u64,
}

/// The bytes of a cell as they stand, quotes included.
#[derive(Clone, Copy)]
pub(super) struct CellText<'b>(&'b [u8]);

/// A line as far as it concerns no fact.
pub(super) struct Record<'b> {
    /// The id as it stands.
    pub id: &'b [u8],
    /// Where the next line begins.
    pub end: usize,
    /// Lines taken.
    pub lines: u64,
    pub fault: Option<FaultKind>,
}

impl<'b> CellText<'b> {
    /// As it stands.
    pub fn raw(self) -> &'b [u8] {
        self.0
    }

    /// What it says: without the quotes around it, and one quote for two inside.
    pub fn unquoted(self) -> Cow<'b, [u8]> {
        let Some(inner) = self.0.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) else {
            return Cow::Borrowed(self.0);
        };
        if memchr(b'"', inner).is_none() {
            return Cow::Borrowed(inner);
        }
        let mut is_second = false;
        let keep = |byte: &u8| {
            is_second = *byte == b'"' && !is_second;
            !is_second
        };
        Cow::Owned(inner.iter().copied().filter(keep).collect())
    }
}

impl<'b> Record<'b> {
    /// The first line of a record whose quotes cannot be made out.
    pub fn broken(mut self, bytes: &'b [u8], start: usize) -> Self {
        self.end = line_end(bytes, start);
        self.lines = 1;
        self.fault = Some(FaultKind::Quote);
        self
    }
}

/// The cell that begins here; nothing where it opens a quote that is not closed, or goes on after it.
pub(super) fn next_cell(bytes: &[u8], start: usize) -> Option<Cell<'_>> {
    let (mut end, mut line_breaks) = (start, 0);
    if bytes.get(start) == Some(&b'"') {
        end = closing(bytes, start)?;
        line_breaks = u64::try_from(memchr_iter(b'\n', &bytes[start..end]).count()).unwrap_or(0);
    } else {
        end += memchr2(b',', b'\n', &bytes[start..]).unwrap_or(bytes.len() - start);
    }
    match bytes.get(end) {
        Some(b',') => Some(Cell { text: CellText(&bytes[start..end]), end: end + 1, is_last: false, line_breaks }),
        Some(b'\r') if matches!(bytes.get(end + 1), Some(b'\n') | None) => {
            let end_of_line = (end + 2).min(bytes.len());
            Some(Cell { text: CellText(&bytes[start..end]), end: end_of_line, is_last: true, line_breaks })
        }
        Some(b'\n') | None => {
            let text = &bytes[start..end];
            let text = CellText(text.strip_suffix(b"\r").unwrap_or(text));
            Some(Cell { text, end: (end + 1).min(bytes.len()), is_last: true, line_breaks })
        }
        Some(_) => None,
    }
}

/// Just after the quote that closes the one at `start`.
fn closing(bytes: &[u8], start: usize) -> Option<usize> {
    let seen = &bytes[..bytes.len().min(start.saturating_add(QUOTED_BYTES_MAX))];
    let mut at = start + 1;
    loop {
        at += memchr(b'"', seen.get(at..)?)? + 1;
        if seen.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// Where the line that begins here ends, if there is nothing in it.
pub(super) fn blank(bytes: &[u8], start: usize) -> Option<usize> {
    match (bytes[start], bytes.get(start + 1)) {
        (b'\n', _) => Some(start + 1),
        (b'\r', Some(b'\n')) => Some(start + 2),
        (_, _) => None,
    }
}

/// Where the line that begins here ends, quotes or not.
pub(super) fn line_end(bytes: &[u8], start: usize) -> usize {
    memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1)
}

/// How many of these bytes are whole lines, a quoted cell's line breaks not being ends of lines; `bytes` begins with a line.
///
/// Where more bytes may follow, a line that is cut off is left for the next time. Otherwise the rest is a line.
pub fn whole(bytes: &[u8], more_follow: bool) -> usize {
    if !more_follow {
        return bytes.len();
    }
    if memchr(b'"', bytes).is_none() {
        return memrchr(b'\n', bytes).map_or(0, |at| at + 1);
    }
    let (mut line, mut at) = (0, 0);
    while at < bytes.len() {
        match next_cell(bytes, at) {
            Some(cell) if cell.is_last && !bytes[..cell.end].ends_with(b"\n") => break,
            Some(cell) => {
                at = cell.end;
                line = if cell.is_last { at } else { line };
            }
            None if bytes.len() - at < QUOTED_BYTES_MAX && closing(bytes, at).is_none() => break,
            None => {
                at = line_end(bytes, line);
                if !bytes[..at].ends_with(b"\n") {
                    break;
                }
                line = at;
            }
        }
    }
    line
}
