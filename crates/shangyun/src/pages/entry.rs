//! Coming in: sign-in, second factor, sign-up, invitation, reset.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
