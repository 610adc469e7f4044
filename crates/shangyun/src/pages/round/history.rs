//! Everything that happened to a round, in order: who did it, in which office, when, and which hash was signed.

use super::frame::{Here, Place, due, holders};
use super::words;
use crate::app::App;
use crate::lang::Lang;
use crate::names::{self, Person};
use crate::refusals::label;
use crate::web::components::tag::Tone;
use crate::web::components::timeline::{self, Event as Entry, timeline};
use crate::web::errors::Problem;
use crate::web::format;
use axum::response::Response;
use domain::course::{CourseEvent, Passed};
use domain::event::{Event, What};
use domain::ids::{AccountId, ClaimId};
use domain::round::notice::ObjectionRuling;
use domain::round::{RoundEvent, Signature, Sums};
use domain::world::Key;
use maud::html;
use policy::policy::Policy;
use store::entry::Entry as Logged;
use store::views::timeline::of_subject;

/// How many entries are shown: more than any round has.
const MOST: i64 = 5_000;

/// `GET /rounds/{id}/history`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    let lang = here.lang();
    let events = past(&here).await?;
    let events: Vec<Entry> = events.into_iter().chain(now(&here)).chain(ahead(&here)).collect();
    Ok(here.page(Place::History).respond(html! {
        (here.tabs(Place::History))
        p.quiet { (lang.t("round-history-says")) }
        (timeline(lang, &events))
    }))
}

/// What happened, as the reader may know it: an office of a district knows of payments only where they are its own.
async fn past(here: &Here) -> Result<Vec<Entry>, Problem> {
    let key = Key::Round(here.id.clone());
    let entries = of_subject(here.app.store.database(), &key, 0, MOST).await.map_err(Problem::failure)?;
    let actors: Vec<AccountId> = entries.iter().map(|entry| AccountId::new(&*entry.actor)).collect();
    let people = names::persons(&here.app, &actors).await?;
    let events: Vec<Option<RoundEvent>> = entries.iter().map(round_event).collect::<Result<_, _>>()?;
    let last_thaw = events.iter().rposition(|event| matches!(event, Some(RoundEvent::Thawed { .. })));
    let mut past = Vec::new();
    for (place, (entry, actor)) in entries.iter().zip(&actors).enumerate() {
        let Some(event) = events.get(place).and_then(Option::as_ref) else { continue };
        let is_void = last_thaw.is_some_and(|thaw| place < thaw);
        let told = if let RoundEvent::Signed(signature) = event {
            Some(plan_signed(here, signature, is_void))
        } else {
            told(here, event)
        };
        let Some(mut told) = told.filter(|_| !is_said_already(&entries, &events, place)) else { continue };
        if is_of_a_signature(&entries, &events, place) {
            told.note.clear();
        }
        past.push(Entry {
            when: format::time_iso(entry.at, here.app.setting().city.time_zone()),
            what: told.what,
            who: who(&here.app, here.lang(), people.get(actor)),
            note: Some(told.note).filter(|note| !note.is_empty()),
            tone: told.tone,
            place: timeline::Place::Past,
        });
    }
    Ok(past)
}

/// Whether an event of the course belongs to the same act as a signature or a freezing, which says who and why.
fn is_of_a_signature(entries: &[Logged], events: &[Option<RoundEvent>], place: usize) -> bool {
    let act = |place: usize| entries.get(place).map(|entry| entry.act.as_str());
    let is_course = matches!(events.get(place), Some(Some(RoundEvent::Course(_))));
    let same = |(other, event): (usize, &Option<RoundEvent>)| {
        let signs = matches!(event, Some(RoundEvent::Signed(_) | RoundEvent::HandedOver(_)));
        signs && act(other) == act(place)
    };
    is_course && events.iter().enumerate().any(same)
}

