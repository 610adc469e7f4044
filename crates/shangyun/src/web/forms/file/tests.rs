//! A file is what its first bytes and the ending of its name agree on; its name does no harm.

use super::*;

const PDF: &[u8] = b"%PDF-1.7\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0";
const ZIP: &[u8] = b"PK\x03\x04\x14\0";

#[test]
fn first_bytes_and_ending_must_agree() {
    for (head, name, kind) in [
        (PDF, "审计报告.pdf", FileKind::Pdf),
        (PDF, "REPORT.PDF", FileKind::Pdf),
        (PNG, "a.png", FileKind::Png),
        (JPEG, "a.jpg", FileKind::Jpeg),
        (JPEG, "a.b.JPEG", FileKind::Jpeg),
        (ZIP, "a.xlsx", FileKind::Xlsx),
        (ZIP, "发票.ofd", FileKind::Ofd),
        (ZIP, "a.zip", FileKind::Zip),
        (b"<?xml version=\"1.0\"?>", "发票.xml", FileKind::Xml),
        (b"\xef\xbb\xbf  <Invoice>", "a.xml", FileKind::Xml),
    ] {
        assert_eq!(FileKind::of(head, name), Some(kind), "{name}");
    }
    for (head, name) in [
        (PDF, "a.png"),
        (PNG, "a.pdf"),
        (ZIP, "a.pdf"),
        (PDF, "pdf"),
        (PDF, "a.pdf.exe"),
        (b"MZ\x90", "a.pdf"),
        (b"<svg", "a.svg"),
        (b"<!DOCTYPE html>", "a.xml"),
        (b"<html>", "a.html"),
        (b"", "a.pdf"),
        (b"%PDF", "a.pdf"),
    ] {
        assert_eq!(FileKind::of(head, name), None, "{name} {head:?}");
    }
}

#[test]
fn a_name_loses_its_folders_and_what_cannot_be_shown() {
    for (sent, kept) in [
        ("审计报告 2019.pdf", "审计报告 2019.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\报告.pdf", "报告.pdf"),
        ("a\u{202e}fdp.exe", "afdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("<b>\"x\"?*|;.pdf", "_b__x_____.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        (".pdf", "pdf"),
        ("  .pdf", "pdf"),
        ("a.", "a"),
    ] {
        assert_eq!(clean_name(sent), kept, "{sent:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let on = format!("{}.pdf", "字".repeat(116));
    assert_eq!(clean_name(&on), on);
    let above = format!("{}.pdf", "字".repeat(117));
    assert_eq!(clean_name(&above), on);
    assert!(clean_name(&format!("a.{}", "x".repeat(300))).chars().count() <= 120);
}
