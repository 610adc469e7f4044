//! The queue: what waits for the officer, what presses most first, fifty at a time.

use super::chosen::{self, Chosen, DONE, RETURNED, policy_of, tab_of};
use super::{done, next};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::case::course::rank_word;
use crate::refusals::tongue;
use crate::session::Me;
use crate::web::components::action::{Link, button_of, link, link_button};
use crate::web::components::field::{Choice, Field};
use crate::web::components::filter::{Tab, batch_bar, filter, tabs};
use crate::web::components::notice::{banner, empty};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::Tone;
use crate::web::components::value::{date_cell, deadline, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, address, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::worklist::{self, LATE_MOST, Worklist};
use axum::extract::State;
use axum::response::Response;
use domain::act::Seat;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::words::StepKind;
use std::collections::BTreeMap;
use store::views::queue::{self as view, Part, Waiting};

/// `GET /queue`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let filled = asked.into_filled();
    let chosen = Chosen::of(&filled);
    let is_officer = matches!(me.actor().seat, Seat::Office { .. });
    let list = if is_officer { worklist::of(&app, me.actor()) } else { worklist::all(&app) };
    let database = app.store.database();
    let parts = view::parts(database, &list.cases()).await.map_err(Problem::failure)?;
    let returned = view::count(database, &list.returned()).await.map_err(Problem::failure)?;
    let desk = Desk { app: &app, visit: &visit, list: &list, chosen: &chosen, is_officer };
    let tabs = desk.tabs(&parts, returned);
    if chosen.tab == DONE {
        let done = done::of(&app, visit.lang, me.actor(), filled.value("before")).await?;
        return Ok(desk.page().respond(html! { (tabs) (done) }));
    }
    let wanted = chosen.filter(&list);
    let page = view::page(database, &wanted, &chosen::after(filled.value("after"))).await.map_err(Problem::failure)?;
    let today = app.clock.today().to_string();
    let late = match chosen.tab.as_str() {
        RETURNED => 0,
        _ => view::late(database, &wanted, &today, LATE_MOST).await.map_err(Problem::failure)?,
    };
    let done = next::just_done(&app, me.actor(), filled.value("done")).await;
    let content = html! {
        @if let Some((number, href)) = &done {
            (banner(visit.lang, Tone::Ok, &html! { p { (visit.lang.t("officer-done-before")) " " (link(number, href)) } }))
        }
        (tabs)
        @if !page.rows.is_empty() || desk.is_narrowed() { (desk.filter(&filled)) }
        (desk.rows(&page))
        (desk.paging(&page, &filled))
    };
    Ok(desk.headed(&page, late).respond(content))
}

/// The queue as one officer works through it.
struct Desk<'a> {
    app: &'a App,
    visit: &'a Visit,
    list: &'a Worklist,
    chosen: &'a Chosen,
    is_officer: bool,
}

impl<'a> Desk<'a> {
    fn lang(&self) -> Lang {
        self.visit.lang
    }