/// Whether all that an entry says was said by the signature of the same act: the step goes on with others.
fn is_said_already(entries: &[Logged], events: &[Option<RoundEvent>], place: usize) -> bool {
    let goes_on = matches!(events.get(place), Some(Some(RoundEvent::Course(CourseEvent::LevelPassed(_)))));
    goes_on && is_of_a_signature(entries, events, place)
}

/// What an entry says happened to the round; nothing where it is about something else.
fn round_event(entry: &Logged) -> Result<Option<RoundEvent>, Problem> {
    let event: Event = serde_json::from_str(&entry.body).map_err(Problem::failure)?;
    Ok(if let What::Round(event) = event.what { Some(event) } else { None })
}

/// The signatures on plans that were taken back since: void, and shown as such.
pub async fn void_signatures(here: &Here) -> Result<Vec<Signature>, Problem> {
    let key = Key::Round(here.id.clone());
    let entries = of_subject(here.app.store.database(), &key, 0, MOST).await.map_err(Problem::failure)?;
    let events: Vec<Option<RoundEvent>> = entries.iter().map(round_event).collect::<Result<_, _>>()?;
    Ok(void_among(events.iter().flatten()))
}

/// The signatures that a later taking back voided. Pure.
fn void_among<'a>(events: impl Iterator<Item = &'a RoundEvent>) -> Vec<Signature> {
    let (mut void, mut standing) = (Vec::new(), Vec::new());
    for event in events {
        if let RoundEvent::Signed(signature) = event {
            standing.push(signature.clone());
        }
        if let RoundEvent::Thawed { .. } = event {
            void.append(&mut standing);
        }
    }
    void
}

fn plan_signed(here: &Here, signature: &Signature, is_void: bool) -> Told {
    let lang = here.lang();
    let (key, tone) = if is_void { ("round-event-signed-void", Tone::Stop) } else { ("round-event-signed", Tone::Ok) };
    Told { what: lang.t(key).into_owned(), note: signed(lang, signature), tone }
}

fn who(app: &App, lang: Lang, person: Option<&Person>) -> String {
    let Some(person) = person else { return lang.t("round-somebody").into_owned() };
    format!("{} · {}", names::seat(app, lang, &person.seat, app.clock.today()), person.name)
}

/// Who holds the round now.
fn now(here: &Here) -> Option<Entry> {
    let round = here.round();
    let who = round.course.is_live().then(|| holders(&here.app, here.lang(), here.policy(), round))?;
    Some(Entry {
        when: String::new(),
        what: here.label(&round.course.step),
        who,
        note: None,
        tone: Tone::Neutral,
        place: timeline::Place::Now(
            due(here.policy(), round, here.app.clock.today()).map(|due| names::deadline(&here.app, due)),
        ),
    })
}

/// The steps still to come.
fn ahead(here: &Here) -> Vec<Entry> {
    let round = here.round();
    if !round.course.is_live() {
        return Vec::new();
    }
    let steps = here.policy().plan().procedure(&round.course.procedure).map_or(&[][..], |one| &one.steps);
    let after = steps.iter().skip_while(|step| step.id != round.course.step).skip(1);
    let entries = after.map(|step| Entry {
        when: String::new(),
        what: here.label(&step.id),
        who: step.roles.iter().map(|role| here.label(role)).collect::<Vec<_>>().join(here.lang().pick("、", ", ")),
        note: None,
        tone: Tone::Neutral,
        place: timeline::Place::Ahead,
    });
    entries.collect()
}

/// An event in words.
struct Told {
    what: String,
    note: String,
    tone: Tone,
}

/// Puts events into words for a reader.
#[derive(Clone, Copy)]
struct Teller<'a>(&'a Here);

