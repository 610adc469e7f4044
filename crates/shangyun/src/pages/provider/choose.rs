//! `/rosters/new/{draft}`: which of the provider's cases go on the roster, and when their contract year began. Fifty
//! cases at a time; what was chosen on other pages stays in the draft.

use super::draft::Draft;
use super::{look, own, years};
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{button_of, secondary};
use crate::web::components::notice::empty;
use crate::web::components::steps::step_bar;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::date_cell;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, Form, Posted, address, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::claim::{Claim, RosterLine};
use domain::course::CourseState;
use domain::filing::Filing;
use domain::ids::FilingId;
use jiff::civil::Date;
use maud::{Markup, html};
use store::views::cases::Listed;
use store::views::providers;

/// One contract year that may go on the roster.
struct Year {
    /// The name of its fields: the filing and a number.
    code: String,
    filing: FilingId,
    enterprise: String,
    number: String,
    stream: String,
    /// Its start, as the draft has it or as it is proposed.
    date: Date,
    /// Whether the enterprise said that it is missing: then its day stands.
    reported: bool,
    /// Whether it is in the draft.
    chosen: bool,
    /// Starts of the years of this filing that have a claim.
    taken: Vec<Date>,
}

/// One page of the provider's cases.
struct Cases {
    years: Vec<Year>,
    /// The last filing, where there is another page.
    next: Option<String>,
    total: i64,
}

/// `GET /rosters/new`: a fresh draft in the programme that takes rosters.
pub(super) async fn begin(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let asked = asked.into_filled();
    let open = super::open_programmes(&app).await?;
    let wanted = asked.value("programme");
    let programme = open.iter().find(|one| wanted.is_empty() || one.id == wanted);
    let Some(programme) = programme else {
        let page = Page::desk(&visit, visit.lang.t("provider-new")).crumb(visit.lang.t("provider-rosters"), "/rosters");
        return Ok(page.respond(empty(&visit.lang.t("provider-no-programme"), None)));
    };
    let draft = Draft::new(own(&me)?, &domain::ids::ProgrammeId::new(&programme.id));
    Ok(acting::go(&Draft::address(&draft.keep(&app).await?, "")))
}

/// `GET /rosters/new/{draft}`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let draft = Draft::find(&app, &me, &name).await?;
    let after = asked.into_filled().value("after").to_owned();
    let cases = cases(&app, visit.lang, &me, (&draft, &after)).await?;
    let filled = cases.years.iter().fold(Filled::blank(), |filled, year| {
        let filled = filled.with(&format!("date.{}", year.code), year.date.to_string());
        if year.chosen { filled.with(&format!("row.{}", year.code), "on") } else { filled }
    });
    Ok(draw(&visit, (&name, &draft), (&cases, &after), &filled))
}

/// `POST /rosters/new/{draft}`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
    Asked(asked): Asked,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let mut draft = Draft::find(&app, &me, &name).await?;
    let after = asked.into_filled().value("after").to_owned();
    let cases = cases(&app, visit.lang, &me, (&draft, &after)).await?;
    let today = app.clock.today();
    let typed = sent.clone().into_filled();
    let on = match sent.read(|form| read(visit.lang, form, (&cases.years, today))) {
        Ok((act, lines)) => {
            let shown: Vec<RosterLine> = cases.years.iter().map(Year::line).collect();
            draft.replace(&shown, lines);
            act
        }
        Err(filled) => return Ok(draw(&visit, (&name, &draft), (&cases, &after), &filled)),
    };
    if on == On::Continue && draft.lines.is_empty() {
        let mut filled = typed;
        filled.reject("", Message::new("provider-choose-one"));
        return Ok(draw(&visit, (&name, &draft), (&cases, &after), &filled));
    }
    let kept = draft.keep(&app).await?;
    Ok(acting::go(&match (on, cases.next) {
        (On::More, Some(next)) => address(&Draft::address(&kept, ""), [("after", next.as_str())]),
        (On::More | On::Continue, _) => Draft::address(&kept, "certificate"),
    }))
}

/// Where the form goes on to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum On {
    /// The next fifty cases.
    More,
    /// The papers.
    Continue,
}

fn read(lang: Lang, form: &mut Form, (years, today): (&[Year], Date)) -> Option<(On, Vec<RosterLine>)> {
    let on = form.choice("act", "", &[("more", On::More), ("continue", On::Continue)]).required();
    let mut lines: Vec<RosterLine> = Vec::new();
    let mut wrong = false;
    for year in years {
        let field = format!("date.{}", year.code);
        if !form.ticked(&format!("row.{}", year.code)) {
            let _ = form.text(&field, "").optional();
            continue;
        }
        let label = lang.t_with("provider-year-of", &[("name", year.enterprise.as_str().into())]);
        let others: Vec<Date> =
            lines.iter().filter(|line| line.filing == year.filing).map(|line| line.service_date).collect();
        let overlaps = Message::new("provider-overlaps").with("name", &year.enterprise);
        let future = Message::new("provider-in-future").with("name", &year.enterprise).with("today", today);
        let reported = year.reported.then_some(year.date);
        let date = form
            .date(&field, label)
            .check(move |date| if *date > today { Err(future.clone()) } else { Ok(()) })
            .check(move |date| {
                let free = reported == Some(*date) || !years::overlaps_any(*date, &year.taken);
                if free && !years::overlaps_any(*date, &others) { Ok(()) } else { Err(overlaps.clone()) }
            })
            .required();
        match date {
            Some(service_date) => lines.push(RosterLine { filing: year.filing.clone(), service_date }),
            None => wrong = true,
        }
    }
    if wrong { None } else { Some((on?, lines)) }
}

