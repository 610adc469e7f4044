//! The programme's day: where it stands, the ways forward, and what was done on the way.

use crate::app::App;
use crate::demo::forward::Forward;
use crate::demo::opening;
use crate::names;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::button_form;
use crate::web::layout::visit::Visit;
use domain::act::Actor;
use domain::course::CourseEvent;
use domain::due;
use domain::event::What;
use domain::filing::{FilingEvent, Reservation};
use domain::ids::FilingId;
use domain::world::{Aggregate, Key};
use jiff::civil::Date;
use maud::{Markup, html};
use store::entry::Entry;
use store::views::{cases, timeline};

/// The ways forward: code, what it does, and the key of its words.
pub(super) const WAYS: [(&str, Forward, &str); 4] = [
    ("workday", Forward::Workday, "demo-to-workday"),
    ("intake", Forward::Intake, "demo-to-intake"),
    ("contract_year", Forward::ContractYear, "demo-to-contract-year"),
    ("year_end", Forward::YearEnd, "demo-to-year-end"),
];
/// How much of what was done is shown.
const NEWS: usize = 12;
/// How many of the clock's entries are looked at.
const ENTRIES: i64 = 400;

/// Something that was done on a day.
struct News {
    day: Date,
    words: String,
}

/// The section of the page.
pub(super) async fn section(app: &App, visit: &Visit) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let news = news(app, visit).await?;
    Ok(html! {
        section id="demo-clock" {
            h2 { (lang.t("demo-clock")) }
            p { (lang.t_with("demo-clock-says", &[("date", format::date_text(lang, app.clock.today()).into())])) }
            @if comes_round(app) { p { (lang.t("demo-clock-years")) } }
            div.actions {
                @for (code, _, key) in WAYS.into_iter().filter(|(_, way, _)| leads_somewhere(app, *way)) {
                    (button_form(visit, "/demo/move", &html! {
                        button.button.secondary type="submit" name="to" value=(code) { (lang.t(key)) }
                    }))
                }
            }
            h3 { (lang.t("demo-news")) }
            @if news.is_empty() { p.quiet { (lang.t("demo-news-none")) } } @else {
                ul { @for one in &news { li { time datetime=(one.day) { (format::date_text(lang, one.day)) } " " (one.words) } } }
            }
        }
    })
}

/// Whether the contract years of open services come round by themselves: in the city whose cases are written down.
fn comes_round(app: &App) -> bool {
    app.setting().policies.values().any(|policy| policy.plan().id == opening::POLICY)
}

/// Whether a way forward leads somewhere under the plan: a monthly intake and contract years need not be in it.
fn leads_somewhere(app: &App, way: Forward) -> bool {
    match way {
        Forward::Workday | Forward::YearEnd => true,
        Forward::Intake => app.setting().policies.values().any(|policy| due::cut_off(policy).is_some()),
        Forward::ContractYear => comes_round(app),
    }
}

/// What the clock did, and what came round, the newest first.
async fn news(app: &App, visit: &Visit) -> Result<Vec<News>, Problem> {
    let mut news = rosters(app, visit).await?;
    let clock = Actor::clock();
    let entries = timeline::of_actor(app.store.database(), clock.account.as_str(), i64::MAX, ENTRIES).await;
    let entries = entries.map_err(Problem::failure)?;
    for act in entries.chunk_by(|one, other| one.act == other.act) {
        news.extend(told(app, visit, act).await?);
    }
    news.sort_by_key(|one| std::cmp::Reverse(one.day));
    news.truncate(NEWS);
    Ok(news)
}

/// One act of the clock in words: an intake that closed, a reservation that lapsed.
async fn told(app: &App, visit: &Visit, act: &[Entry]) -> Result<Option<News>, Problem> {
    let lang = visit.lang;
    let (mut sent, mut waiting, mut lapsed) = (0_i64, 0_i64, None);
    let Some(first) = act.first() else { return Ok(None) };
    for entry in act {
        match entry.event().map_err(Problem::failure)?.what {
            What::Filing(FilingEvent::Course(CourseEvent::StepPassed { .. })) => sent += 1,
            What::Filing(FilingEvent::Reserved(Reservation::Waiting { .. })) => waiting += 1,
            What::Filing(FilingEvent::Reserved(Reservation::Released)) => lapsed = Some(entry.id.clone()),
            What::Account(_)
            | What::Enterprise(_)
            | What::Programme(_)
            | What::Edition(_)
            | What::Interpretation(_)
            | What::Filing(_)
            | What::Claim(_)
            | What::Round(_)
            | What::Hold(_)
            | What::Added(_)
            | What::Moved(_)
            | What::Told(_) => {}
        }
    }
    let words = match lapsed {
        Some(filing) => lang.t_with("demo-news-lapsed", &[("name", name_of(app, &filing).await?.into())]),
        None => lang.t_with("demo-news-intake", &[("sent", sent.into()), ("waiting", waiting.into())]),
    };
    Ok(Some(News { day: app.clock.day_of(first.at), words: words.into_owned() }))
}

async fn name_of(app: &App, filing: &str) -> Result<String, Problem> {
    let found = app.store.load(&Key::Filing(FilingId::new(filing))).await.map_err(Problem::failure)?;
    let Some(Aggregate::Filing(filing)) = found.state else { return Ok(String::new()) };
    Ok(filing.enterprise_name)
}

/// The rosters that came in since the demo began.
async fn rosters(app: &App, visit: &Visit) -> Result<Vec<News>, Problem> {
    let lang = visit.lang;
    let setting = app.setting();
    let mut news = Vec::new();
    for provider in setting.city.providers() {
        let rosters = cases::rosters_of(app.store.database(), &provider.id).await.map_err(Problem::failure)?;
        let sent = rosters.into_iter().map(|roster| (app.clock.day_of(roster.state.sent_at), roster.state.lines.len()));
        news.extend(sent.filter(|(day, _)| app.demo_since.is_none_or(|since| *day >= since)).map(|(day, lines)| {
            let name = names::provider(app, lang, &provider.id);
            let lines = i64::try_from(lines).unwrap_or(i64::MAX);
            let words = lang.t_with("demo-news-roster", &[("name", name.into()), ("lines", lines.into())]);
            News { day, words: words.into_owned() }
        }));
    }
    Ok(news)
}
