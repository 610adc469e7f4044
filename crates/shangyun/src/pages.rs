//! Pages, by who uses them. Each part adds its lines to the one list of routes.

use crate::routes::Routes;

pub mod account;
pub mod admin;
pub mod applicant;
pub mod case;
pub mod changes;
pub mod claim_check;
pub mod desk;
pub mod effect;
pub mod entry;
pub mod health;
pub mod intake;
pub mod ledger;
pub mod office;
pub mod programme;
pub mod provider;
pub mod public;
pub mod register;
pub mod round;
pub mod stage;

/// Every page.
pub fn all(routes: Routes) -> Routes {
    let routes = public::routes(routes);
    let routes = health::routes(routes);
    let routes = entry::routes(routes);
    let routes = account::routes(routes);
    let routes = desk::routes(routes);
    let routes = applicant::routes(routes);
    let routes = provider::routes(routes);
    let routes = office::routes(routes);
    let routes = claim_check::routes(routes);
    let routes = intake::routes(routes);
    let routes = register::routes(routes);
    let routes = case::routes(routes);
    let routes = round::routes(routes);
    let routes = programme::routes(routes);
    let routes = ledger::routes(routes);
    let routes = admin::routes(routes);
    stage::routes(routes)
}