impl Teller<'_> {
    fn plain(self, key: &str, note: &str, tone: Tone) -> Told {
        Told { what: self.0.lang().t(key).into_owned(), note: note.to_owned(), tone }
    }

    fn naming(self, key: &str, (name, value): (&'static str, &str), note: &str, tone: Tone) -> Told {
        let what = self.0.lang().t_with(key, &[(name, value.into())]).into_owned();
        Told { what, note: note.to_owned(), tone }
    }

    fn expert(self, key: &str, id: &str, note: &str, tone: Tone) -> Told {
        self.naming(key, ("expert", &names::expert(&self.0.app, self.0.lang(), id)), note, tone)
    }

    fn counting(self, key: &str, n: usize, note: &str) -> Told {
        self.naming(key, ("n", &n.to_string()), note, Tone::Neutral)
    }

    /// About a line: nothing where it is out of the reader's sight.
    fn line(self, key: &str, claim: &ClaimId, note: &str, tone: Tone) -> Option<Told> {
        let line = self.0.round().line(claim).filter(|line| self.0.sees(line))?;
        Some(self.naming(key, ("name", &line.enterprise_name), note, tone))
    }

    fn ruled(self, ruling: &ObjectionRuling) -> Told {
        let (key, tone) = if ruling.is_upheld {
            ("round-event-upheld", Tone::Attention)
        } else {
            ("round-event-not-upheld", Tone::Neutral)
        };
        self.plain(key, &ruling.words, tone)
    }

    fn reconciled(self, sums: &[Sums], is_district: bool) -> Option<Told> {
        let own = sums.iter().filter(|one| self.0.serves(&one.district));
        let names: Vec<String> = own.map(|one| self.0.district(&one.district)).collect();
        let key = if is_district { "round-event-reconciled" } else { "round-event-reconciled-city" };
        let names = names.join(self.0.lang().pick("、", ", "));
        (!names.is_empty()).then(|| self.naming(key, ("districts", &names), "", Tone::Ok))
    }
}

/// What an event says to officers; nothing of drafts, and of payments only those within the reader's sight.
fn told(here: &Here, event: &RoundEvent) -> Option<Told> {
    let (tell, lang) = (Teller(here), here.lang());
    Some(match event {
        RoundEvent::Formed(formed) => tell.counting("round-event-formed", formed.lines.len(), ""),
        RoundEvent::Course(event) => return course(here, event),
        RoundEvent::LineLeft { claim, why, words } => {
            let note = format!("{} {words}", words::leaving(lang, *why));
            return tell.line("round-event-line-left", claim, &note, Tone::Attention);
        }
        RoundEvent::ExpertsDrawn { seed, members, .. } => {
            let note = lang.t_with("round-event-seed", &[("seed", seed.as_str().into())]);
            tell.counting("round-event-experts-drawn", members.len(), &note)
        }
        RoundEvent::InterestsDeclared { expert, interests, .. } => {
            let note = lang.t_with("round-event-interests", &[("n", interests.len().into())]);
            tell.expert("round-event-declared", expert, &note, Tone::Neutral)
        }
        RoundEvent::ExpertLeft { expert, words, .. } => {
            tell.expert("round-event-expert-left", expert, words, Tone::Attention)
        }
        RoundEvent::LinesChosen { chosen } => tell.counting("round-event-lines-chosen", chosen.len(), ""),
        RoundEvent::Scored { .. } => return None,
        RoundEvent::ScoresSealed { expert, .. } => tell.expert("round-event-sealed", expert, "", Tone::Neutral),
        RoundEvent::OpinionSigned { expert, signature } => {
            tell.expert("round-event-opinion", expert, &signed(lang, signature), Tone::Ok)
        }
        RoundEvent::Published { until, hash, .. } => {
            let until = format::date_text(lang, *until);
            tell.naming("round-event-published", ("until", &until), &hash_words(lang, hash), Tone::Neutral)
        }
        RoundEvent::Objected { objection, .. } => {
            let number = words::short(objection.as_str());
            tell.naming("round-event-objected", ("number", number), "", Tone::Attention)
        }
        RoundEvent::ObjectionRuled { ruling, .. } => tell.ruled(ruling),
        RoundEvent::HandedOver(signature) => tell.plain("round-event-handed-over", &signed(lang, signature), Tone::Ok),
        RoundEvent::Frozen(frozen) => {
            let version = frozen.plan.head.version.to_string();
            tell.naming("round-event-frozen", ("n", &version), &hash_words(lang, &frozen.plan.hash), Tone::Neutral)
        }
        RoundEvent::Thawed { version } => {
            let note = lang.t("round-event-void");
            tell.naming("round-event-thawed", ("n", &version.to_string()), &note, Tone::Attention)
        }
        RoundEvent::Signed(signature) => plan_signed(here, signature, false),
        RoundEvent::ApprovalRegistered(approval) => {
            let note = hash_words(lang, &approval.hash);
            tell.naming("round-event-approval", ("number", &approval.registered.number), &note, Tone::Neutral)
        }
        RoundEvent::Allotted { .. } => tell.plain("round-event-allotted", "", Tone::Ok),
        RoundEvent::Paid { claim, receipt, on } => {
            return tell.line("round-event-paid", claim, &format!("{} {receipt}", format::date_iso(*on)), Tone::Ok);
        }
        RoundEvent::PaymentFailed { claim, reason } => {
            return tell.line("round-event-failed", claim, reason, Tone::Stop);
        }
        RoundEvent::PayingAgain { claim } => return tell.line("round-event-paying-again", claim, "", Tone::Neutral),
        RoundEvent::Returned { claim, reason } => {
            return tell.line("round-event-returned", claim, reason, Tone::Attention);
        }
        RoundEvent::Reconciled { sums, is_district, .. } => return tell.reconciled(sums, *is_district),
    })
}

