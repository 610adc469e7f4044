//! Who is on the other side of a request: the session cookie, the account behind it, what the page shell
//! shows of them. Sessions keep real time: idle for half an hour, or twelve hours old, and they end.

use crate::app::App;
use crate::clock::real_now;
use crate::lang::Lang;
use crate::names;
use crate::rail;
use crate::sign_in;
use crate::web::errors::Problem;
use crate::web::i18n::{View, cookie};
use crate::web::layout::site::Site;
use crate::web::layout::visit::{Demo, Who};
use crate::web::security::client::Client;
use crate::web::security::random;
use crate::web::security::visitor::Binding;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::act::{Actor, Seat};
use domain::ids::AccountId;
use domain::world::{Aggregate, Key};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::secrets;
use store::store::{Failed, StoreError};

/// The name of the session cookie.
const COOKIE: &str = "session";
/// How long a session may lie idle.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How old a session may become.
const OLDEST: SignedDuration = SignedDuration::from_hours(12);
/// How often the last use of a session is written down.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Somebody who has signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who acts.
    pub actor: Actor,
    /// The person's name.
    pub name: String,
    /// The token, for ending the session.
    pub token: String,
}

/// The signed-in reader, for handlers behind a rule that asks for one.
#[derive(Clone, Debug)]
pub struct Me(pub Arc<Session>);

impl Me {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }
}

impl<S: Sync> FromRequestParts<S> for Me {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Arc<Session>>().cloned().map(Self).ok_or_else(Problem::forbidden)
    }
}

/// Who acts on a route that is open to everybody: the signed-in reader, or the public.
pub fn actor_of(parts: &Parts) -> Actor {
    parts.extensions.get::<Arc<Session>>().map_or_else(Actor::public, |session| session.actor.clone())
}

/// Middleware: finds the session, and puts who it is into the request.
pub async fn know(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if app.is_demo {
        let demo = Demo { date: app.clock.today(), href: "/demo".to_owned() };
        request.extensions_mut().insert(Arc::new(demo));
    }
    let token =
        request.extensions().get::<Arc<Site>>().and_then(|site| cookie(request.headers(), &site.cookie_name(COOKIE)));
    let Some(token) = token.map(str::to_owned) else { return next.run(request).await };
    match find(&app, &token).await {
        Ok(Some(session)) => {
            if let Err(problem) = introduce(&app, &mut request, session).await {
                return problem.into_response();
            }
        }
        Ok(None) => {}
        Err(error) => return Problem::failure(error).into_response(),
    }
    next.run(request).await
}

/// Puts the session and what the page shell shows of it into the request.
async fn introduce(app: &App, request: &mut Request, session: Session) -> Result<(), Problem> {
    let (parts, body) = std::mem::take(request).into_parts();
    let lang = View::of(&parts).lang;
    *request = Request::from_parts(parts, body);
    let extensions = request.extensions_mut();
    extensions.insert(Binding(random::hex(&secrets::token_hash(&session.token))));
    extensions.insert(Arc::new(who(app, &session, lang)));
    if matches!(session.actor.seat, Seat::Office { .. } | Seat::Expert { .. } | Seat::Provider { .. })
        || is_administrator(&session.actor.seat)
    {
        let rail = rail::of(app, &session.actor, lang).await.map_err(Problem::failure)?;
        request.extensions_mut().insert(Arc::new(rail));
    }
    request.extensions_mut().insert(Arc::new(session));
    Ok(())
}

fn is_administrator(seat: &Seat) -> bool {
    matches!(
        seat,
        Seat::SystemAdmin
            | Seat::SecurityAdmin
            | Seat::AuditAdmin
            | Seat::InternalAuditor
            | Seat::ExternalAuditor { .. }
    )
}

