//! Registers as people look them up: enterprises, providers, offices, experts, lists, the calendar.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
