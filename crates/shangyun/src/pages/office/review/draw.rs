//! How the page looks: the documents at the left, the checklist and the acts at the right.

use super::Desk;
use super::sent::{as_stated, drawn, paper_field};
use crate::pages::applicant::typed::typed;
use crate::pages::case::course::{self, rank_word};
use crate::pages::case::filing::parties;
use crate::pages::case::look::FIELDS;
use crate::pages::case::{layout, papers, ranks, timeline, viewer};
use crate::refusals::{clause_address, tongue};
use crate::web::components::action::{actions, grave, link, secondary};
use crate::web::components::field::{Choice, Field, radios_inline};
use crate::web::components::notice::{banner, inset};
use crate::web::components::pane::{Check, checklist, two_panes};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::timeline::{Event, timeline as line};
use crate::web::components::value::{facts as list, money};
use crate::web::forms::{Filled, form_of_version};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::response::Response;
use domain::filing::PROCEDURE;
use maud::{Markup, html};
use policy::plan::inputs::Fact;
use policy::plan::words::Exit;
use policy::value::Type;
use std::borrow::Cow;

/// What the page shows besides the filing.
pub(super) struct Shown<'a> {
    /// What stands in the fields.
    pub filled: &'a Filled,
    /// The case that was done before this one: number and address.
    pub done: Option<(String, String)>,
    /// Whether everything was just marked as in order, so that the main button is next.
    pub is_complete: bool,
    /// What somebody did while the page was open.
    pub meanwhile: Option<Event>,
}

/// The page.
pub(super) fn page(visit: &Visit, desk: &Desk<'_>, shown: &Shown<'_>) -> Response {
    let look = desk.look;
    let lang = look.lang;
    let filing = desk.filing();
    let number = filing.number.clone().unwrap_or_default();
    let what = lang.t_with("case-filing-of", &[("stream", look.stream(&filing.stream).into())]);
    let mut page = Page::desk(visit, filing.enterprise_name.as_str())
        .crumb(lang.t("officer-queue"), desk.chosen.keep("/queue"))
        .crumb(number.as_str(), format!("/filings/{}", desk.id()))
        .lead(format!("{what} · {number}"))
        .beside_title(course::state(look, filing.course.as_ref()))
        .errors(shown.filled)
        .todo(todo(desk));
    if let Some((number, href)) = &shown.done {
        let words = html! { p { (lang.t("officer-done-before")) " " (link(number, href)) } };
        page = page.notice(Tone::Ok, &words);
    }
    if let Some(event) = &shown.meanwhile {
        let words = html! { p { (lang.t("officer-meanwhile")) } p { strong { (event.what) } " · " (event.who) " · " (event.when) } };
        page = page.notice(Tone::Attention, &words);
    }
    if let Some(at) = &filing.course {
        page = course::with_turn(page, look, at, parties(filing));
    }
    let panes =
        two_panes(&lang.t("officer-documents"), &left(desk), &lang.t("officer-check"), &right(visit, desk, shown));
    page.respond(panes)
}

fn todo(desk: &Desk<'_>) -> String {
    let lang = desk.look.lang;
    let step = desk.look.step(PROCEDURE, &desk.step.id);
    if !desk.examines {
        return lang.t_with("case-todo-step", &[("step", step.into())]).into_owned();
    }
    let (papers, facts) = (desk.subjects.papers.len(), desk.subjects.facts.len());
    let key = if facts == 0 { "officer-todo-papers" } else { "officer-todo-papers-and-facts" };
    lang.t_with(key, &[("papers", papers.into()), ("facts", facts.into()), ("step", step.into())]).into_owned()
}

fn left(desk: &Desk<'_>) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    let filing = desk.filing();
    let base = format!("/filings/{}", desk.id());
    html! {
        (viewer::papers(look, &desk.page.shown(), &base))
        @if look.reader.sees_inside() {
            details { summary { (lang.t("officer-all-facts")) } (desk.page.facts(look)) }
        }
        @if let Some(at) = &filing.course {
            details {
                summary { (lang.t("case-timeline")) }
                (line(lang, &timeline::whole(look, &desk.page.past, at, &filing.stream, parties(filing))))
            }
        }
    }
}