impl Year {
    fn line(&self) -> RosterLine {
        RosterLine { filing: self.filing.clone(), service_date: self.date }
    }
}

/// The provider's cases after one of the page before, with the years that may go on the roster.
async fn cases(app: &App, lang: Lang, me: &Me, (draft, after): (&Draft, &str)) -> Result<Cases, Problem> {
    let provider = own(me)?;
    let programme = draft.programme.as_str();
    let last = if after.is_empty() { None } else { Some(seen::filing(app, me.actor(), &FilingId::new(after)).await?) };
    let name = last.map_or_else(String::new, |last| last.state.enterprise_name);
    let database = app.store.database();
    let filed = providers::filed(database, provider, programme, (&name, after)).await.map_err(Problem::failure)?;
    let total = providers::filed_count(database, provider, programme).await.map_err(Problem::failure)?;
    let ids: Vec<&str> = filed.iter().map(|one| one.id.as_str()).collect();
    let claims = providers::claims_of(database, &ids).await.map_err(Problem::failure)?;
    let mut found = Vec::new();
    for (filing, claims) in filed.iter().zip(&claims) {
        found.extend(years_of(app, lang, draft, (filing, claims))?);
    }
    let full = usize::try_from(store::views::PAGE).is_ok_and(|most| filed.len() >= most);
    let next = filed.last().filter(|_| full).map(|last| last.id.clone());
    Ok(Cases { years: found, next, total })
}

/// The contract years of one filing that may go on the roster: those reported as missing, those the draft has
/// already, and those due.
fn years_of(
    app: &App,
    lang: Lang,
    draft: &Draft,
    (filing, claims): (&Listed<Filing>, &[Listed<Claim>]),
) -> Result<Vec<Year>, Problem> {
    let today = app.clock.today();
    let policy = seen::policy(app, &filing.state.policy_hash)?;
    let live = claims.iter().map(|claim| &claim.state).filter(|claim| holds(&claim.course.state));
    let (mut taken, mut reported) = (Vec::new(), Vec::new());
    for claim in live {
        taken.push(claim.service_date);
        if claim.roster.is_none() {
            reported.push(claim.service_date);
        }
    }
    let opened = filing.state.course.as_ref().map_or(today, |course| app.clock.day_of(course.since));
    let first = taken.iter().min().copied().or(filing.state.form.starts_on).unwrap_or(opened);
    let own_lines = draft.lines.iter().filter(|line| line.filing.as_str() == filing.id);
    let in_draft: Vec<Date> = own_lines.map(|line| line.service_date).collect();
    let edited = in_draft.iter().copied().filter(|date| !reported.contains(date));
    let proposed = years::due(first, &taken, today).into_iter().filter(|date| !years::overlaps_any(*date, &in_draft));
    let starts: Vec<Date> = reported.iter().copied().chain(edited).chain(proposed).collect();
    let years = starts.into_iter().enumerate().map(|(place, date)| Year {
        code: format!("{}.{place}", filing.id),
        filing: FilingId::new(&filing.id),
        enterprise: filing.state.enterprise_name.clone(),
        number: filing.state.number.clone().unwrap_or_default(),
        stream: look(app, lang, &policy).stream(&filing.state.stream),
        date,
        reported: reported.contains(&date),
        chosen: in_draft.contains(&date),
        taken: taken.clone(),
    });
    Ok(years.collect())
}

/// Whether a claim in this state keeps its contract year.
fn holds(state: &CourseState) -> bool {
    match state {
        CourseState::Underway | CourseState::Returned { .. } | CourseState::Finished => true,
        CourseState::Refused { .. } | CourseState::Withdrawn | CourseState::Lapsed => false,
    }
}

fn draw(visit: &Visit, (name, draft): (&str, &Draft), (cases, after): (&Cases, &str), filled: &Filled) -> Response {
    let lang = visit.lang;
    let action = address(&Draft::address(name, ""), [("after", after)]);
    let chosen = lang.t_with("provider-chosen", &[("n", draft.lines.len().into())]);
    let nothing = cases.years.is_empty() && cases.next.is_none() && draft.lines.is_empty();
    let body = html! {
        (table(lang, filled).draw(&cases.years))
        @if !nothing { div.batch {
            p.figure { (chosen) }
            div.actions {
                (button_of("act", "continue", &lang.t("provider-go-on")))
                @if cases.next.is_some() { (secondary("act", "more", &lang.t("provider-more-cases"))) }
            }
        } }
    };
    let total = format::count(cases.total);
    Page::desk(visit, lang.t("provider-new"))
        .crumb(lang.t("provider-rosters"), "/rosters")
        .errors(filled)
        .lead(lang.t_with("provider-choose-lead", &[("n", total.into())]))
        .respond(html! { (steps(lang, 0)) (form(visit, &action, &body)) })
}

