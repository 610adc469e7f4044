//! The program as it answers: every page in one list, sessions around them, the shell around everything.

use crate::api;
use crate::app::App;
use crate::pages;
use crate::routes::{Line, Routes};
use crate::session;
use crate::web;
use crate::web::layout::site::{Named, Site};
use axum::{Router, middleware};
use domain::access::lead_roles;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long what is under way may take to finish when the program is asked to end.
const FINISHES_MAX: Duration = Duration::from_secs(10);

/// The particulars of an installation, from its city and the way it is reached.
pub fn site(app: &App, form_key: [u8; 32], https: bool) -> Site {
    let setting = app.setting();
    let city = &setting.city;
    let today = app.clock.today();
    let mut site = Site::named(Named::new(&city.portal().zh, &city.portal().en), form_key);
    // The office that leads the plan in force stands at the foot of every page.
    let roles = setting.policies.values().flat_map(|policy| lead_roles(policy.plan()));
    let lead = roles.filter_map(|role| city.office_holding(role, None, today)).find_map(|office| office.name(today));
    if let Some(lead) = lead {
        site.host = Named::new(&lead.names.zh, &lead.names.en);
    }
    if let Some(contact) = city.contacts().first() {
        site.contact = Named::new(
            &format!("{} {}", contact.names.zh, contact.value),
            &format!("{} {}", contact.names.en, contact.value),
        );
    }
    site.sign_in = Some("/sign-in".to_owned());
    site.https = https;
    site.origin = (!app.origin.is_empty()).then(|| app.origin.clone());
    site.demo = app.is_demo;
    site
}

/// Every route with who may take it, as `shangyun access` prints it and the access walk tries it.
pub fn lines(is_demo: bool) -> Vec<Line> {
    routes(is_demo).0
}

fn routes(is_demo: bool) -> (Vec<Line>, Router<App>, Router<App>) {
    api::routes(pages::all(Routes::new(is_demo))).done()
}

/// The whole of it.
pub fn router(app: &App, site: Site) -> Router {
    let (_, pages, programs) = routes(app.is_demo);
    let pages = web::inner(pages.fallback(nowhere)).layer(middleware::from_fn_with_state(app.clone(), session::know));
    let programs = api::around(programs).layer(middleware::from_fn_with_state(app.clone(), api::know));
    web::outer(pages.merge(programs).with_state(app.clone()), Arc::new(site))
}

async fn nowhere() -> web::errors::Problem {
    web::errors::Problem::not_found()
}

/// Answers until `end` comes; what is under way is finished.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let (tell, told) = oneshot::channel();
    let ending = async move {
        end.await;
        let _ = tell.send(());
    };
    let late = async move {
        let _ = told.await;
        tokio::time::sleep(FINISHES_MAX).await;
        tracing::warn!("connections that did not finish are cut off");
    };
    tokio::select! {
        served = axum::serve(listener, service).with_graceful_shutdown(ending) => served,
        () = late => Ok(()),
    }
}
