//! Officers, providers, experts, administrators and auditors, each a button.

use crate::demo::cast::{Member, RANKS};
use crate::lang::Lang;
use crate::web::components::table::{Column, Table};
use crate::web::forms::button_form;
use crate::web::layout::visit::Visit;
use domain::act::{Actor, Seat};
use domain::city::City;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::words::Rank;

/// The people of the city, as this page shows them.
pub(super) struct People<'a> {
    /// The request.
    pub visit: &'a Visit,
    /// Whose names are shown.
    pub city: &'a City,
    /// The programme's day.
    pub today: Date,
    /// Everybody who was there from the beginning.
    pub members: &'a [Member],
}

impl People<'_> {
    /// Offices with their people by rank.
    pub fn offices(&self, title: &'static str, is_wanted: fn(&City, &str) -> bool) -> Markup {
        let lang = self.visit.lang;
        let mut rows: Vec<&str> = self.members.iter().filter_map(|one| Some(one.actor.office()?.0)).collect();
        rows.retain(|office| is_wanted(self.city, office));
        rows.dedup();
        let mut table = Table::new(lang, lang.t(title)).column(Column::text(lang.t("demo-office"), |office: &&str| {
            let name = self.city.office(office).and_then(|it| it.name(self.today));
            html! { (name.map_or(*office, |name| lang.pick(&name.names.zh, &name.names.en))) }
        }));
        for rank in RANKS {
            table = table.column(Column::text(rank_name(lang, rank), move |office: &&str| {
                self.buttons(|seat| *seat == Seat::Office { office: (*office).to_owned(), rank })
            }));
        }
        part(lang, title, &table.draw(&rows))
    }

    /// Everybody else, seat by seat.
    pub fn others(&self, title: &'static str, is_wanted: fn(&Seat) -> bool) -> Markup {
        let lang = self.visit.lang;
        let mut rows: Vec<&Seat> =
            self.members.iter().map(|one| &one.actor.seat).filter(|seat| is_wanted(seat)).collect();
        rows.dedup();
        let table = Table::new(lang, lang.t(title))
            .column(Column::text(lang.t("demo-seat"), |seat: &&Seat| html! { (self.place(seat)) }))
            .column(Column::text(lang.t("demo-people"), |seat: &&Seat| self.buttons(|other| other == *seat)));
        part(lang, title, &table.draw(&rows))
    }

    /// One button for each person whose seat is wanted.
    fn buttons(&self, is_wanted: impl Fn(&Seat) -> bool) -> Markup {
        let people = self.members.iter().filter(|one| is_wanted(&one.actor.seat));
        html! { @for one in people { (be_button(self.visit, &one.actor, &one.name)) " " } }
    }

    /// What a seat is called: the provider, the expert's field, or the kind of administrator.
    fn place(&self, seat: &Seat) -> String {
        let lang = self.visit.lang;
        let named = match seat {
            Seat::Provider { provider } => self.city.provider(provider).map(|it| &it.names),
            Seat::Expert { expert } => self.city.expert(expert).map(|it| &it.field),
            Seat::Enterprise { .. }
            | Seat::Newcomer
            | Seat::Office { .. }
            | Seat::SystemAdmin
            | Seat::SecurityAdmin
            | Seat::AuditAdmin
            | Seat::InternalAuditor
            | Seat::ExternalAuditor { .. }
            | Seat::Clock
            | Seat::Founder
            | Seat::Public => None,
        };
        let word = || lang.t(&format!("demo-seat-{}", seat.word().replace('_', "-"))).into_owned();
        named.map_or_else(word, |names| lang.pick(&names.zh, &names.en).to_owned())
    }
}

fn rank_name(lang: Lang, rank: Rank) -> String {
    let key = match rank {
        Rank::Handle => "demo-rank-handle",
        Rank::Check => "demo-rank-check",
        Rank::Sign => "demo-rank-sign",
    };
    lang.t(key).into_owned()
}

/// The button that makes the reader somebody.
pub(super) fn be_button(visit: &Visit, actor: &Actor, name: &str) -> Markup {
    button_form(
        visit,
        &format!("/demo/be/{}", actor.account),
        &html! {
            button.button.secondary type="submit" { (name) }
        },
    )
}

/// A part of the page under its title, folded away: the page is long, and one comes for one of them. A link to what is
/// folded away unfolds it.
pub(super) fn part(lang: Lang, id: &'static str, content: &Markup) -> Markup {
    html! { details.part { summary { h2 { (lang.t(id)) } } div id=(id) { (content) } } }
}
