//! Officers: queue, documents beside the checklist, acts on filings and claims, monthly batches, registers.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