fn right(visit: &Visit, desk: &Desk<'_>, shown: &Shown<'_>) -> Markup {
    let filled = shown.filled;
    let body = html! {
        input type="hidden" name="step" value=(desk.step.id);
        @for (name, value) in desk.chosen.pairs() { input type="hidden" name=(name) value=(value); }
        @for (name, value) in drawn(&desk.subjects, &super::sent::filled(desk.filing(), &desk.subjects, "")) {
            input type="hidden" name=(name) value=(value);
        }
        @if desk.examines { (checks(desk, filled)) }
        (ending(desk, shown))
    };
    let revision = u64::try_from(desk.filing().revision).unwrap_or(0);
    html! {
        (summary(desk))
        (warnings(desk))
        @if let Some(course) = &desk.filing().course { (ranks::before(desk.look, &desk.page.past, course)) }
        div.keys { (form_of_version(visit, &desk.address(), revision, &body)) }
    }
}

/// What the filing is about, in a few lines.
fn summary(desk: &Desk<'_>) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    let filing = desk.filing();
    let form = &filing.form;
    let row = |key: &str, value: Markup| (lang.t(key).into_owned(), value);
    let mut rows = vec![
        row(
            "case-enterprise",
            layout::enterprise(look, &filing.enterprise, (&filing.enterprise_name, &desk.page.enterprise.credit_code)),
        ),
        row("case-purpose", html! { (form.purpose) }),
        row("case-provider", html! { (crate::names::provider(look.app, lang, &form.provider)) }),
    ];
    if let Some(model) = form.service_model {
        rows.push(row("case-service-model", html! { (layout::service_model(lang, model)) }));
    }
    if let Some(kind) = look.app.setting().city.project_type(&form.project_type) {
        rows.push(row("case-project-type", html! { (crate::names::pick(lang, &kind.names)) }));
    }
    if let Some(fen) = form.estimate {
        let reserve =
            crate::decisions::to_reserve(look.policy, &desk.page.estimate).filter(|_| look.reader.sees_inside());
        rows.push(row("case-estimate-year", html! {
            (money(lang, fen))
            @if let Some(reserve) = reserve { br; span.quiet { (lang.t("case-would-reserve")) " " (money(lang, reserve)) } }
        }));
    }
    html! { div.compact { (list(&rows)) } }
}

/// What the registers of the city say about those who take part, and what fails already on what was stated.
fn warnings(desk: &Desk<'_>) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    if !desk.examines {
        return html! {};
    }
    let setting = look.app.setting();
    let subjects = domain::facts::Subjects::new(&setting, &desk.page.enterprise, desk.filing());
    let today = look.app.clock.today();
    let form = &desk.filing().form;
    let named = |subject: &str| match subject {
        "provider" => !form.provider.is_empty(),
        "item" => !form.project_type.is_empty(),
        _ => true,
    };
    let registers = look.policy.plan().registers.iter().filter(|register| named(&register.subject));
    let marks = registers.filter_map(|register| {
        let listed = subjects.listed(&register.id, &register.subject, today)?;
        let name = register.text.get(tongue(lang));
        let of_enterprise = register.subject == "enterprise";
        match (of_enterprise, listed) {
            (false, true) => Some((Tone::Ok, lang.t_with("officer-listed", &[("register", name.into())]))),
            (false, false) => Some((Tone::Attention, lang.t_with("officer-not-listed", &[("register", name.into())]))),
            (true, true) => Some((Tone::Attention, lang.t_with("officer-listed", &[("register", name.into())]))),
            (true, false) => None,
        }
    });
    let marks: Vec<(Tone, Cow<'_, str>)> = marks.collect();
    let failed = desk.failed();
    html! {
        @if !marks.is_empty() { p.marks { @for (tone, words) in &marks { (tag(*tone, words)) " " } } }
        @if !failed.is_empty() {
            (inset(&html! {
                p { (tag(Tone::Stop, &lang.t("officer-fails-already"))) }
                ul { @for one in &failed { li { (one.words.get(tongue(lang))) " " (look.clause(&one.clause)) } } }
            }))
        }
    }
}

