//! A programme: its state, budgets and rulings on open readings.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
