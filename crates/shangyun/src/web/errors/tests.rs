//! An error page says what happened and the way on, in the reader's language, and never the cause.

use super::*;
use crate::web::layout::site::{Named, Site};
use std::sync::Arc;

fn visit(lang: Lang) -> Visit {
    let mut site = Site::named(Named::new("门户", "Portal"), [1; 32]);
    site.contact = Named::new("热线 12345", "Hotline 12345");
    Visit::sample(Arc::new(site), lang)
}

#[test]
fn every_status_has_a_page_in_both_languages() {
    for code in [400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 418, 502] {
        let status = StatusCode::from_u16(code).expect("a status");
        for (lang, contact) in [(Lang::Zh, "热线 12345"), (Lang::En, "Hotline 12345")] {
            let page = Problem::new(status).page(&visit(lang)).into_string();
            assert!(page.contains(contact) && page.contains("href=\"/\""), "{code}");
            assert!(!page.contains("errors-"), "{code} shows the key of a sentence");
        }
    }
}

#[test]
fn a_failure_shows_a_number_and_not_its_cause() {
    let problem = Problem::failure("disk full at /var/lib");
    let page = problem.page(&visit(Lang::Zh)).into_string();
    assert!(!page.contains("disk full"));
    assert!(page.contains("问题编号"));
    assert_eq!(problem.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[test]
fn who_must_wait_is_told_how_long() {
    for (seconds, zh, en) in [
        (0, "1 秒", "1 second"),
        (119, "119 秒", "119 seconds"),
        (120, "2 分钟", "2 minutes"),
        (121, "3 分钟", "3 minutes"),
    ] {
        let problem = Problem::too_often(seconds);
        assert!(problem.page(&visit(Lang::Zh)).into_string().contains(zh), "{seconds}");
        assert!(problem.page(&visit(Lang::En)).into_string().contains(en), "{seconds}");
        let header =
            problem.into_response().headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        assert_eq!(header, Some(seconds.max(1)));
    }
}

#[test]
fn a_refusal_names_its_clause_and_the_way_on() {
    let problem = Problem::refused("尚未备案。").clause("三(一)", "/policies/x#三(一)").next("先备案", "/filings/new");
    let page = problem.page(&visit(Lang::Zh)).into_string();
    assert!(
        page.contains("尚未备案。") && page.contains("/policies/x#三(一)") && page.contains("href=\"/filings/new\"")
    );
}

#[test]
fn a_target_of_forms_that_is_opened_leads_to_its_page() {
    let only_forms = Problem::new(StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(page_of_a_target(&only_forms, "/rounds/x/plan/sign"), Some("/rounds/x/plan"));
    assert_eq!(page_of_a_target(&only_forms, "/sign-out"), None);
    assert_eq!(page_of_a_target(&only_forms, "/api/v1/acts"), None);
    assert_eq!(page_of_a_target(&Problem::not_found(), "/rounds/x/plan/sign"), None);
}