fn checks(desk: &Desk<'_>, filled: &Filled) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    let shown = desk.page.shown();
    let one = |document: &str| shown.iter().find(|one| one.document.id == document && !one.repeats);
    let checks: Vec<Check> = desk
        .subjects
        .papers
        .iter()
        .map(|(document, label)| {
            let found = one(document).map(|one| html! {
                a href={ "#" (viewer::anchor(document)) } { (lang.t("officer-see-paper")) }
                @if one.document.id != one.wanted.id { " · " (lang.t_with("case-by-other", &[("paper", look.label(&one.document.id).into())])) }
                @if let Some(finding) = one.paper.and_then(|paper| paper.finding.as_ref()) {
                    " · " (desk.page.past.person(look, &finding.by)) " " (papers::verdict(look, finding.verdict))
                }
            });
            let clause = one(document).map_or("", |one| one.wanted.clause.as_str());
            let clause = (clause.to_owned(), clause_address(Some(look.policy), clause));
            Check { name: paper_field(document), label: label.clone(), clause, found }
        })
        .collect();
    let missing: Vec<String> =
        shown.iter().filter(|one| one.paper.is_none()).map(|one| papers::name(look, one)).collect();
    html! {
        div.title {
            h2 { (lang.t("officer-papers")) }
            button.button.secondary type="submit" name="act" value="fill" data-fill="" data-key="a" autofocus {
                (lang.t("officer-fill")) " " kbd { "A" }
            }
        }
        @if !missing.is_empty() { (banner(lang, Tone::Attention, &html! { p { (lang.t_with("officer-not-there", &[("papers", missing.join(lang.pick("、", ", ")).into())])) } })) }
        (checklist(lang, filled, &checks))
        datalist #check-phrases { @for phrase in 1..=6 { option value=(lang.t(&format!("officer-phrase-{phrase}"))) {} } }
        @if !desk.subjects.facts.is_empty() {
            h2 { (lang.t("officer-facts")) }
            ol.checklist { @for fact in &desk.subjects.facts { li { (attest(desk, filled, fact)) } } }
        }
        details open[FIELDS.iter().any(|(field, _)| !filled.value(&format!("field.{field}")).is_empty())] {
            summary { (lang.t("officer-fields")) }
            p.quiet { (lang.t("officer-fields-hint")) }
            @for (field, key) in FIELDS {
                (Field::new(format!("field.{field}"), lang.t(key)).optional().text(lang, filled))
            }
        }
    }
}

