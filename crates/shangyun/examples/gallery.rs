//! Serves the gallery of page parts: `cargo run --example gallery [address]`.

use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::{Router, routing};
use shangyun::web::errors::Problem;
use shangyun::web::layout::site::{Named, Site};
use shangyun::web::layout::visit::{Demo, Rail, RailGroup, RailLink, Who};
use shangyun::web::{self, gallery};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8099".to_owned());
    let mut site =
        Site::named(Named::new("沈阳市企业上云服务平台", "Shenyang Cloud Adoption"), web::security::random::bytes()?);
    site.host = Named::new("沈阳市工业和信息化局", "Shenyang Bureau of Industry and Information Technology");
    site.contact = Named::new("024-0000 0000（工作日 8:30–17:00）", "024-0000 0000 (working days 8:30–17:00)");
    site.records = vec!["辽ICP备00000000号".to_owned(), "辽公网安备 00000000000000号".to_owned()];
    site.sign_in = Some("/sign-in".to_owned());
    site.demo = true;
    let routes = gallery::routes().route("/fail/{status}", routing::get(fail));
    let app: Router = web::outer(web::inner(routes).layer(middleware::from_fn(know)), Arc::new(site));
    axum::serve(tokio::net::TcpListener::bind(&address).await?, app).await?;
    Ok(())
}

/// Error pages by number.
async fn fail(axum::extract::Path(status): axum::extract::Path<u16>) -> Problem {
    match status {
        403 => Problem::stale_form(),
        404 => Problem::not_found(),
        409 => Problem::conflict("2026年9月8日 10:12，周敏（铁西区工信局）已将此件退回补正。")
            .clause("三（四）2", "/policies#3-4-2")
            .next("查看最新情况", "/gallery/case"),
        429 => Problem::too_often(300),
        503 => Problem::unavailable(),
        _ => Problem::failure("asked for"),
    }
}

/// Stands in for the session layer: an officer at the desk, an applicant elsewhere.
async fn know(mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let desk = path.starts_with("/gallery/desk") || path.starts_with("/gallery/case");
    let (name, place) =
        if desk { ("周敏", "铁西区工信局") } else { ("林一凡", "沈阳某某机床有限公司") };
    let who = Who {
        name: name.to_owned(),
        place: place.to_owned(),
        home: "/gallery".to_owned(),
        account: "/account".to_owned(),
        sign_out: "/sign-out".to_owned(),
    };
    let extensions = request.extensions_mut();
    extensions.insert(Arc::new(who));
    extensions.insert(Arc::new(Demo { date: jiff::civil::date(2026, 9, 17), href: "/demo".to_owned() }));
    if desk {
        extensions.insert(Arc::new(rail()));
    }
    next.run(request).await
}

fn rail() -> Rail {
    let link = |label: &str, href: &str, waiting, late| RailLink {
        label: label.to_owned(),
        href: href.to_owned(),
        waiting,
        late,
    };
    Rail {
        groups: vec![
            RailGroup {
                title: "我的工作".to_owned(),
                links: vec![
                    link("工作台", "/home", None, false),
                    link("待办", "/gallery/desk", Some(147), true),
                    link("已退回", "/returned", Some(12), false),
                    link("按月上报", "/batches", Some(1), false),
                ],
            },
            RailGroup {
                title: "查询".to_owned(),
                links: vec![
                    link("全部申请", "/gallery/case", None, false),
                    link("企业名录", "/enterprises", None, false),
                    link("政策与条款", "/policies", None, false),
                ],
            },
            RailGroup {
                title: "统计".to_owned(),
                links: vec![
                    link("指标看板", "/gallery/screen", None, false),
                    link("导出记录", "/exports", None, false),
                ],
            },
        ],
    }
}
