//! A QR code as a picture in the page: black on white whatever the colours of the page, with a quiet border.

use maud::{Markup, html};
use qrcode::{Color, QrCode};
use std::fmt::Write as _;

/// The quiet border around the code, in squares.
const BORDER: usize = 4;

/// The code of a text, with words for those who do not see it. A text too long for a code is shown as itself.
pub fn qr(text: &str, says: &str) -> Markup {
    let Ok(code) = QrCode::new(text) else { return html! { p.figure { (text) } } };
    let width = code.width();
    let side = width + 2 * BORDER;
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", place % width + BORDER, place / width + BORDER);
        }
    }
    html! {
        svg.qr role="img" aria-label=(says) width="216" height="216" viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
