//! How a page looks: its widths and colours, its picture, its faults.

use super::axe;
use super::browser::Browser;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::path::{Path, PathBuf};

/// How wide the page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// 375 × 812, touch.
    Phone,
    /// 1440 × 900.
    Desktop,
}

impl Width {
    fn points(self) -> i64 {
        match self {
            Self::Phone => 375,
            Self::Desktop => 1440,
        }
    }
}

/// Which colours the reader asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Browser {
    /// Makes the page phone or desktop wide.
    #[track_caller]
    pub fn set_width(&mut self, width: Width) {
        let wide = width.points();
        let (high, scale, phone) = match width {
            Width::Phone => (812, 2, true),
            Width::Desktop => (900, 1, false),
        };
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": wide, "height": high, "deviceScaleFactor": scale, "mobile": phone }),
        );
        self.width = width;
    }

    /// Asks pages for light or dark colours.
    #[track_caller]
    pub fn set_scheme(&mut self, scheme: Scheme) {
        let value = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
        self.scheme = scheme;
    }

    /// Photographs the whole page into `target/shots/<name>-<phone|desktop>[-dark].png`.
    #[track_caller]
    pub fn shot(&self, name: &str) -> PathBuf {
        self.script("scrollTo(0, 0)", vec![]);
        let size = self.devtools("Page.getLayoutMetrics", json!({}));
        let length = |name: &str| size["cssContentSize"][name].as_i64().unwrap_or(1).clamp(1, 12_000);
        let clip = json!({
            "x": 0, "y": 0, "width": length("width"), "height": length("height"), "scale": 1,
        });
        let picture = self.devtools(
            "Page.captureScreenshot",
            json!({ "format": "png", "captureBeyondViewport": true, "clip": clip }),
        );
        let bytes =
            BASE64_STANDARD.decode(picture["data"].as_str().unwrap_or_default()).expect("the browser sends base64");
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/shots"));
        let path = folder.join(format!("{name}-{}.png", self.variant()));
        std::fs::create_dir_all(folder).expect("target/shots can be made");
        std::fs::write(&path, bytes).expect("target/shots can be written");
        path
    }

    /// The A and AA faults that axe finds on the page as it stands, and a page wider than its screen.
    #[track_caller]
    pub fn faults(&self) -> Vec<String> {
        self.faults_by(axe::RUN)
    }

    #[track_caller]
    fn faults_by(&self, run: &str) -> Vec<String> {
        if self.script("return !window.axe", vec![]) == json!(true) {
            self.script(axe::LIBRARY, vec![]);
        }
        let result = self.script_with_callback(run);
        let mut faults = axe::faults(&result);
        let wide = self.script("return document.scrollingElement.scrollWidth", vec![]);
        let over = wide.as_i64().unwrap_or(0) - self.width.points();
        if over > 1 {
            faults.push(format!("the page is {over} pixels wider than the screen"));
        }
        faults
    }

    /// Photographs the page at phone and desktop width, light and dark, and panics on any fault.
    #[track_caller]
    pub fn survey(&mut self, name: &str) {
        let faults = self.survey_faults(name);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// Photographs the page at phone and desktop width, light and dark, and gives its faults.
    #[track_caller]
    pub fn survey_faults(&mut self, name: &str) -> Vec<String> {
        let (width, scheme) = (self.width, self.scheme);
        let mut faults = Vec::new();
        for width in [Width::Desktop, Width::Phone] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                self.set_width(width);
                self.set_scheme(scheme);
                self.shot(name);
                let at = format!("`{name}` at {} ({})", self.path(), self.variant());
                let run = if scheme == Scheme::Light { axe::RUN } else { axe::RUN_ON_COLOURS };
                faults.extend(self.faults_by(run).into_iter().map(|fault| format!("{at}: {fault}")));
            }
        }
        self.set_width(width);
        self.set_scheme(scheme);
        faults
    }

    fn variant(&self) -> &'static str {
        match (self.width, self.scheme) {
            (Width::Phone, Scheme::Light) => "phone",
            (Width::Phone, Scheme::Dark) => "phone-dark",
            (Width::Desktop, Scheme::Light) => "desktop",
            (Width::Desktop, Scheme::Dark) => "desktop-dark",
        }
    }
}
