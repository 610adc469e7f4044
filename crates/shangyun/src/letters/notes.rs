//! Letters about one's account: they bear a link that works once, so they wait in the outbox sealed.

use crate::admission::Link;
use crate::app::App;
use crate::lang::Lang;
use crate::mail::{self, Letter};
use crate::web::errors::Problem;
use crate::web::format;
use std::fmt::Write as _;

/// What is told about an account.
pub enum Note {
    /// Somebody signed up with this address: confirm it.
    Confirm {
        /// The way to confirm.
        link: Link,
    },
    /// Somebody signed up with this address, which has an account already.
    Known,
    /// Somebody was invited.
    Invitation {
        /// The person's name.
        name: String,
        /// The way in.
        link: Link,
    },
    /// Somebody has forgotten their password.
    Reset {
        /// The way to a new one.
        link: Link,
    },
}

impl Note {
    fn key(&self) -> &'static str {
        match self {
            Self::Confirm { .. } => "mail-confirm",
            Self::Known => "mail-known",
            Self::Invitation { .. } => "mail-invitation",
            Self::Reset { .. } => "mail-reset",
        }
    }

    fn link(&self) -> Option<&Link> {
        match self {
            Self::Confirm { link } | Self::Invitation { link, .. } | Self::Reset { link } => Some(link),
            Self::Known => None,
        }
    }
}

/// Puts a note to a mail address into the outbox.
///
/// # Errors
/// A failure page.
pub async fn post(app: &App, to: &str, note: &Note) -> Result<(), Problem> {
    mail::post(app, &letter(app, to, note)).await
}

/// The letter of a note, Chinese first, then English.
fn letter(app: &App, to: &str, note: &Note) -> Letter {
    let setting = app.setting();
    let portal = setting.city.portal();
    let name = if let Note::Invitation { name, .. } = note { name.as_str() } else { "" };
    let address = note.link().map_or_else(|| format!("{}/sign-in", app.origin), |link| link.address.clone());
    let mut text = String::new();
    for lang in Lang::ALL {
        let until = note.link().map(|link| format::time_text(lang, link.until, app.clock.zone())).unwrap_or_default();
        let values = [
            ("portal", lang.pick(&portal.zh, &portal.en).into()),
            ("name", name.into()),
            ("address", address.as_str().into()),
            ("until", until.as_str().into()),
        ];
        let said = lang.t_with(note.key(), &values);
        let sign = lang.t_with("mail-sign", &[("portal", lang.pick(&portal.zh, &portal.en).into())]);
        let _ = write!(text, "{said}\n\n{sign}\n\n");
    }
    let subject = format!("【{}】{}", portal.zh, Lang::Zh.t(&format!("{}-subject", note.key())));
    Letter { to: to.to_owned(), subject, text }
}
