//! Officers on claims: rows and papers beside their files, facts attested, passed, returned or refused.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
