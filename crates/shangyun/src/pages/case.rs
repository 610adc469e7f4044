//! What every reader of a case sees: facts with sources, papers, timeline, decision, messages.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
