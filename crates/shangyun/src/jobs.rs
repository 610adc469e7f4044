//! What the program does by itself, beside answering: each job in a file of its own, run now and again until the end.

use crate::app::App;
use crate::clock::real_now;
use std::fmt::Display;
use std::future::Future;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub mod outbox;
pub mod sweep;

/// The jobs of a running program.
pub struct Jobs {
    end: watch::Sender<bool>,
    running: JoinSet<()>,
}

impl Jobs {
    /// Starts all jobs.
    pub fn start(app: &App) -> Self {
        let (end, _) = watch::channel(false);
        let mut jobs = Self { end, running: JoinSet::new() };
        jobs.every(app, "outbox", Duration::from_secs(5), outbox::run);
        jobs.every(app, "sweep", Duration::from_mins(10), sweep::run);
        jobs
    }

    /// Runs a job now and then again after every pause; what came of it stands on the system's page.
    fn every<F, E>(&mut self, app: &App, name: &'static str, pause: Duration, job: impl Fn(App) -> F + Send + 'static)
    where
        F: Future<Output = Result<String, E>> + Send,
        E: Display + Send,
    {
        let (app, mut end) = (app.clone(), self.end.subscribe());
        self.running.spawn(async move {
            while !*end.borrow() {
                let outcome = job(app.clone()).await;
                if let Err(error) = &outcome {
                    tracing::error!(job = name, %error, "a job failed");
                }
                app.works.ran(name, real_now(), outcome.map_err(|error| error.to_string()));
                let _ = tokio::time::timeout(pause, end.changed()).await;
            }
        });
    }

    /// Ends the jobs; what is under way is finished.
    pub async fn end(mut self) {
        let _ = self.end.send(true);
        while self.running.join_next().await.is_some() {}
    }
}
