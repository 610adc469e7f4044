//! One request as its page sees it: the reader's language and view, who they are, where they are, the token for forms.
//!
//! The session layer puts [`Who`], [`Rail`], [`Demo`] and [`super::super::security::visitor::Binding`] into the request's
//! extensions; a handler asks for a [`Visit`] among its arguments.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use jiff::civil::Date;

use super::site::Site;
use crate::lang::Lang;
use crate::web::errors::Problem;
use crate::web::i18n::View;
use crate::web::security::visitor::Visitor;

/// One request as its page sees it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The reader's language.
    pub lang: Lang,
    /// How pages are shown.
    pub view: View,
    /// The installation.
    pub site: Arc<Site>,
    /// The path of this page, without its query.
    pub path: String,
    /// The address one comes back to after changing language: path, and query when this was a GET.
    pub here: String,
    /// Who has signed in.
    pub who: Option<Arc<Who>>,
    /// The rail of an officer.
    pub rail: Option<Arc<Rail>>,
    /// The line that says this is the demo.
    pub demo: Option<Arc<Demo>>,
    visitor: Arc<Visitor>,
}

/// Who has signed in, as the header names them.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person.
    pub name: String,
    /// Their enterprise or office.
    pub place: String,
    /// Their own first page.
    pub home: String,
    /// Account and sessions.
    pub account: String,
    /// Where the sign-out form posts to.
    pub sign_out: String,
}

/// The officer's rail: groups of links with counts.
#[derive(Clone, Debug, Default)]
pub struct Rail {
    /// Groups in order.
    pub groups: Vec<RailGroup>,
}

/// A group of links in the rail.
#[derive(Clone, Debug)]
pub struct RailGroup {
    /// Its heading.
    pub title: String,
    /// Its links.
    pub links: Vec<RailLink>,
}

/// A link in the rail.
#[derive(Clone, Debug)]
pub struct RailLink {
    /// Words.
    pub label: String,
    /// Address.
    pub href: String,
    /// How many wait there; nothing shows no number.
    pub waiting: Option<u64>,
    /// Whether some of them are late.
    pub late: bool,
}

/// The demo banner.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The programme's day.
    pub date: Date,
    /// Where one changes the day or the person.
    pub href: String,
}

impl Visit {
    /// Reads a request. Gives nothing where [`Site`] was not put in by `web::outer`.
    pub fn of(parts: &Parts) -> Option<Self> {
        let site = Arc::clone(parts.extensions.get::<Arc<Site>>()?);
        let view = View::of(parts);
        let path = parts.uri.path().to_owned();
        let full = parts.uri.path_and_query().map_or(path.as_str(), |full| full.as_str());
        let here = if parts.method == Method::GET { full.to_owned() } else { path.clone() };
        Some(Self {
            lang: view.lang,
            view,
            site,
            path,
            here,
            who: parts.extensions.get::<Arc<Who>>().cloned(),
            rail: parts.extensions.get::<Arc<Rail>>().cloned(),
            demo: parts.extensions.get::<Arc<Demo>>().cloned(),
            visitor: parts.extensions.get::<Arc<Visitor>>().cloned().unwrap_or_default(),
        })
    }

    /// A visit out of nothing, for tests and for papers drawn outside a request.
    pub fn sample(site: Arc<Site>, lang: Lang) -> Self {
        Self {
            lang,
            view: View { lang, ..View::default() },
            site,
            path: "/".to_owned(),
            here: "/".to_owned(),
            who: None,
            rail: None,
            demo: None,
            visitor: Arc::default(),
        }
    }

    /// The token that a form of this reader must carry.
    pub fn form_token(&self) -> String {
        self.visitor.token(&self.site.form_key)
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(parts).ok_or_else(|| Problem::failure("a page outside `web::outer`"))
    }
}
