//! The work desk: what waits for the reader, whatever their seat.

use crate::routes::Routes;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
}
