//! The reader's own account: sessions, password, second factor, inbox.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
