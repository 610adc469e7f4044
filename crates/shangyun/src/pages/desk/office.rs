//! An officer's desk: the steps of the office with how many wait, the monthly batch, rounds.

use super::{Desk, Todo};
use crate::app::App;
use crate::lang::Lang;
use crate::pages::office::chosen::{Chosen, RETURNED, tab_of};
use crate::pages::round::list::waiting;
use crate::refusals::tongue;
use crate::session::Me;
use crate::web::components::action::{Link, link};
use crate::web::errors::Problem;
use crate::web::format;
use crate::worklist::{self, Duty, LATE_MOST, Worklist};
use domain::{access, due};
use jiff::civil::Date;
use maud::html;
use store::views::queue;

pub(super) async fn desk(app: &App, me: &Me, lang: Lang) -> Result<Desk, Problem> {
    let list = worklist::of(app, me.actor());
    let mut todos = Vec::new();
    for duty in &list.duties {
        todos.extend(todo(app, lang, &list, duty).await?);
    }
    for round in waiting(app, me).await? {
        let step = round.step(lang);
        let what = lang.t_with("desk-round", &[("number", round.number.as_str().into()), ("step", step.into())]);
        let href = format!("/rounds/{}", round.id);
        todos.push(Todo::one(what, round.due, href));
    }
    let returned = queue::count(app.store.database(), &list.returned()).await.map_err(Problem::failure)?;
    let below = (returned > 0).then(|| {
        let href = Chosen { tab: RETURNED.to_owned(), ..Chosen::default() }.keep("/queue");
        html! { p { (link(&lang.t_with("desk-returned", &[("n", returned.into())]), &href)) } }
    });
    Ok(Desk { todos, next: Some(next(app, lang, &list)), below, begin: None })
}

/// What waits at one place: cases to be handled, or the batch to be sent. Rounds are listed one by one.
async fn todo(app: &App, lang: Lang, list: &Worklist, duty: &Duty) -> Result<Option<Todo>, Problem> {
    if !duty.is_case() && !duty.is_batch {
        return Ok(None);
    }
    let database = app.store.database();
    let filter = list.filter(|one| one == duty);
    let page = queue::pressing(database, &filter).await.map_err(Problem::failure)?;
    let Some(pressing) = page.rows.first() else { return Ok(None) };
    let today = app.clock.today().to_string();
    let late = queue::late(database, &filter, &today, LATE_MOST).await.map_err(Problem::failure)?;
    let tab = Chosen { tab: tab_of(&duty.turn.kind, &duty.turn.step), ..Chosen::default() };
    let place = |path: &str| if duty.is_batch { "/intake".to_owned() } else { tab.keep(path) };
    let (href, first) = (place("/queue"), place("/queue/next"));
    let due = pressing.due.as_ref().and_then(|due| due.parse().ok());
    Ok(Some(Todo { what: name(app, lang, duty), count: page.count, late, due, href, first }))
}

fn name(app: &App, lang: Lang, duty: &Duty) -> String {
    let setting = app.setting();
    let step = setting.policies.values().find_map(|policy| policy.plan().step(&duty.turn.kind, &duty.turn.step));
    let step = step.map_or_else(|| duty.turn.step.clone(), |step| step.text.get(tongue(lang)).to_owned());
    let kind = if duty.turn.kind == domain::filing::PROCEDURE { "desk-of-filing" } else { "desk-of-claim" };
    lang.t_with(kind, &[("step", step.into())]).into_owned()
}

/// What comes next: the day the monthly intake closes, for an office that has a part in it.
fn next(app: &App, lang: Lang, list: &Worklist) -> (String, Option<Link>) {
    let queue = Link::new(lang.t("desk-look-at-queue"), "/queue");
    match next_intake(app).filter(|_| list.duties.iter().any(|duty| duty.turn.kind == domain::filing::PROCEDURE)) {
        Some(day) => {
            let day = format::date_text(lang, day);
            (
                lang.t_with("desk-next-intake", &[("day", day.into())]).into_owned(),
                Some(Link::new(lang.t("rail-batches"), "/intake")),
            )
        }
        None => (lang.t("desk-next-cases").into_owned(), Some(queue)),
    }
}

/// The day the next monthly intake closes.
fn next_intake(app: &App) -> Option<Date> {
    let setting = app.setting();
    let today = app.clock.today();
    let days = setting.policies.values().filter_map(|policy| {
        let cut_off = due::cut_off(policy)?;
        access::next_cut_off(&setting, today, cut_off).ok()
    });
    days.min()
}
