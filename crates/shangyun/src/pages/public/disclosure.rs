//! `GET /disclosure`: public notices, and what was paid to whom.

use super::notices;
use super::policy::reader as reader_of;
use super::policy::reader::Reader;
use super::standing::{self, Published};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::web::charts::{Amount, amounts};
use crate::web::components::action::{Link, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::filter::filter;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{deadline, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, Form, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::ids::ProgrammeId;
use maud::{Markup, html};
use policy::money::Fen;
use std::collections::BTreeMap;
use store::views::PAGE;
use store::views::public::{self, Paid, Sum, Wanted};

pub(super) mod data;
pub(super) mod notice;
pub(super) mod objection;

/// What of the payments is wanted, as the address says.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    programme: Option<String>,
    stream: Option<String>,
    district: Option<String>,
    after: (String, String),
}

impl Filter {
    /// Reads the address; what the list does not know is no filter.
    pub(super) fn read(form: &mut Form) -> Option<Self> {
        let programme = form.text("programme", "").optional()?;
        let stream = form.text("stream", "").optional()?;
        let district = form.text("district", "").optional()?;
        let name = form.text("after", "").optional()?;
        let id = form.text("after_id", "").optional()?;
        Some(Self { programme, stream, district, after: (name.unwrap_or_default(), id.unwrap_or_default()) })
    }

    fn wanted<'a>(&'a self, programme: &'a str) -> Wanted<'a> {
        Wanted {
            programme,
            stream: self.stream.as_deref(),
            district: self.district.as_deref(),
            after: (&self.after.0, &self.after.1),
        }
    }
}

/// The programme whose payments are shown: the one asked for, else the first at work.
pub(super) fn chosen(all: Vec<Published>, asked: Option<&str>) -> Option<(Published, ProgrammeId)> {
    let at_work = all.into_iter().filter_map(|one| {
        let id = one.programme.as_ref().map(|(id, _)| id.clone())?;
        Some((one, id))
    });
    let mut at_work: Vec<(Published, ProgrammeId)> = at_work.collect();
    let place = asked.and_then(|asked| at_work.iter().position(|(_, id)| id.as_str() == asked)).unwrap_or(0);
    (place < at_work.len()).then(|| at_work.swap_remove(place))
}

/// The page.
pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(form): Asked) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let filled = form.clone().into_filled();
    let wanted = form.read(Filter::read).unwrap_or_default();
    let all = standing::all(&app).await?;
    let programmes: Vec<(String, String)> = all
        .iter()
        .filter_map(|one| {
            let (id, _) = one.programme.as_ref()?;
            Some((id.to_string(), one.policy.plan().name.get(crate::refusals::tongue(lang)).to_owned()))
        })
        .collect();
    let page = Page::new(&visit, lang.t("menu-disclosure"))
        .crumb(lang.t("public-home"), "/")
        .lead(lang.t("public-disclosure-lead"))
        .wide();
    let notices = notices_part(&app, lang).await?;
    let Some((published, id)) = chosen(all, wanted.programme.as_deref()) else {
        return Ok(page.draw(notices));
    };
    let setting = app.setting();
    let reader = reader_of(&app, &visit, &published, &setting.city);
    let asking = Asking { id: &id, programmes: &programmes, wanted: &wanted, filled: &filled };
    let paid = paid_part(&app, reader, &asking).await?;
    Ok(page.draw(html! { (notices) (paid) }))
}

/// The notices: those that run with their last day, then those that are over.
async fn notices_part(app: &App, lang: Lang) -> Result<Markup, Problem> {
    let today = app.clock.today();
    let (running, over): (Vec<_>, Vec<_>) =
        notices::all(app).await?.into_iter().partition(|one| one.takes_objections(today));
    let table = |caption: &str, rows: &[notices::Published]| {
        Table::new(lang, caption)
            .column(Column::text(lang.t("public-notice"), |one: &notices::Published| {
                html! { (lang.t_with("public-notice-name", &[("number", one.number().into())])) }
            }))
            .column(Column::text(lang.t("public-notice-state"), move |one: &notices::Published| {
                if one.takes_objections(today) {
                    html! { (tag(Tone::Ok, &lang.t("public-notice-running"))) " " (deadline(lang, names::deadline(app, one.notice.until))) }
                } else {
                    html! { (lang.t_with("public-notice-was", &[("date", format::date_text(lang, one.notice.until).into())])) }
                }
            }))
            .column(Column::number(lang.t("public-notice-claims"), |one: &notices::Published| html! { (one.lines().len()) }))
            .column(Column::number(lang.t("public-notice-total"), |one: &notices::Published| yuan(one.total())))
            .link(|one: &notices::Published| format!("/disclosure/{}", one.id))
            .draw(rows)
    };
    Ok(html! {
        section #notices {
            h2 { (lang.t("public-notices-running")) }
            @if running.is_empty() { (empty(&lang.t("public-notices-none-running"), None)) }
            @else { p { (lang.t("public-notices-running-says")) } (table(&lang.t("public-notices-running"), &running)) }
            @if !over.is_empty() { h2 { (lang.t("public-notices-over")) } (table(&lang.t("public-notices-over"), &over)) }
        }
    })
}

/// What is asked about the payments of one programme.
struct Asking<'a> {
    id: &'a ProgrammeId,
    programmes: &'a [(String, String)],
    wanted: &'a Filter,
    filled: &'a Filled,
}

