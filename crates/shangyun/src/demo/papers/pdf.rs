//! A page of PDF with Chinese text. The font is one of those every reader of PDF brings itself (Adobe-GB1), so the
//! file holds none and stays small.

use super::{FOOT, Sheet};
use std::fmt::Write as _;

/// The page: A4 in points.
const PAGE: &str = "[0 0 595 842]";
/// The objects that are the same in every file: catalogue, pages, page, font, its descendant, its description.
const OBJECTS: [&str; 5] = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) \
     /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor 6 0 R >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
     /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
];

/// The sheet as a file.
pub fn pdf(sheet: &Sheet) -> Vec<u8> {
    let content = content(sheet);
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox {PAGE} /Resources << /Font << /F 4 0 R >> >> /Contents 7 0 R >>"
    );
    let stream = format!("<< /Length {} >>\nstream\n{content}endstream", content.len());
    let [catalogue, pages, font, descendant, description] = OBJECTS;
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    let objects = [catalogue, pages, &page, font, descendant, description, &stream];
    for (number, object) in objects.into_iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", places.len() + 1);
    file.into_bytes()
}

/// The drawing: a frame, the title, the lines, the foot.
fn content(sheet: &Sheet) -> String {
    let mut drawing = "0.6 w 48 48 499 746 re S\n".to_owned();
    let wide = 22 * sheet.title.chars().count();
    write_at(&mut drawing, (297_usize.saturating_sub(wide / 2), 730), 22, &sheet.title);
    let mut height = 680;
    for (name, value) in &sheet.lines {
        write_at(&mut drawing, (72, height), 12, name);
        write_at(&mut drawing, (200, height), 12, value);
        height -= 26;
    }
    write_at(&mut drawing, (72, 64), 9, FOOT);
    drawing
}

fn write_at(drawing: &mut String, (x, y): (usize, usize), size: usize, text: &str) {
    let _ = write!(drawing, "BT /F {size} Tf {x} {y} Td <");
    for unit in text.encode_utf16() {
        let _ = write!(drawing, "{unit:04X}");
    }
    drawing.push_str("> Tj ET\n");
}
