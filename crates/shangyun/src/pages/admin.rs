//! The three administrators and the auditors: accounts and rights; configuration and health; the journal.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