/// What was paid: figures, charts, the list, the downloads.
async fn paid_part(app: &App, reader: Reader<'_>, asking: &Asking<'_>) -> Result<Markup, Problem> {
    let database = app.store.database();
    let id = asking.id.as_str();
    let total = public::total(database, id).await.map_err(Problem::failure)?;
    let title = reader.t("public-paid-title");
    if total.claims == 0 {
        let next = Link::new(reader.t("public-home-how"), "/");
        return Ok(html! { section #paid { h2 { (title) } (empty(&reader.t("public-paid-none"), Some(&next))) } });
    }
    let sums = public::sums(database, id).await.map_err(Problem::failure)?;
    let rows = public::paid(database, asking.wanted.wanted(id)).await.map_err(Problem::failure)?;
    Ok(html! {
        section #paid {
            h2 { (title) }
            (super::home::figures(reader, &total))
            div.split {
                (chart(app, reader, &sums, "stream"))
                (chart(app, reader, &sums, "district"))
            }
            h3 { (reader.t("public-paid-list")) }
            (filters(app, reader, asking))
            (list(app, reader, &rows))
            (paging(reader, asking, &rows))
            p { (reader.t("public-paid-download")) " " (link("CSV", &download(asking, "csv"))) " · " (link("JSON", &download(asking, "json"))) }
        }
    })
}

fn chart(app: &App, reader: Reader<'_>, sums: &[Sum], by: &str) -> Markup {
    let mut grouped: BTreeMap<&str, (Fen, i64)> = BTreeMap::new();
    for sum in sums {
        let entry = grouped.entry(if by == "stream" { &sum.stream } else { &sum.district }).or_default();
        *entry = (entry.0.add(sum.amount).unwrap_or(entry.0), entry.1.saturating_add(sum.claims));
    }
    let name = |id: &str| if by == "stream" { stream_name(reader, id) } else { names::district(app, reader.lang, id) };
    let mut rows: Vec<Amount> =
        grouped.iter().map(|(id, (amount, count))| Amount { name: name(id), amount: *amount, count: *count }).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.amount));
    amounts(reader.lang, &reader.t(&format!("public-paid-by-{by}")), &reader.t("public-paid-claims"), &rows)
}

/// A stream by its name in the policy.
pub(super) fn stream_name(reader: Reader<'_>, id: &str) -> String {
    let found = reader.plan().streams().iter().find(|member| member.id == id);
    found.map_or_else(|| id.to_owned(), |member| reader.said(&member.text).to_owned())
}

fn filters(app: &App, reader: Reader<'_>, asking: &Asking<'_>) -> Markup {
    let lang = reader.lang;
    let streams: Vec<Choice> = reader
        .plan()
        .streams()
        .iter()
        .map(|member| Choice::new(member.id.clone(), reader.said(&member.text)))
        .collect();
    let setting = app.setting();
    let districts: Vec<Choice> = setting
        .city
        .districts()
        .map(|district| Choice::new(district.id.clone(), names::pick(lang, &district.names)))
        .collect();
    let programmes: Vec<Choice> = asking.programmes.iter().map(|(id, name)| Choice::new(id, name)).collect();
    let mut fields = vec![
        Field::new("stream", reader.t("public-stream")).optional().select(lang, asking.filled, &streams),
        Field::new("district", reader.t("public-district")).optional().select(lang, asking.filled, &districts),
    ];
    if programmes.len() > 1 {
        fields.push(Field::new("programme", reader.t("public-programme")).optional().select(
            lang,
            asking.filled,
            &programmes,
        ));
    }
    filter(lang, "/disclosure", &fields)
}

fn list(app: &App, reader: Reader<'_>, rows: &[Paid]) -> Markup {
    let lang = reader.lang;
    Table::new(lang, reader.t("public-paid-list"))
        .column(Column::text(reader.t("public-company"), |row: &Paid| html! { (row.enterprise_name) }))
        .column(Column::text(reader.t("public-stream"), move |row: &Paid| html! { (stream_name(reader, &row.stream)) }))
        .column(Column::text(
            reader.t("public-district"),
            move |row: &Paid| html! { (names::district(app, lang, &row.district)) },
        ))
        .column(Column::text(
            reader.t("public-contract-year"),
            |row: &Paid| html! { time.figure { (row.service_date) } },
        ))
        .column(Column::number(reader.t("public-paid-yuan"), |row: &Paid| yuan(row.amount)))
        .empty(empty(&reader.t("public-paid-no-match"), Some(&Link::new(reader.t("filter-clear"), "/disclosure#paid"))))
        .draw(rows)
}

/// The way to the next page, from behind the last row, and back to the first.
fn paging(reader: Reader<'_>, asking: &Asking<'_>, rows: &[Paid]) -> Markup {
    let full = usize::try_from(PAGE).is_ok_and(|page| rows.len() >= page);
    let wanted = asking.wanted;
    let base = [
        ("programme", wanted.programme.as_deref().unwrap_or_default()),
        ("stream", wanted.stream.as_deref().unwrap_or_default()),
        ("district", wanted.district.as_deref().unwrap_or_default()),
    ];
    let begun = !wanted.after.1.is_empty();
    let next = rows.last().filter(|_| full).map(|row| {
        let after = [("after", row.after.0.as_str()), ("after_id", row.after.1.as_str())];
        address("/disclosure", base.into_iter().chain(after)) + "#paid"
    });
    html! {
        @if begun || next.is_some() {
            nav.paging aria-label=(reader.t("table-paging")) {
                ul {
                    @if begun { li { (link(&reader.t("table-first"), &(address("/disclosure", base) + "#paid"))) } }
                    @if let Some(next) = next { li { (link(&reader.t("table-next"), &next)) } }
                }
            }
        }
    }
}

fn download(asking: &Asking<'_>, ending: &str) -> String {
    let wanted = asking.wanted;
    let path = format!("/disclosure/paid.{ending}");
    address(
        &path,
        [
            ("programme", asking.id.as_str()),
            ("stream", wanted.stream.as_deref().unwrap_or_default()),
            ("district", wanted.district.as_deref().unwrap_or_default()),
        ],
    )
}