    fn page(&self) -> Page<'a> {
        Page::desk(self.visit, self.lang().t("officer-queue"))
    }

    /// The page with what to do first and by when.
    fn headed(&self, page: &view::Page, late: i64) -> Page<'a> {
        let lang = self.lang();
        let head = self.page().lead(lang.t("officer-queue-lead"));
        let Some(first) = page.rows.first().filter(|_| self.is_officer && self.chosen.tab != RETURNED) else {
            return head;
        };
        let says = match late {
            0 => lang.t("officer-queue-from-the-top"),
            LATE_MOST => lang.t_with("officer-queue-late-many", &[("n", late.into())]),
            _ => lang.t_with("officer-queue-late-first", &[("n", late.into())]),
        };
        let head = head
            .todo(says)
            .beside_title(link_button(&lang.t("officer-queue-start"), &self.chosen.keep(&review(first))));
        match first.due.as_ref().and_then(|due| due.parse().ok()) {
            Some(due) => head.due(deadline(lang, names::deadline(self.app, due))),
            None => head,
        }
    }

    fn tabs(&self, parts: &[Part], returned: i64) -> Markup {
        let lang = self.lang();
        let tab = |label: String, code: &str, count: Option<i64>| Tab {
            label,
            href: address("/queue", [("tab", code)]),
            count: count.and_then(|count| u64::try_from(count).ok()),
            current: self.chosen.tab == code,
        };
        let mut all =
            vec![tab(lang.t("officer-tab-all").into_owned(), "", Some(parts.iter().map(|part| part.cases).sum()))];
        let mut by_step: BTreeMap<String, i64> = BTreeMap::new();
        for part in parts {
            let count = by_step.entry(tab_of(&part.kind, &part.step)).or_default();
            *count = count.saturating_add(part.cases);
        }
        let duties = self.list.duties.iter().filter(|duty| duty.is_case());
        let mut steps: Vec<(String, String)> = Vec::new();
        for duty in duties {
            let code = tab_of(&duty.turn.kind, &duty.turn.step);
            if steps.iter().all(|(known, _)| *known != code) {
                steps.push((code, self.step(&duty.turn.kind, &duty.turn.step)));
            }
        }
        let is_one = steps.len() == 1;
        all.extend(steps.into_iter().filter(|_| !is_one).map(|(code, label)| {
            let count = by_step.get(&code).copied().unwrap_or(0);
            tab(label, &code, Some(count))
        }));
        all.push(tab(lang.t("officer-tab-returned").into_owned(), RETURNED, Some(returned)));
        if self.is_officer {
            all.push(tab(lang.t("officer-tab-done").into_owned(), DONE, None));
        }
        tabs(&lang.t("officer-queue"), &all)
    }

    /// The name of a step in the first policy that has it.
    fn step(&self, kind: &str, step: &str) -> String {
        let setting = self.app.setting();
        let found = setting.policies.values().find_map(|policy| policy.plan().step(kind, step));
        found.map_or_else(|| step.to_owned(), |step| step.text.get(tongue(self.lang())).to_owned())
    }

    fn filter(&self, filled: &Filled) -> Markup {
        let lang = self.lang();
        let setting = self.app.setting();
        let streams: BTreeMap<&str, &str> = setting
            .policies
            .values()
            .flat_map(|policy| policy.plan().streams())
            .map(|stream| (stream.id.as_str(), stream.text.get(tongue(lang))))
            .collect();
        let streams: Vec<Choice> = streams.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
        let districts = setting
            .city
            .districts()
            .filter(|district| self.list.districts.as_ref().is_none_or(|own| own.contains(&district.id)));
        let districts: Vec<Choice> =
            districts.map(|district| Choice::new(&district.id, names::pick(lang, &district.names))).collect();
        let tab = html! { input type="hidden" name="tab" value=(self.chosen.tab); };
        let mut fields =
            vec![tab, Field::new("stream", lang.t("officer-stream")).optional().select(lang, filled, &streams)];
        if districts.len() > 1 {
            fields.push(Field::new("district", lang.t("officer-district")).optional().select(lang, filled, &districts));
        }
        filter(lang, "/queue", &fields)
    }

    fn rows(&self, page: &view::Page) -> Markup {
        let lang = self.lang();
        let table = self.table();
        let any = self.is_officer && self.chosen.tab != RETURNED && page.rows.iter().any(|row| self.goes_together(row));
        if !any {
            return table.draw(&page.rows);
        }
        let table = table.pick(
            |row: &Waiting| if self.goes_together(row) { row.id.clone() } else { String::new() },
            |row: &Waiting| row.fen.to_string(),
        );
        let kept = html! {
            @for (name, value) in self.chosen.pairs() { input type="hidden" name=(name) value=(value); }
        };
        let buttons = [button_of("act", "pass", &lang.t("officer-pass-together"))];
        form(self.visit, "/queue/pass", &html! { (kept) (table.draw(&page.rows)) (batch_bar(lang, &buttons)) })
    }

    /// Whether a row may be passed together with others: its papers were examined by the rank before, or this step
    /// does not examine them. What each of them still lacks is checked when it is passed.
    fn goes_together(&self, row: &Waiting) -> bool {
        let policy = policy_of(self.app, &row.programme);
        let step = policy.as_ref().and_then(|policy| policy.plan().step(&row.kind, &row.step));
        row.kind == domain::filing::PROCEDURE
            && step.is_some_and(|step| row.rank > 0 || matches!(step.kind, StepKind::Intake | StepKind::Activate))
    }

    fn table(&self) -> Table<'_, Waiting> {
        let lang = self.lang();
        let to_case = !self.is_officer || self.chosen.tab == RETURNED;
        let href = move |row: &Waiting| if to_case { case(row) } else { self.chosen.keep(&review(row)) };
        let several = self.list.districts.as_ref().is_none_or(|own| own.len() > 1);
        let table = Table::new(lang, lang.t("officer-queue"))
            .column(Column::text(lang.t("officer-number"), |row: &Waiting| {
                html! {
                    span.figure { (row.number.as_deref().unwrap_or_default()) }
                }
            }))
            .column(Column::text(lang.t("officer-enterprise"), |row: &Waiting| html! { (row.enterprise_name) }))
            .column(Column::text(lang.t("officer-stream"), |row: &Waiting| html! { (self.stream(row)) }))
            .column(Column::text(lang.t("officer-step"), |row: &Waiting| self.place(row)));
        let table = if several {
            table.column(Column::text(lang.t("officer-district"), move |row: &Waiting| {
                html! { (names::district(self.app, lang, &row.district)) }
            }))
        } else {
            table
        };
        table
            .column(Column::text(lang.t("officer-received"), |row: &Waiting| self.received(row)))
            .column(Column::number(lang.t("officer-amount"), |row: &Waiting| {
                html! { @if row.fen == 0 { "—" } @else { (yuan(Fen::new(row.fen))) } }
            }))
            .column(Column::text(lang.t("officer-due"), move |row: &Waiting| {
                let due: Option<Date> = row.due.as_ref().and_then(|due| due.parse().ok());
                html! { @if let Some(due) = due { (deadline(lang, names::deadline(self.app, due))) } @else { "—" } }
            }))
            .link(href)
            .empty(self.nothing())
    }

    fn stream(&self, row: &Waiting) -> String {
        let policy = policy_of(self.app, &row.programme);
        let found = policy.as_ref().and_then(|policy| policy.plan().streams().iter().find(|one| one.id == row.stream));
        found.map_or_else(String::new, |stream| stream.text.get(tongue(self.lang())).to_owned())
    }

    fn place(&self, row: &Waiting) -> Markup {
        let policy = policy_of(self.app, &row.programme);
        let step = policy.as_ref().and_then(|policy| policy.plan().step(&row.kind, &row.step));
        let rank = step.and_then(|step| step.ranks.get(usize::try_from(row.rank).ok()?).copied());
        let lang = self.lang();
        html! {
            (self.step(&row.kind, &row.step))
            @if let (Some(rank), true) = (rank, self.chosen.tab != RETURNED) { " " span.quiet { (rank_word(lang, rank)) } }
        }
    }

    fn received(&self, row: &Waiting) -> Markup {
        let at = row.received_at.and_then(|at| jiff::Timestamp::from_microsecond(at).ok());
        html! { @if let Some(at) = at { (date_cell(self.app.clock.day_of(at))) } @else { "—" } }
    }

    fn is_narrowed(&self) -> bool {
        !self.chosen.stream.is_empty() || !self.chosen.district.is_empty()
    }

    /// Why nothing stands here, and the way on.
    fn nothing(&self) -> Markup {
        let lang = self.lang();
        if self.is_narrowed() {
            let all = address("/queue", [("tab", self.chosen.tab.as_str())]);
            return empty(&lang.t("officer-queue-no-match"), Some(&Link::new(lang.t("filter-clear"), all)));
        }
        match self.chosen.tab.as_str() {
            RETURNED => empty(&lang.t("officer-queue-none-returned"), None),
            _ => empty(&lang.t("officer-queue-empty"), Some(&Link::new(lang.t("rail-desk"), "/desk"))),
        }
    }

    fn paging(&self, page: &view::Page, filled: &Filled) -> Markup {
        let lang = self.lang();
        let total = format::grouped(u64::try_from(page.count).unwrap_or(0));
        let shown = page.rows.len();
        let is_first = filled.value("after").is_empty();
        if shown == 0 && is_first {
            return html! {};
        }
        html! {
            nav.paging aria-label=(lang.t("table-paging")) {
                p.figure { (lang.t_with("officer-queue-shown", &[("shown", shown.into()), ("total", total.into())])) }
                ul {
                    @if !is_first { li { a href=(self.chosen.keep("/queue")) { (lang.t("table-first")) } } }
                    @if let Some(next) = &page.next {
                        @let place = chosen::place(next);
                        @let pairs = self.chosen.pairs().into_iter().chain([("after", place.as_str())]);
                        li { a href=(address("/queue", pairs)) rel="next" { (lang.t("table-next")) } }
                    }
                }
            }
        }
    }
}

/// The page on which a case is handled.
pub(super) fn review(row: &Waiting) -> String {
    format!("{}/review", case(row))
}

/// The page of a case.
fn case(row: &Waiting) -> String {
    let folder = match row.kind.as_str() {
        "filing" => "filings",
        "claim" => "claims",
        _ => "rounds",
    };
    format!("/{folder}/{}", row.id)
}
