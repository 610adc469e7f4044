//! Rounds: review, notice, plan, signatures, payment, reconciliation; the expert's pages too.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