/// How it moved on its course.
fn course(here: &Here, event: &CourseEvent) -> Option<Told> {
    let lang = here.lang();
    let policy: &Policy = here.policy();
    let passed = |key: &str, passed: &Passed, tone| {
        let values = [
            ("step", label(lang, Some(policy), &passed.step).into()),
            ("role", label(lang, Some(policy), &passed.role).into()),
        ];
        Some(Told { what: lang.t_with(key, &values).into_owned(), note: passed.opinion.clone(), tone })
    };
    let say = |key: &str, note: &str| {
        Some(Told { what: lang.t(key).into_owned(), note: note.to_owned(), tone: Tone::Attention })
    };
    match event {
        CourseEvent::LevelPassed(mark) => passed("round-event-level-passed", mark, Tone::Neutral),
        CourseEvent::StepPassed { passed: mark, .. } => passed("round-event-step-passed", mark, Tone::Ok),
        CourseEvent::SentBack { words, .. } => say("round-event-sent-back", words),
        CourseEvent::Lapsed => say("round-event-lapsed", ""),
        CourseEvent::Returned { .. }
        | CourseEvent::Resubmitted { .. }
        | CourseEvent::RefusalProposed { .. }
        | CourseEvent::HandedBack { .. }
        | CourseEvent::Refused { .. }
        | CourseEvent::Withdrawn => None,
    }
}

fn signed(lang: Lang, signature: &Signature) -> String {
    [signature.words.as_str(), &hash_words(lang, &signature.hash)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn hash_words(lang: Lang, hash: &str) -> String {
    lang.t_with("round-hash-is", &[("hash", hash.into())]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn signed(hash: &str) -> RoundEvent {
        RoundEvent::Signed(Signature {
            role: "commission".to_owned(),
            office: "commission".to_owned(),
            by: AccountId::new("a"),
            at: Timestamp::UNIX_EPOCH,
            hash: hash.to_owned(),
            words: String::new(),
        })
    }

    #[test]
    fn a_plan_taken_back_voids_every_signature_so_far_and_no_later_one() {
        let events = [signed("1"), signed("1"), RoundEvent::Thawed { version: 1 }, signed("2")];
        let void: Vec<String> = void_among(events.iter()).into_iter().map(|one| one.hash).collect();
        assert_eq!(void, ["1", "1"]);
        assert!(void_among([signed("1")].iter()).is_empty());
    }
}
