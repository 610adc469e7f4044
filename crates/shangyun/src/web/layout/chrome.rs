//! What stands around the page: header, rail, way back, demo banner, foot.

use maud::{Markup, html};

use super::visit::{Demo, RailLink, Visit};
use crate::lang::Lang;
use crate::web::assets;
use crate::web::components::action::Link;
use crate::web::components::icon::{Icon, icon};
use crate::web::format;
use crate::web::forms::{address, button_form};
use crate::web::i18n::TextSize;

/// The line that says this is not the real city.
pub fn demo(visit: &Visit, demo: &Demo) -> Markup {
    let lang = visit.lang;
    html! {
        div.demo role="region" aria-label=(lang.t("layout-demo")) {
            p {
                strong { (lang.t("layout-demo")) } " "
                (lang.t_with("layout-demo-says", &[("date", format::date_text(lang, demo.date).into())])) " "
                a href=(demo.href) { (lang.t("layout-demo-change")) }
            }
        }
    }
}

/// Portal name, menu, who I am, language and size of type. At a desk the rail stands instead of the menu.
pub fn header(visit: &Visit, has_menu: bool) -> Markup {
    let lang = visit.lang;
    html! {
        header.top {
            div.bar {
                a.portal href="/" {
                    img src=(assets::MARK.href) width="32" height="32" alt="";
                    span { (visit.site.portal.show(lang)) }
                }
                div.tools {
                    (view_choices(visit))
                    a href=(choose(visit, "lang", lang.other().code())) lang=(lang.other().tag()) hreflang=(lang.other().tag()) { (lang.pick("English", "中文")) }
                    (who(visit))
                }
            }
            @if has_menu && !visit.site.menu.is_empty() {
                nav.menu aria-label=(lang.t("layout-menu")) {
                    ul {
                        @for item in &visit.site.menu {
                            li { a href=(item.href) aria-current=[is_here(visit, &item.href).then_some("page")] { (lang.t(item.key)) } }
                        }
                    }
                }
            }
        }
    }
}

fn who(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let Some(who) = &visit.who else {
        return html! { @if let Some(href) = &visit.site.sign_in { a href=(href) { (lang.t("header-sign-in")) } } };
    };
    let button = html! { button.plain { (lang.t("header-sign-out")) } };
    html! {
        details.drop {
            summary { span.who { (who.name) } span.place { (who.place) } (icon(Icon::Down)) }
            div.panel {
                ul {
                    li { a href=(who.home) { (lang.t("header-my-home")) } }
                    li { a href=(who.account) { (lang.t("header-my-account")) } }
                    li { (button_form(visit, &who.sign_out, &button)) }
                }
            }
        }
    }
}

/// Size of type and contrast, as plain links.
fn view_choices(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let contrast = if visit.view.contrast { "standard" } else { "high" };
    html! {
        details.drop {
            summary { (lang.t("view-title")) (icon(Icon::Down)) }
            div.panel {
                ul {
                    @for size in TextSize::ALL {
                        li.{ "type-" (size.code()) } {
                            a href=(choose(visit, "size", size.code())) aria-current=[(size == visit.view.size).then_some("true")] { (size_words(lang, size)) }
                        }
                    }
                    li { a href=(choose(visit, "contrast", contrast)) { (if visit.view.contrast { lang.t("view-contrast-standard") } else { lang.t("view-contrast-high") }) } }
                }
            }
        }
    }
}

fn size_words(lang: Lang, size: TextSize) -> std::borrow::Cow<'static, str> {
    match size {
        TextSize::Standard => lang.t("view-size-standard"),
        TextSize::Large => lang.t("view-size-large"),
        TextSize::Largest => lang.t("view-size-largest"),
    }
}

fn choose(visit: &Visit, name: &str, value: &str) -> String {
    address("/view", [(name, value), ("back", visit.here.as_str())])
}

/// Whether the page is `href` or beneath it.
fn is_here(visit: &Visit, href: &str) -> bool {
    let path = href.split('?').next().unwrap_or(href);
    let beneath = visit.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    beneath && (path != "/" || visit.path == "/")
}

/// The officer's rail.
pub fn rail(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let Some(rail) = &visit.rail else { return html! {} };
    let links = || rail.groups.iter().flat_map(|group| &group.links);
    let here = links().filter(|link| is_here(visit, &link.href)).map(|link| link.href.len()).max();
    html! {
        nav.rail aria-label=(lang.t("layout-rail")) {
            @for group in &rail.groups {
                h2 { (group.title) }
                ul { @for link in &group.links { (rail_link(visit, link, here)) } }
            }
        }
    }
}

/// The link whose address fits best is the page we are on.
fn rail_link(visit: &Visit, link: &RailLink, here: Option<usize>) -> Markup {
    let lang = visit.lang;
    let current = is_here(visit, &link.href) && here == Some(link.href.len());
    html! {
        li {
            a href=(link.href) aria-current=[current.then_some("page")] {
                span { (link.label) }
                @if let Some(waiting) = link.waiting {
                    span.count.late[link.late] {
                        (format::grouped(waiting))
                        @if link.late { span.hidden { (lang.t("layout-rail-late")) } "!" }
                    }
                }
            }
        }
    }
}

/// The way that leads here.
pub fn crumbs(lang: Lang, crumbs: &[Link]) -> Markup {
    html! {
        nav.crumbs aria-label=(lang.t("layout-crumbs")) {
            ol { @for crumb in crumbs { li { a href=(crumb.href) { (crumb.label) } } } }
        }
    }
}

/// Host, contact, statement, records.
pub fn footer(visit: &Visit) -> Markup {
    let (lang, site) = (visit.lang, &visit.site);
    html! {
        footer.foot {
            div.bar {
                dl {
                    @if !site.host.zh.is_empty() { div { dt { (lang.t("foot-host")) } dd { (site.host.show(lang)) } } }
                    @if !site.contact.zh.is_empty() { div { dt { (lang.t("foot-contact")) } dd { (site.contact.show(lang)) } } }
                }
                ul {
                    li { a href=(site.accessibility) { (lang.t("foot-accessibility")) } }
                    @for record in &site.records { li { (record) } }
                }
            }
        }
    }
}