/// One fact with what was stated, its clause, and the value to attest.
fn attest(desk: &Desk<'_>, filled: &Filled, fact: &Fact) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    let label = look.label(&fact.id);
    let stated = desk.stated.get(&fact.id);
    let usual = as_stated(fact, &desk.stated);
    let says = match stated {
        Some(value) => lang.t_with("officer-stated", &[("value", look.value(&fact.id, value).into())]),
        None => lang.t("officer-not-stated"),
    };
    let note = html! {
        p.quiet { (says) " · " (look.clause(&fact.clause)) }
    };
    match &fact.ty {
        Type::Bool => {
            let yes = ("yes", lang.t("officer-yes"));
            let no = ("no", lang.t("officer-no"));
            let no_first = usual.as_ref().is_some_and(|value| typed(value) == "no");
            let choices = if no_first { [no, yes] } else { [yes, no] };
            html! { (radios_inline(lang, filled, &fact.id, &label, &choices)) (note) }
        }
        Type::OneOf(_) => {
            let first = usual.as_ref().map(typed).unwrap_or_default();
            let mut members: Vec<(&str, Cow<'_, str>)> = fact
                .members
                .iter()
                .map(|member| (member.id.as_str(), Cow::Borrowed(member.text.get(tongue(lang)))))
                .collect();
            members.sort_by_key(|(id, _)| *id != first);
            html! { (radios_inline(lang, filled, &fact.id, &label, &members)) (note) }
        }
        Type::Money | Type::Ratio | Type::Integer | Type::Date | Type::Text => {
            let usual = usual.as_ref().map(typed);
            html! {
                label for=(fact.id) { (label) }
                @if let Some(error) = filled.error(&fact.id) { p.error { (error.show(lang)) } }
                input type="text" id=(fact.id) name=(fact.id) value=(filled.value(&fact.id)) data-usual=[usual.as_ref()] autocomplete="off" inputmode=[(fact.ty == Type::Money).then_some("decimal")];
                (note)
            }
        }
    }
}

/// The opinion and the ways out of the step.
fn ending(desk: &Desk<'_>, shown: &Shown<'_>) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    let filled = shown.filled;
    let may_return = desk.step.exits.contains(&Exit::Correct);
    let may_refuse = desk.step.exits.contains(&Exit::Refuse);
    let course = desk.filing().course.as_ref();
    let rank = course.and_then(|at| at.rank_due(desk.step));
    let is_proposed = course.is_some_and(|at| at.proposal().is_some());
    let pass = match rank {
        Some(rank) => lang.t_with("officer-pass-as", &[("rank", rank_word(lang, rank).into())]),
        None => lang.t("officer-pass"),
    };
    let mut buttons = Vec::new();
    if !is_proposed {
        buttons.push(html! {
            button.button type="submit" name="act" value="pass" data-next="" autofocus[shown.is_complete || !desk.examines] { (pass) }
        });
    }
    if may_return {
        buttons.push(secondary("act", "return", &lang.t("officer-return")));
    }
    if desk.examines {
        buttons.push(html! { button.plain type="submit" name="act" value="keep" { (lang.t("officer-keep")) } });
    }
    html! {
        @if may_return { (again(desk, filled)) }
        @if may_refuse { (refuse(desk, filled, is_proposed)) }
        @if let Some(course) = course { (ranks::hand_back(look, course, filled)) }
        div.ending {
            (Field::new("opinion", lang.t("officer-opinion")).text(lang, filled))
            (actions(&buttons))
            p.quiet { (lang.t("officer-next-opens")) " " (link(&lang.t("officer-skip"), &desk.skip())) }
        }
    }
}

/// Something that was returned before needs a reason, from a reviewer or signer.
fn again(desk: &Desk<'_>, filled: &Filled) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    let before = desk.filing().course.as_ref().map_or(&[][..], |course| &course.returned_items);
    if before.is_empty() {
        return html! {};
    }
    let named: Vec<String> = before.iter().map(|item| look.item(item)).collect();
    let hint = lang.t_with("officer-again-hint", &[("items", named.join(lang.pick("、", ", ")).into())]);
    Field::new("again", lang.t("officer-again")).hint(hint).optional().text(lang, filled)
}

fn refuse(desk: &Desk<'_>, filled: &Filled, is_proposed: bool) -> Markup {
    let look = desk.look;
    let lang = look.lang;
    let codes: Vec<Choice> = look
        .policy
        .plan()
        .requirements
        .iter()
        .map(|one| Choice::new(&one.code, one.words.get(tongue(lang))).hint(one.clause.as_str()))
        .collect();
    let open = is_proposed || filled.error("code").is_some() || filled.error("words").is_some();
    let words = lang.t("officer-refuse").into_owned();
    let words = match &desk.filing().course {
        Some(course) => ranks::refusal(look, course, desk.step, words),
        None => words,
    };
    html! {
        details open[open] {
            summary { (words) }
            (Field::new("code", lang.t("officer-grounds")).hint(lang.t("officer-grounds-hint")).checkboxes(lang, filled, &codes))
            (Field::new("words", lang.t("officer-refusal-words")).textarea(lang, filled, 3))
            (actions(&[grave("act", "refuse", &words)]))
        }
    }
}
