//! A file in pieces of whole lines, in UTF-8 whatever it was written in.

use ::policy::claims_csv::whole;
use std::io::{self, Read};

/// Bytes to a piece, as far as lines allow.
const CHUNK_BYTES: usize = 1 << 20;
/// The longest line.
const LINE_MEBIBYTES_MAX: usize = 16;

/// Reads pieces.
pub(super) struct Chunks<R> {
    input: R,
    /// Read and not yet given out.
    rest: Vec<u8>,
    has_ended: bool,
    encoding: Encoding,
}

/// A piece as it stands in the file.
pub(super) struct Chunk {
    pub bytes: Vec<u8>,
    pub encoding: Encoding,
}

/// How the file is written, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    /// Nothing but ASCII so far.
    Ascii,
    Utf8,
    /// What office programs in China write by default; GBK is a part of it.
    Gb18030,
}

/// Why reading ends early.
#[derive(Debug)]
pub(super) enum Unreadable {
    Io(io::Error),
    LineTooLong { mebibytes: usize },
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<R: Read> Chunks<R> {
    pub fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), has_ended: false, encoding: Encoding::Ascii }
    }

    /// The beginning of what comes next.
    pub fn peek(&mut self) -> Result<&[u8], Unreadable> {
        self.read_more()?;
        Ok(&self.rest)
    }

    /// Passes over so many bytes that were seen.
    pub fn skip(&mut self, bytes: usize) {
        self.rest.drain(..bytes.min(self.rest.len()));
    }

    /// The next piece, in the room of one that is no longer needed; nothing at the end.
    pub fn next(&mut self, mut room: Vec<u8>) -> Result<Option<Chunk>, Unreadable> {
        room.clear();
        loop {
            self.read_more()?;
            let lines = whole(&self.rest, !self.has_ended);
            if lines > 0 {
                room.extend_from_slice(&self.rest[lines..]);
                self.rest.truncate(lines);
                let bytes = std::mem::replace(&mut self.rest, room);
                return Ok(Some(Chunk { encoding: self.encode(&bytes), bytes }));
            }
            if self.has_ended {
                return Ok(None);
            }
            if self.rest.len() >= LINE_MEBIBYTES_MAX << 20 {
                return Err(Unreadable::LineTooLong { mebibytes: LINE_MEBIBYTES_MAX });
            }
        }
    }

    /// Reads until there is a piece's worth, or one more where there was.
    fn read_more(&mut self) -> io::Result<()> {
        let wanted = CHUNK_BYTES - self.rest.len() % CHUNK_BYTES;
        let bytes = u64::try_from(wanted).unwrap_or(u64::MAX);
        let read = self.input.by_ref().take(bytes).read_to_end(&mut self.rest)?;
        self.has_ended |= read < wanted;
        Ok(())
    }

    /// The first piece that is not ASCII tells how the file is written.
    fn encode(&mut self, bytes: &[u8]) -> Encoding {
        if self.encoding == Encoding::Ascii && !bytes.is_ascii() {
            let is_gb18030 =
                || encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some();
            let is_utf8 = std::str::from_utf8(bytes).is_ok() || !is_gb18030();
            self.encoding = if is_utf8 { Encoding::Utf8 } else { Encoding::Gb18030 };
        }
        self.encoding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &[u8]) -> Vec<(Vec<u8>, Encoding)> {
        let mut chunks = Chunks::new(text);
        let mut found = Vec::new();
        while let Some(chunk) = chunks.next(Vec::new()).expect("memory can be read") {
            found.push((chunk.bytes, chunk.encoding));
        }
        found
    }

    #[test]
    fn pieces_end_with_lines_and_add_up_to_the_file() {
        let line = format!("7,\"a\nb\",{}\n", "x".repeat(1000));
        let text = line.repeat(3_000) + "last";
        let found = pieces(text.as_bytes());
        assert!(found.len() >= 3);
        assert!(found.iter().rev().skip(1).all(|(bytes, _)| bytes.ends_with(b"x\n") && bytes.starts_with(b"7,")));
        let together: Vec<u8> = found.into_iter().flat_map(|(bytes, _)| bytes).collect();
        assert_eq!(together, text.as_bytes());
    }

    #[test]
    fn the_first_other_character_tells_the_encoding() {
        let (gb18030, _, _) = encoding_rs::GB18030.encode("1,沈阳云\n");
        for (text, encoding) in
            [(&b"1,a\n"[..], Encoding::Ascii), ("1,沈阳云\n".as_bytes(), Encoding::Utf8), (&gb18030, Encoding::Gb18030)]
        {
            assert_eq!(pieces(text), [(text.to_vec(), encoding)]);
        }
    }

    #[test]
    fn a_file_without_line_breaks_is_refused_before_it_fills_the_memory() {
        let mut chunks = Chunks::new(io::repeat(b'x'));
        assert!(matches!(chunks.next(Vec::new()), Err(Unreadable::LineTooLong { .. })));
    }
}
