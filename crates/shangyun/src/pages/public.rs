//! What everybody sees without signing in.

use crate::routes::{May, Routes};

mod policies;
mod policy;
mod readings;
mod standing;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/policies", May::Everyone, policies::show)
        .get("/policies/{id}", May::Everyone, policy::show)
        .get("/policies/{id}/document", May::Everyone, policies::document)
        .get("/policies/{id}/readings", May::Everyone, readings::show)
}
