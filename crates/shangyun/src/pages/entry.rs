//! Coming in: sign-in, second factor, sign-up, invitation, reset.

use crate::acting;
use crate::admission::{self, Purpose};
use crate::app::App;
use crate::routes::{May, Routes};
use crate::session::{self, Device};
use crate::web::errors::Problem;
use crate::web::forms::address;
use crate::web::i18n::cookie;
use crate::web::layout::site::Site;
use crate::web::security::client::Client;
use crate::web::security::own_path;
use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::Response;
use domain::ids::AccountId;
use std::sync::Arc;
use store::secrets;

pub mod code;
pub mod enrol;
mod invitation;
mod reset;
mod sign_in;
mod sign_up;
#[cfg(test)]
mod tests;

pub(super) use sign_in::{too_often, wait};
pub(super) use sign_up::{password_fields, read_password};

/// The cookie that stands for a password already shown, until the second factor is.
const SECOND: &str = "second";
/// How long that is.
const SECOND_SECONDS: u32 = 600;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", May::Everyone, sign_in::show)
        .post("/sign-in", May::Everyone, sign_in::send)
        .get("/sign-in/code", May::Everyone, code::show)
        .post("/sign-in/code", May::Everyone, code::send)
        .get("/sign-in/second-factor", May::Everyone, enrol::show)
        .post("/sign-in/second-factor", May::Everyone, enrol::send)
        .post("/sign-out", May::Everyone, sign_in::leave)
        .get("/sign-up", May::Everyone, sign_up::show)
        .post("/sign-up", May::Everyone, sign_up::send)
        .get("/sign-up/sent", May::Everyone, sign_up::sent)
        .get("/sign-up/confirm/{token}", May::Everyone, sign_up::ask)
        .post("/sign-up/confirm/{token}", May::Everyone, sign_up::confirm)
        .get("/invitation/{token}", May::Everyone, invitation::show)
        .post("/invitation/{token}", May::Everyone, invitation::send)
        .get("/reset", May::Everyone, reset::show)
        .post("/reset", May::Everyone, reset::send)
        .get("/reset/sent", May::Everyone, reset::sent)
        .get("/reset/{token}", May::Everyone, reset::choose)
        .post("/reset/{token}", May::Everyone, reset::set)
}

/// The machine somebody comes in from, and what its browser holds already.
pub struct Door {
    site: Arc<Site>,
    client: Client,
    device: Device,
    session: Option<String>,
    second: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Door {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let site = parts.extensions.get::<Arc<Site>>().cloned();
        let site = site.ok_or_else(|| Problem::failure("a page outside `web::outer`"))?;
        let client = Client::of(parts);
        let second = cookie(&parts.headers, &site.cookie_name(SECOND)).map(str::to_owned);
        Ok(Self {
            client,
            device: Device::of(client, &parts.headers),
            session: session::token_of(&site, &parts.headers),
            second,
            site,
        })
    }
}

impl Door {
    /// Somebody comes in: a fresh session takes the place of what the browser held before.
    async fn come_in(&self, app: &App, account: &AccountId, mut response: Response) -> Result<Response, Problem> {
        if let Some(old) = &self.session {
            secrets::end_session(&app.store, &secrets::token_hash(old)).await.map_err(Problem::failure)?;
        }
        let token = session::start_on(app, account, &self.device).await.map_err(Problem::failure)?;
        tracing::info!(%account, client = self.client.key(), "signed in");
        set(&mut response, session::cookie_line(&self.site, &token));
        if self.second.is_some() {
            set(&mut response, self.site.cookie(SECOND, "", Some(0)));
        }
        Ok(response)
    }

    /// Somebody has shown the password and goes on to the second factor.
    async fn go_on(&self, app: &App, account: &AccountId, page: &str, next: &str) -> Result<Response, Problem> {
        let link = admission::link(app, account, Purpose::SecondFactor).await?;
        let mut response = acting::go(&address(page, [("next", next)]));
        set(&mut response, self.site.cookie(SECOND, &link.token, Some(SECOND_SECONDS)));
        Ok(response)
    }

    /// Who has shown the password and not yet the second factor.
    async fn halfway(&self, app: &App) -> Result<Option<AccountId>, Problem> {
        match &self.second {
            Some(token) => admission::account_of(app, token, Purpose::SecondFactor).await,
            None => Ok(None),
        }
    }

    /// The second factor was shown: the way there is used up. False where somebody was faster.
    async fn arrived(&self, app: &App) -> Result<bool, Problem> {
        match &self.second {
            Some(token) => admission::use_up(app, token, Purpose::SecondFactor).await,
            None => Ok(false),
        }
    }
}

fn set(response: &mut Response, line: Option<HeaderValue>) {
    if let Some(line) = line {
        response.headers_mut().append(SET_COOKIE, line);
    }
}

/// Where one goes after coming in: a page of ours that was asked for, or the work desk.
fn onward(next: &str) -> &str {
    own_path(next).filter(|path| !path.starts_with("/sign-in")).unwrap_or("/desk")
}
