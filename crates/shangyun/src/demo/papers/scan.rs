//! A picture of a paper, as a scanner would give it: white, with letters and a red seal.

use super::letters::columns;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

const WIDE: usize = 620;
const HIGH: usize = 877;
/// White, black, red.
const PALETTE: [u8; 9] = [255, 255, 255, 25, 25, 25, 190, 30, 36];
const BLACK: u8 = 1;
const RED: u8 = 2;
/// How many pixels a dot of a letter is wide.
const TITLE_DOT: usize = 5;
const LINE_DOT: usize = 4;

/// The picture: a title above lines of capitals and digits.
pub fn scan(title: &str, lines: &[&str]) -> Vec<u8> {
    let mut picture = Picture(vec![0; WIDE * HIGH]);
    picture.frame(24);
    picture.write((48, 90), TITLE_DOT, title);
    for (place, line) in lines.iter().enumerate() {
        picture.write((48, 190 + 60 * place), LINE_DOT, line);
    }
    picture.seal((450, 700), 84);
    picture.write((48, HIGH - 70), 2, "DEMONSTRATION ONLY");
    picture.png()
}

/// One byte for a pixel, row by row.
struct Picture(Vec<u8>);

impl Picture {
    fn dot(&mut self, (x, y): (usize, usize), colour: u8) {
        if x < WIDE
            && let Some(pixel) = self.0.get_mut(y * WIDE + x)
        {
            *pixel = colour;
        }
    }

    fn frame(&mut self, margin: usize) {
        for x in margin..WIDE - margin {
            self.dot((x, margin), BLACK);
            self.dot((x, HIGH - margin), BLACK);
        }
        for y in margin..HIGH - margin {
            self.dot((margin, y), BLACK);
            self.dot((WIDE - margin, y), BLACK);
        }
    }

    fn write(&mut self, (left, top): (usize, usize), dot: usize, text: &str) {
        for (place, letter) in text.chars().enumerate() {
            for (column, bits) in columns(letter).into_iter().enumerate() {
                for row in (0..7).filter(|row| bits >> row & 1 == 1) {
                    let corner = (left + (place * 6 + column) * dot, top + row * dot);
                    for inner in 0..dot * dot {
                        self.dot((corner.0 + inner % dot, corner.1 + inner / dot), BLACK);
                    }
                }
            }
        }
    }

    /// A ring with a smaller one inside.
    fn seal(&mut self, (x, y): (usize, usize), radius: usize) {
        for row in 0..2 * radius {
            for column in 0..2 * radius {
                let (down, across) = (row.abs_diff(radius), column.abs_diff(radius));
                let square = down * down + across * across;
                let is_ring =
                    |outer: usize, wide: usize| square <= outer * outer && square >= (outer - wide) * (outer - wide);
                if is_ring(radius, 5) || is_ring(radius / 3, 3) {
                    self.dot((x + column - radius, y + row - radius), RED);
                }
            }
        }
    }

    /// The file: palette, two bits a pixel, every row unfiltered.
    fn png(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(HIGH * (1 + WIDE / 4));
        for row in self.0.chunks(WIDE) {
            rows.push(0);
            rows.extend(row.chunks(4).map(|four| four.iter().fold(0, |byte, pixel| byte << 2 | pixel)));
        }
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        // Writing to memory does not fail.
        let _ = packed.write_all(&rows);
        let mut head = Vec::new();
        for side in [WIDE, HIGH] {
            head.extend(u32::try_from(side).unwrap_or_default().to_be_bytes());
        }
        head.extend([2, 3, 0, 0, 0]);
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut file, *b"IHDR", &head);
        chunk(&mut file, *b"PLTE", &PALETTE);
        chunk(&mut file, *b"IDAT", &packed.finish().unwrap_or_default());
        chunk(&mut file, *b"IEND", &[]);
        file
    }
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    file.extend(u32::try_from(content.len()).unwrap_or_default().to_be_bytes());
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(content);
    file.extend(kind);
    file.extend(content);
    file.extend(sum.sum().to_be_bytes());
}
