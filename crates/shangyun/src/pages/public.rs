//! What everybody sees without signing in.

use crate::routes::{May, Routes};

mod accessibility;
mod disclosure;
mod editions;
mod estimate;
mod home;
mod notices;
mod policies;
mod policy;
mod providers;
mod query;
mod readings;
mod standing;
#[cfg(test)]
mod tests;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/", May::Everyone, home::show)
        .get("/policies", May::Everyone, policies::show)
        .get("/policies/{id}", May::Everyone, policy::show)
        .get("/policies/{id}/document", May::Everyone, policies::document)
        .get("/policies/{id}/readings", May::Everyone, readings::show)
        .get("/policies/{id}/editions", May::Everyone, editions::show)
        .get("/policies/{id}/editions/{hash}", May::Everyone, editions::text)
        .get("/policies/{id}/editions/{hash}/changes", May::Everyone, editions::changes)
        .get("/policies/{id}/interpretations", May::Everyone, editions::interpretations)
        .get("/estimate", May::Everyone, estimate::show)
        .get("/providers", May::Everyone, providers::show)
        .get("/providers/{id}", May::Everyone, providers::one)
        .get("/disclosure", May::Everyone, disclosure::show)
        .get("/disclosure/paid.csv", May::Everyone, disclosure::data::csv)
        .get("/disclosure/paid.json", May::Everyone, disclosure::data::json)
        .get("/disclosure/{round}", May::Everyone, disclosure::notice::show)
        .get("/disclosure/{round}/print", May::Everyone, disclosure::notice::print)
        .get("/disclosure/{round}/object/{claim}", May::Everyone, disclosure::objection::ask)
        .post("/disclosure/{round}/object/{claim}", May::Everyone, disclosure::objection::send)
        .get("/disclosure/{round}/objections/{number}", May::Everyone, disclosure::objection::status)
        .get("/query", May::Everyone, query::show)
        .get("/accessibility", May::Everyone, accessibility::show)
}
