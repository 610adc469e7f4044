//! Moving one filing or claim to another edition of the policy: under which it is, what that does, to which, and why.

use super::editions::short;
use super::show::Here;
use crate::acting;
use crate::app::App;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::inset;
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form_of_version};
use crate::web::layout::visit::Visit;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::claim::ClaimCommand;
use domain::command::Command;
use domain::filing::FilingCommand;
use domain::ids::{ClaimId, FilingId};
use maud::html;

/// A case with its programme, for the signer of the office that leads.
pub struct Case {
    here: Here,
    which: Which,
    name: String,
    policy_hash: String,
    revision: i64,
}

enum Which {
    Filing(FilingId),
    Claim(ClaimId),
}

impl FromRequestParts<App> for Case {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let me = Me::from_request_parts(parts, app).await?;
        let Path(id): Path<String> = Path::from_request_parts(parts, app).await.map_err(Problem::bad_request)?;
        let (which, name, policy_hash, revision, programme, found) = if visit.path.starts_with("/claims/") {
            let id = ClaimId::new(id);
            let seen = seen::claim(app, me.actor(), &id).await?;
            let state = seen.state;
            let programme = (state.programme, seen.programme);
            (Which::Claim(id), state.enterprise_name, state.policy_hash, state.revision, programme.0, programme.1)
        } else {
            let id = FilingId::new(id);
            let seen = seen::filing(app, me.actor(), &id).await?;
            let state = seen.state;
            let programme = (state.programme, seen.programme);
            (Which::Filing(id), state.enterprise_name, state.policy_hash, state.revision, programme.0, programme.1)
        };
        let here = Here::of(app, (visit, me), (programme, found))?;
        if here.is_lead_signer() {
            Ok(Self { here, which, name, policy_hash, revision })
        } else {
            Err(Problem::forbidden())
        }
    }
}

impl Case {
    fn at(&self) -> String {
        match &self.which {
            Which::Filing(id) => format!("/filings/{id}"),
            Which::Claim(id) => format!("/claims/{id}"),
        }
    }

    /// The documents it may be moved to, each with the day since which it is in force.
    fn others(&self) -> Vec<(String, String)> {
        let (programme, today) = (&self.here.programme, self.here.app.clock.today());
        let founding =
            std::iter::once((programme.policy_hash.clone(), self.here.lang().t("edition-founding").into_owned()));
        let later = programme.editions.iter().filter(|one| one.from <= today);
        let all = founding.chain(later.map(|one| (one.policy_hash.clone(), one.from.to_string())));
        all.filter(|(hash, _)| *hash != self.policy_hash).collect()
    }
}

/// `GET /filings/{id}/edition` and `GET /claims/{id}/edition`.
pub async fn ask(case: Case) -> Result<Response, Problem> {
    Ok(draw(&case, &Filled::blank()))
}

fn draw(case: &Case, filled: &Filled) -> Response {
    let (here, lang) = (&case.here, case.here.lang());
    let others = case.others();
    let choices: Vec<Choice> =
        others.iter().map(|(hash, since)| Choice::new(hash, short(hash)).hint(since.clone())).collect();
    let document = format!("/policies/{}/editions/{}", here.programme.policy, case.policy_hash);
    let path = format!("{}/edition", case.at());
    let body = html! {
        (Field::new("edition", lang.t("edition-move-to")).radios(lang, filled, &choices))
        (Field::new("reason", lang.t("edition-move-reason")).hint(lang.t("edition-move-reason-hint")).text(lang, filled))
        (actions(&[button(&lang.t("edition-move")), link(&lang.t("round-back"), &case.at())]))
    };
    let page = here
        .page(lang.t("edition-move"))
        .crumb(case.name.clone(), case.at())
        .crumb(lang.t("edition-move"), path.clone());
    let version = u64::try_from(case.revision).unwrap_or(0);
    page.lead(case.name.clone()).errors(filled).respond(html! {
        (facts(&[(lang.t("edition-now").into_owned(), link(&short(&case.policy_hash), &document))]))
        @if choices.is_empty() { p { (lang.t("edition-move-nowhere")) } p { (link(&lang.t("round-back"), &case.at())) } }
        @else {
            (inset(&html! { p { (lang.t("edition-move-says")) } }))
            (form_of_version(&here.visit, &path, version, &body))
        }
    })
}

/// `POST /filings/{id}/edition` and `POST /claims/{id}/edition`.
pub async fn send(case: Case, Posted(posted): Posted) -> Result<Response, Problem> {
    let (key, kept, drawn) = (acting::key_of(&posted), posted.clone().into_filled(), acting::drawn(&posted));
    let lang = case.here.lang();
    let others = case.others();
    let options: Vec<(&str, String)> = others.iter().map(|(hash, _)| (hash.as_str(), hash.clone())).collect();
    let read = posted.read(|form| {
        let edition = form.choice("edition", lang.t("edition-move-to"), &options).required();
        let reason = form.text("reason", lang.t("edition-move-reason")).max(300).required();
        Some((edition?, reason?))
    });
    let (policy_hash, reason) = match read {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&case, &filled)),
    };
    let command = match &case.which {
        Which::Filing(id) => {
            Command::Filing(FilingCommand::MoveEdition { filing: id.clone(), drawn, policy_hash, reason })
        }
        Which::Claim(id) => Command::Claim(ClaimCommand::MoveEdition { claim: id.clone(), drawn, policy_hash, reason }),
    };
    match acting::act(&case.here.app, case.here.me.actor(), command, &key).await {
        Ok(_) => Ok(acting::go(&case.at())),
        Err(failed) => Ok(draw(&case, &case.here.refused(kept, &failed)?)),
    }
}
