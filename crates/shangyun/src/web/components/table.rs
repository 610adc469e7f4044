//! The one table of every list: columns with their cells, sorting and paging as links, rows that fold into labelled lines on phones.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use crate::lang::Lang;
use crate::web::format;
use crate::web::forms::{Filled, address};

/// How a cell shows its row.
type Cell<'a, R> = Box<dyn Fn(&R) -> Markup + 'a>;
/// The address of a row, or its code in a batch.
type Name<'a, R> = Box<dyn Fn(&R) -> String + 'a>;
/// Whether something holds of a row.
type Test<'a, R> = Box<dyn Fn(&R) -> bool + 'a>;

/// One column.
pub struct Column<'a, R> {
    label: String,
    cell: Cell<'a, R>,
    numeric: bool,
    sort: Option<&'a str>,
}

impl<'a, R> Column<'a, R> {
    /// A column of text.
    pub fn text(label: impl Into<String>, cell: impl Fn(&R) -> Markup + 'a) -> Self {
        Self { label: label.into(), cell: Box::new(cell), numeric: false, sort: None }
    }

    /// A column of numbers: right-aligned, figures of one width.
    pub fn number(label: impl Into<String>, cell: impl Fn(&R) -> Markup + 'a) -> Self {
        Self { numeric: true, ..Self::text(label, cell) }
    }

    /// May be sorted by under this code.
    #[must_use]
    pub fn sort(self, code: &'a str) -> Self {
        Self { sort: Some(code), ..self }
    }
}

/// Which part of a list this is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paging {
    /// The page, from one.
    pub page: u64,
    /// Rows on a page.
    pub per_page: u64,
    /// Rows in all.
    pub total: u64,
}

/// How the list is sorted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sorting<'a> {
    /// The column's code.
    pub by: &'a str,
    /// The greatest first.
    pub descending: bool,
}

/// A table being put together.
pub struct Table<'a, R> {
    lang: Lang,
    caption: String,
    path: &'a str,
    filter: Option<&'a Filled>,
    columns: Vec<Column<'a, R>>,
    sorting: Option<Sorting<'a>>,
    paging: Option<Paging>,
    link: Option<Name<'a, R>>,
    pick: Option<(Name<'a, R>, Name<'a, R>)>,
    picked: Option<Test<'a, R>>,
    totals: Option<(String, Vec<Markup>)>,
    empty: Option<Markup>,
}

impl<'a, R> Table<'a, R> {
    /// A table. Its caption says what the rows are; it is heard and not seen unless `shown_caption` draws it elsewhere.
    pub fn new(lang: Lang, caption: impl Into<String>) -> Self {
        Self {
            lang,
            caption: caption.into(),
            path: "",
            filter: None,
            columns: Vec::new(),
            sorting: None,
            paging: None,
            link: None,
            pick: None,
            picked: None,
            totals: None,
            empty: None,
        }
    }

    /// One more column.
    #[must_use]
    pub fn column(mut self, column: Column<'a, R>) -> Self {
        self.columns.push(column);
        self
    }

    /// The page's path and filter, or form, which sort and paging links keep; boxes ticked in it stay ticked. The links add `sort`, `desc` and `page`.
    #[must_use]
    pub fn at(self, path: &'a str, filter: &'a Filled) -> Self {
        Self { path, filter: Some(filter), ..self }
    }

    /// How the list is sorted.
    #[must_use]
    pub fn sorted(self, sorting: Sorting<'a>) -> Self {
        Self { sorting: Some(sorting), ..self }
    }

    /// Which part this is.
    #[must_use]
    pub fn paged(self, paging: Paging) -> Self {
        Self { paging: Some(paging), ..self }
    }

    /// The first cell of a row leads here; the script's j, k and Enter as well.
    #[must_use]
    pub fn link(self, href: impl Fn(&R) -> String + 'a) -> Self {
        Self { link: Some(Box::new(href)), ..self }
    }

    /// A box before each row, named `row.<code>`, with the amount in fen that the script adds up. A row without a code
    /// has no box.
    #[must_use]
    pub fn pick(self, code: impl Fn(&R) -> String + 'a, fen: impl Fn(&R) -> String + 'a) -> Self {
        Self { pick: Some((Box::new(code), Box::new(fen))), ..self }
    }

    /// The boxes that are ticked already, as when a form is drawn again.
    #[must_use]
    pub fn picked(self, is_ticked: impl Fn(&R) -> bool + 'a) -> Self {
        Self { picked: Some(Box::new(is_ticked)), ..self }
    }

    /// The sums at the foot: one value for each of the last columns, an empty one where there is nothing to add up. The
    /// words stand before them.
    #[must_use]
    pub fn totals(self, words: impl Into<String>, values: Vec<Markup>) -> Self {
        Self { totals: Some((words.into(), values)), ..self }
    }

    /// What stands there instead when there are no rows: usually a `notice::empty`.
    #[must_use]
    pub fn empty(self, markup: Markup) -> Self {
        Self { empty: Some(markup), ..self }
    }