/// The session under a token, while it lasts and while its account may sign in.
pub async fn find(app: &App, token: &str) -> Result<Option<Session>, StoreError> {
    let Some(stored) = secrets::session(&app.store, token).await? else { return Ok(None) };
    let now = real_now();
    if now >= stored.expires_at || now.duration_since(stored.seen_at) > IDLE {
        return Ok(None);
    }
    if now.duration_since(stored.seen_at) > SEEN_EVERY {
        let _ = secrets::see_session(&app.store, token, now, &stored.body).await;
    }
    let Some(Aggregate::Account(account)) = app.store.load(&Key::Account(stored.account.clone())).await?.state else {
        return Ok(None);
    };
    if !account.enabled || sign_in::ended(app, &account.seat).is_some() {
        return Ok(None);
    }
    let ids = [account.name.id.clone()];
    let names = app.store.open_personal(&ids).await.unwrap_or_default();
    let name = names.into_values().next().flatten().unwrap_or_default();
    let actor = Actor { account: stored.account, seat: account.seat };
    Ok(Some(Session { actor, name, token: token.to_owned() }))
}

/// Where a session was started, as its owner is shown it in the list of sessions.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Device {
    /// The browser and the system, as far as the browser names them.
    pub agent: String,
    /// The address.
    pub address: String,
}

impl Device {
    /// The device of a request.
    pub fn of(client: Client, headers: &HeaderMap) -> Self {
        let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Self { agent: agent.chars().take(300).collect(), address: client.key() }
    }

    /// Browser and system in a few words; empty where they are not known.
    pub fn named(&self) -> String {
        let known = |names: &[(&str, &'static str)]| {
            names.iter().find(|(part, _)| self.agent.contains(part)).map_or("", |(_, name)| *name)
        };
        let browser = known(&[
            ("MicroMessenger", "微信"),
            ("QIHU", "360"),
            ("Edg", "Edge"),
            ("Firefox", "Firefox"),
            ("Chrome", "Chrome"),
            ("Safari", "Safari"),
            ("curl", "curl"),
        ]);
        let system = known(&[
            ("HarmonyOS", "HarmonyOS"),
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ]);
        [browser, system].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Starts a session and gives its token.
pub async fn start(app: &App, account: &AccountId) -> Result<String, Failed> {
    start_on(app, account, &Device::default()).await
}

/// Starts a session on a device and gives its token.
pub async fn start_on(app: &App, account: &AccountId, device: &Device) -> Result<String, Failed> {
    let now = real_now();
    let token = random::hex(&app.store.vault().random::<32>());
    let session = secrets::Session {
        account: account.clone(),
        created_at: now,
        seen_at: now,
        expires_at: now.saturating_add(OLDEST).unwrap_or(Timestamp::MAX),
        address_hash: app.store.vault().keyed_hash("address", &device.address).to_vec(),
        body: serde_json::to_string(device).unwrap_or_default(),
    };
    secrets::start_session(&app.store, &token, &session).await?;
    Ok(token)
}

/// The header that sets the session's cookie.
pub fn cookie_line(site: &Site, token: &str) -> Option<HeaderValue> {
    site.cookie(COOKIE, token, None)
}

/// The header that takes the session's cookie away.
pub fn cookie_gone(site: &Site) -> Option<HeaderValue> {
    site.cookie(COOKIE, "", Some(0))
}

/// The token that a request carries in its session cookie.
pub fn token_of(site: &Site, headers: &HeaderMap) -> Option<String> {
    cookie(headers, &site.cookie_name(COOKIE)).map(str::to_owned)
}

/// What the header of every page says about the reader.
fn who(app: &App, session: &Session, lang: Lang) -> Who {
    Who {
        name: session.name.clone(),
        place: place(app, session, lang),
        home: "/desk".to_owned(),
        account: "/account".to_owned(),
        sign_out: "/sign-out".to_owned(),
    }
}

/// The office, provider or seat of the reader, in words.
pub fn place(app: &App, session: &Session, lang: Lang) -> String {
    names::seat(app, lang, &session.actor.seat, app.clock.today())
}
