//! `shangyun policy serve`: policies decide over HTTP, with no city and no database.

use super::Stop;
use super::document::load;
use crate::cli::ended;
use crate::deciding;
use crate::server;
use clap::Args;
use std::io::{self, Write};
use std::net::SocketAddr;
use tokio::net::TcpListener;

#[derive(Args, Debug)]
pub(in crate::cli) struct ServeArguments {
    /// Ids of shipped policies, or paths of documents.
    #[arg(required = true)]
    policies: Vec<String>,
    /// Where to listen. Nobody signs in here: beyond this machine put a proxy before it.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8790")]
    listen: SocketAddr,
}

pub(super) fn run(arguments: &ServeArguments) -> Result<(), Stop> {
    let policies = arguments.policies.iter().map(|policy| load(policy)).collect::<Result<Vec<_>, _>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let router = deciding::router(policies).map_err(Stop::Called)?;
        let listener = TcpListener::bind(arguments.listen).await;
        let listener =
            listener.map_err(|error| Stop::Called(format!("cannot listen at {}: {error}", arguments.listen)))?;
        writeln!(io::stderr(), "deciding at http://{}", listener.local_addr()?)?;
        Ok(server::serve(listener, router, ended()).await?)
    })
}