    /// The table with its rows.
    pub fn draw(&self, rows: &[R]) -> Markup {
        if let (true, Some(empty)) = (rows.is_empty(), &self.empty) {
            return empty.clone();
        }
        html! {
            div.table tabindex="0" role="region" aria-label=(self.caption) {
                table data-rows[self.link.is_some()] {
                    caption.hidden { (self.caption) }
                    thead { tr {
                        @if self.pick.is_some() { th.pick scope="col" { span.hidden { (self.lang.t("table-pick")) } } }
                        @for column in &self.columns { (self.head(column)) }
                    } }
                    tbody { @for row in rows { (self.row(row)) } }
                    @if let Some((words, values)) = &self.totals { tfoot { (self.foot(words, values)) } }
                }
            }
            @if let Some(paging) = self.paging { (self.paging(paging)) }
        }
    }

    fn head(&self, column: &Column<'a, R>) -> Markup {
        let sorted = self.sorting.filter(|sorting| column.sort == Some(sorting.by));
        let order = sorted.map(|sorting| if sorting.descending { "descending" } else { "ascending" });
        html! {
            th.number[column.numeric] scope="col" aria-sort=[order] {
                @if let Some(code) = column.sort {
                    @let turn = if sorted.is_some_and(|sorting| !sorting.descending) { "1" } else { "" };
                    a href=(self.address(&[("sort", code), ("desc", turn)])) {
                        (column.label)
                        @if let Some(sorting) = sorted { (icon(if sorting.descending { Icon::Down } else { Icon::Up })) }
                    }
                } @else { (column.label) }
            }
        }
    }

    fn foot(&self, words: &str, values: &[Markup]) -> Markup {
        let before = self.columns.len().saturating_sub(values.len());
        html! {
            tr {
                @if self.pick.is_some() { td {} }
                td colspan=(before) { (words) }
                @for (column, value) in self.columns.iter().skip(before).zip(values) {
                    td.number[column.numeric] data-label=(column.label) { (value) }
                }
            }
        }
    }

    fn row(&self, row: &R) -> Markup {
        html! {
            tr {
                @if let Some((code, fen)) = &self.pick {
                    @let name = format!("row.{}", code(row));
                    @let picked = self.picked.as_ref().is_some_and(|picked| picked(row));
                    @if name == "row." { td.pick {} } @else {
                        td.pick { input type="checkbox" name=(name) value="on" checked[picked] data-fen=(fen(row)) aria-labelledby={ (name) ".of" }; }
                    }
                }
                @for (place, column) in self.columns.iter().enumerate() {
                    td.number[column.numeric] data-label=(column.label) id=[self.id_of(row, place)] {
                        @match (&self.link, place) {
                            (Some(link), 0) => a href=(link(row)) { ((column.cell)(row)) },
                            _ => ((column.cell)(row)),
                        }
                    }
                }
            }
        }
    }

    /// The id of the cell that names a row's box: its first.
    fn id_of(&self, row: &R, place: usize) -> Option<String> {
        let (code, _) = self.pick.as_ref().filter(|_| place == 0)?;
        Some(code(row)).filter(|code| !code.is_empty()).map(|code| format!("row.{code}.of"))
    }

    fn paging(&self, paging: Paging) -> Markup {
        let lang = self.lang;
        let last = paging.total.div_ceil(paging.per_page.max(1)).max(1);
        let first_row = if paging.total == 0 { 0 } else { (paging.page.saturating_sub(1)) * paging.per_page + 1 };
        let last_row = (paging.page * paging.per_page).min(paging.total);
        let says = lang.t_with(
            "table-rows",
            &[
                ("first", format::grouped(first_row).into()),
                ("last", format::grouped(last_row).into()),
                ("total", format::grouped(paging.total).into()),
            ],
        );
        html! {
            nav.paging aria-label=(lang.t("table-paging")) {
                p.figure { (says) }
                @if last > 1 {
                    ul {
                        @if paging.page > 1 { li { (self.page_link(1, &lang.t("table-first"))) } li { (self.page_link(paging.page - 1, &lang.t("table-previous"))) } }
                        li { span.figure aria-current="page" { (lang.t_with("table-page", &[("page", paging.page.into()), ("last", last.into())])) } }
                        @if paging.page < last { li { (self.page_link(paging.page + 1, &lang.t("table-next"))) } li { (self.page_link(last, &lang.t("table-last"))) } }
                    }
                }
            }
        }
    }

    fn page_link(&self, page: u64, words: &str) -> Markup {
        let page = page.to_string();
        let sort = self.sorting.map_or("", |sorting| sorting.by);
        let desc = if self.sorting.is_some_and(|sorting| sorting.descending) { "1" } else { "" };
        html! { a href=(self.address(&[("sort", sort), ("desc", desc), ("page", &page)])) { (words) } }
    }

    fn address(&self, more: &[(&str, &str)]) -> String {
        let ours = |name: &str| ["sort", "desc", "page"].contains(&name);
        let kept = self.filter.into_iter().flat_map(Filled::pairs).filter(|(name, _)| !ours(name));
        address(self.path, kept.chain(more.iter().copied()))
    }
}
