//! A roster on its way: lines and papers as far as they are there. It lies among the documents under the hash of its
//! bytes, which is its address; so nothing is lost by an error, by Back, or by signing in again.

use crate::app::App;
use crate::clock::real_now;
use crate::session::Me;
use crate::web::errors::Problem;
use domain::claim::{ClaimCommand, RosterLine};
use domain::ids::{BlobId, ProgrammeId};
use domain::paper::File;
use serde::{Deserialize, Serialize};

/// The most a draft may hold, in bytes.
const BYTES_MAX: u64 = 1024 * 1024;

/// A roster on its way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Draft {
    /// Whose it is.
    pub provider: String,
    /// The programme it is sent in.
    pub programme: ProgrammeId,
    /// The lines, in the order they were chosen.
    pub lines: Vec<RosterLine>,
    /// The activation certificate.
    pub certificate: Option<File>,
    /// The truthfulness letter.
    pub letter: Option<File>,
}

impl Draft {
    /// Nothing chosen yet.
    pub fn new(provider: &str, programme: &ProgrammeId) -> Self {
        let (provider, programme) = (provider.to_owned(), programme.clone());
        Self { provider, programme, lines: Vec::new(), certificate: None, letter: None }
    }

    /// Keeps it; gives the name to find it by.
    pub async fn keep(&self, app: &App) -> Result<String, Problem> {
        let text = serde_json::to_vec(self).map_err(Problem::failure)?;
        let kept = app.store.keep_document(text.as_slice(), "application/json", BYTES_MAX, real_now()).await;
        Ok(kept.map_err(Problem::failure)?.id.to_string())
    }

    /// The draft with a name, for the provider whose it is.
    pub async fn find(app: &App, me: &Me, name: &str) -> Result<Self, Problem> {
        let own = super::own(me)?;
        let bytes = app.store.documents().read_checked(&BlobId::new(name)).await.map_err(|_| Problem::not_found())?;
        let draft: Self = serde_json::from_slice(&bytes).map_err(|_| Problem::not_found())?;
        if draft.provider == own { Ok(draft) } else { Err(Problem::not_found()) }
    }

    /// The command that sends it, once both papers are there.
    pub fn command(&self) -> Option<ClaimCommand> {
        Some(ClaimCommand::SendRoster {
            programme: self.programme.clone(),
            lines: self.lines.clone(),
            certificate: self.certificate.clone()?,
            letter: self.letter.clone()?,
        })
    }

    /// The address of one of its pages; `page` is empty for the lines.
    pub fn address(name: &str, page: &str) -> String {
        if page.is_empty() { format!("/rosters/new/{name}") } else { format!("/rosters/new/{name}/{page}") }
    }

    /// Puts the lines of one page in the place of those it showed before: `shown` are all it showed, `chosen` those
    /// that stay.
    pub fn replace(&mut self, shown: &[RosterLine], chosen: Vec<RosterLine>) {
        self.lines.retain(|line| !shown.iter().any(|one| one.filing == line.filing));
        self.lines.extend(chosen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::FilingId;
    use jiff::civil::date;

    fn line(filing: &str, year: i16) -> RosterLine {
        RosterLine { filing: FilingId::new(filing), service_date: date(year, 6, 15) }
    }

    #[test]
    fn a_page_replaces_what_it_showed_and_leaves_the_other_pages_alone() {
        let mut draft = Draft::new("p", &ProgrammeId::new("x"));
        draft.lines = vec![line("a", 2019), line("b", 2019)];
        draft.replace(&[line("b", 2019), line("c", 2019)], vec![line("c", 2020)]);
        assert_eq!(draft.lines, [line("a", 2019), line("c", 2020)]);
    }
}