/// The way of a roster, from the cases to the sending.
pub(super) fn steps(lang: Lang, here: usize) -> Markup {
    let names = ["provider-step-lines", "provider-step-certificate", "provider-step-letter", "provider-step-check"];
    step_bar(lang, &names.map(|name| lang.t(name).into_owned()), here)
}

fn table(lang: Lang, filled: &Filled) -> Table<'_, Year> {
    Table::new(lang, lang.t("provider-choose"))
        .column(Column::text(lang.t("provider-enterprise"), move |year: &Year| tick(filled, year)))
        .column(Column::text(lang.t("provider-number"), |year: &Year| html! { span.figure { (year.number) } }))
        .column(Column::text(lang.t("provider-stream"), |year: &Year| html! { (year.stream) }))
        .column(Column::text(lang.t("provider-contract-year"), move |year: &Year| day(lang, filled, year)))
        .column(Column::text(lang.t("provider-note"), move |year: &Year| {
            html! { @if year.reported { (tag(Tone::Attention, &lang.t("provider-reported"))) } }
        }))
        .empty(empty(&lang.t("provider-none-due"), None))
}

/// The box of a year, with the enterprise as its label.
fn tick(filled: &Filled, year: &Year) -> Markup {
    let name = format!("row.{}", year.code);
    let ticked = !filled.value(&name).is_empty();
    html! {
        div.choice {
            input type="checkbox" id=(name) name=(name) value="on" checked[ticked];
            label for=(name) { (year.enterprise) }
        }
    }
}

/// The day a year began: to be put right where the contract says otherwise, fixed where the enterprise reported it.
fn day(lang: Lang, filled: &Filled, year: &Year) -> Markup {
    let name = format!("date.{}", year.code);
    if year.reported {
        return html! { (date_cell(year.date)) input type="hidden" name=(name) value=(year.date); };
    }
    let label = lang.t_with("provider-year-of", &[("name", year.enterprise.as_str().into())]);
    let error = filled.error(&name);
    html! {
        @if let Some(error) = error { p.error id={ (name) "-error" } { (error.show(lang)) } }
        input type="date" id=(name) name=(name) value=(filled.value(&name)) aria-label=(label) aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{name}-error"))];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn year(code: &str, start: Date, reported: bool) -> Year {
        Year {
            code: code.to_owned(),
            filing: FilingId::new("f"),
            enterprise: "示例机床".to_owned(),
            number: String::new(),
            stream: String::new(),
            date: start,
            reported,
            chosen: false,
            taken: if reported { vec![start] } else { Vec::new() },
        }
    }

    fn typed(pairs: &[(&str, &str)], years: &[Year]) -> Result<(On, Vec<RosterLine>), Filled> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Form::new(pairs).read(|form| read(Lang::Zh, form, (years, date(2021, 1, 1))))
    }

    #[test]
    fn only_ticked_years_are_taken_with_the_day_that_was_typed() {
        let years = [year("f.0", date(2019, 6, 15), false), year("f.1", date(2020, 6, 15), false)];
        let pairs = [("act", "continue"), ("row.f.0", "on"), ("date.f.0", "2019-06-16"), ("date.f.1", "2020-06-15")];
        let (on, lines) = typed(&pairs, &years).expect("a good form");
        assert_eq!((on, lines.len()), (On::Continue, 1));
        assert_eq!(lines[0].service_date, date(2019, 6, 16));
    }

    #[test]
    fn years_that_overlap_or_lie_ahead_are_named_and_nothing_is_taken() {
        let years = [year("f.0", date(2019, 6, 15), false), year("f.1", date(2020, 6, 15), false)];
        let both = |second: &'static str| {
            let pairs = [
                ("act", "more"),
                ("row.f.0", "on"),
                ("date.f.0", "2019-06-15"),
                ("row.f.1", "on"),
                ("date.f.1", second),
            ];
            typed(&pairs, &years)
        };
        assert!(both("2020-06-15").is_ok());
        assert!(both("2020-06-14").is_err_and(|filled| filled.error("date.f.1").is_some()));
        assert!(both("2021-01-02").is_err_and(|filled| filled.error("date.f.1").is_some()));
    }

    #[test]
    fn a_reported_year_keeps_its_day() {
        let years = [year("f.0", date(2019, 6, 15), true)];
        assert!(typed(&[("act", "continue"), ("row.f.0", "on"), ("date.f.0", "2019-06-15")], &years).is_ok());
        assert!(typed(&[("act", "continue"), ("row.f.0", "on"), ("date.f.0", "2019-06-20")], &years).is_err());
    }
}
