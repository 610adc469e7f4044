//! Stories: whole procedures as scripts in the words of the offices, played through the real rules and a real store.
//!
//! A story lies in `stories/`; each line is somebody doing something, and may be followed by indented lines that say
//! what must come of it. What comes out is a transcript: every entry of the journal in words, with the money, the
//! messages and the refusals. [`line`] reads the script, [`who`] finds people and cases, the other parts are the verbs.

mod edition;
mod enterprise;
mod line;
mod money;
mod office;
mod round;
mod rounds_told;
mod told;
mod who;
mod words;

use super::town::{PROGRAMME, Place, Town};
use domain::act::Actor;
use domain::command::Command;
use domain::decide::Answer;
use domain::ledger::Purpose;
use domain::programme::{ProgrammeCommand, Ruling, State};
use jiff::ToSpan;
use jiff::civil::Date;
use line::{Line, Words};
use policy::money::Fen;
use policy::plan::words::Rank;
use shangyun::daily;
use shangyun::lang::Lang;
use shangyun::refusals;
use std::fmt::Write as _;
use std::path::Path;
use store::store::Failed;
use store::vault::PersonalRow;

/// A story under way.
pub struct Story {
    town: Town,
    /// What was written down so far.
    transcript: String,
    /// The last entry of the journal that was written down.
    told: i64,
    /// What ids are called.
    names: told::Names,
    /// Who spoke last.
    speaker: String,
    /// Editions of the policy, by what the story calls them.
    editions: edition::Editions,
    /// The name of the story.
    file: String,
}

/// Why a line did not happen.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The sentence, with its clause.
    sentence: String,
}

/// What outcome of a line.
pub type Came = Result<(), Refused>;

/// Plays a story in memory and gives its transcript.
pub async fn play(name: &str) -> String {
    play_in(Place::Memory, name).await
}

/// Plays a story and gives its transcript. A story may begin with the plan it is told of (`方案 yunjiang-2026`), which also
/// says in which city; then comes its first day.
pub async fn play_in(place: Place, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../stories/{name}.story"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| unreachable!("{}: {error}", path.display()));
    let lines = line::read(&text);
    let mut acts = lines.iter().filter_map(|line| line.as_ref().ok()).map(|line| line.words.clone());
    let mut opening = acts.next().expect("a story has lines");
    let plan = opening.clone().after("方案");
    if plan.is_some() {
        opening = acts.next().expect("a story goes on");
    }
    let plan = plan.unwrap_or_else(|| PROGRAMME.to_owned());
    assert_eq!(opening.next().as_deref(), Some("在"), "{name}: a story begins with a day");
    let day: Date = opening.must("a day").parse().expect("a day");
    let town = Town::running(&plan, place, day).await;
    town.found(&[]).await;
    let told = town.store.head().await.expect("the head");
    let mut story = Story {
        town,
        transcript: String::new(),
        told,
        names: told::Names::default(),
        speaker: String::new(),
        editions: edition::Editions::new(),
        file: name.to_owned(),
    };
    for line in lines {
        match line {
            Err(words) => story.write(&format!("# {words}")),
            Ok(line) => story.line(line).await,
        }
    }
    story.end().await;
    story.transcript
}

impl Story {
    fn write(&mut self, line: &str) {
        self.transcript.push_str(line.trim_end());
        self.transcript.push('\n');
    }

    fn today(&self) -> Date {
        self.town.clock.today()
    }

    async fn line(&mut self, line: Line) {
        let place = format!("stories/{}.story:{}", self.file, line.number);
        let mut words = line.words.clone();
        let subject = words.must("a subject");
        if subject == "方案" {
            return;
        }
        if subject == "在" {
            let day = words.must("a day").parse().unwrap_or_else(|_| unreachable!("{place}: no day"));
            self.until(day).await;
            for mut expect in line.expects {
                self.expect(&place, &mut expect, &Ok(())).await;
            }
            return;
        }
        self.write(&format!("\n▸ {}", line.text));
        self.speaker.clear();
        let verb = words.must("a verb");
        let outcome = self.verb(&subject, &verb, &mut words).await;
        assert!(outcome.is_err() || words.is_done(), "{place}: not understood: {words:?}");
        self.tell().await;
        let expected = line.expects.clone();
        let expects_refusal = expected.iter().any(|one| one.clone().next().as_deref() == Some("拒绝"));
        match &outcome {
            Err(refused) if expects_refusal => self.write(&format!("    ✗ 拒绝：{}", refused.sentence)),
            Err(refused) => unreachable!("{place}: {}: {}\n{}", line.text, refused.sentence, self.transcript),
            Ok(()) => assert!(!expects_refusal, "{place}: was not refused\n{}", self.transcript),
        }
        for mut expect in expected {
            self.expect(&place, &mut expect, &outcome).await;
        }
    }

    async fn expect(&mut self, place: &str, words: &mut Words, outcome: &Came) {
        match words.must("an expectation").as_str() {
            "拒绝" => {
                let said = words.said().unwrap_or_default();
                let sentence = outcome.clone().err().map(|refused| refused.sentence).unwrap_or_default();
                assert!(sentence.contains(&said), "{place}: {sentence}");
            }
            "得到" => {
                let (case, wanted) = (words.must("a claim"), amount(&words.must("an amount")));
                let award = self.town.claim(&self.claim(&case).await).await.award();
                assert_eq!(award, wanted, "{place}: {award}");
            }
            "账" => {
                let year = words.must("a year").parse().expect("a year");
                let (stream, purpose) = (self.stream(&words.must("a stream")), purpose(&words.must("an account")));
                let wanted = amount(&words.must("an amount"));
                let held = self.town.balance(year, &stream, purpose).await;
                assert_eq!(held, wanted, "{place}: {held}");
            }
            "依据" => {
                let (case, wanted) = (words.must("a case"), words.must("an edition"));
                let (found, wanted) = (self.stands_under(&case).await, self.document_of(&wanted));
                assert_eq!(found, wanted, "{place}");
            }
            "停在" => {
                let (case, wanted) = (words.must("a case"), words.must("a place"));
                let stands = self.stands_at(&case).await;
                assert_eq!(stands, wanted, "{place}");
            }
            other => unreachable!("{place}: unknown expectation {other}"),
        }
        assert!(words.is_done(), "{place}: not understood: {words:?}");
    }

    /// Days pass. At the end of each, what falls due happens.
    async fn until(&mut self, day: Date) {
        let mut today = self.today();
        assert!(day >= today, "time does not run back to {day}");
        while today < day {
            let done = daily::close(&self.town.store, today).await.expect("the day is closed");
            if !done.is_empty() {
                self.write(&format!("\n── {today} 日终 ──"));
            }
            for (command, outcome) in done {
                if let Err(failed) = outcome {
                    unreachable!("the clock: {}: {failed:?}", command.name());
                }
            }
            self.tell().await;
            today = today.checked_add(1.day()).expect("the next day");
        }
        self.town.clock.move_to(day);
        let weekday = match day.weekday().to_monday_one_offset() {
            1 => "一",
            2 => "二",
            3 => "三",
            4 => "四",
            5 => "五",
            6 => "六",
            _ => "日",
        };
        let rest = match self.town.store.setting().city.calendar().is_workday(day) {
            Ok(false) => "（休息日）",
            Ok(true) | Err(_) => "",
        };
        self.write(&format!("\n══ {day} 星期{weekday}{rest} ══"));
    }

    async fn verb(&mut self, subject: &str, verb: &str, words: &mut Words) -> Came {
        if let Some(outcome) = self.verb_of_programme(subject, verb, words).await {
            return outcome;
        }
        if let Some(outcome) = self.verb_of_edition(subject, verb, words).await {
            return outcome;
        }
        if let Some(outcome) = self.verb_of_enterprise(subject, verb, words).await {
            return outcome;
        }
        if let Some(outcome) = self.verb_of_office(subject, verb, words).await {
            return outcome;
        }
        if let Some(outcome) = self.verb_of_round(subject, verb, words).await {
            return outcome;
        }
        if let Some(outcome) = self.verb_of_money(subject, verb, words).await {
            return outcome;
        }
        unreachable!("{}: unknown verb {verb}", self.file)
    }

    async fn verb_of_programme(&mut self, subject: &str, verb: &str, words: &mut Words) -> Option<Came> {
        let command = match verb {
            "安排预算" => {
                let year = words.must("a year").parse().expect("a year");
                let (stream, amount) = (self.stream(&words.must("a stream")), amount(&words.must("an amount")));
                let reason = words.said().expect("a document");
                ProgrammeCommand::SetBudget { programme: self.town.programme_id(), year, stream, amount, reason }
            }
            "宣布方案" => {
                let state = match words.must("a state").as_str() {
                    "受理" => State::Open,
                    "结算" => State::Settling,
                    _ => State::Closed,
                };
                let reason = words.said().expect("a document");
                ProgrammeCommand::Move { programme: self.town.programme_id(), state, reason }
            }
            "裁定" => {
                let (switch, option) = self.reading(&words.must("a reading"), &words.must("an option"));
                let ruling = Ruling { option, number: words.said().expect("a document"), date: self.today() };
                ProgrammeCommand::Rule { programme: self.town.programme_id(), switch, ruling }
            }
            _ => return None,
        };
        let actor = self.actor(subject).await;
        Some(self.act(&actor, Command::Programme(command)).await.map(drop))
    }

    /// Does an act; a refusal ends the line.
    async fn act(&mut self, actor: &Actor, command: Command) -> Result<Answer, Refused> {
        self.act_with(actor, command, Vec::new()).await
    }

    async fn act_with(
        &mut self,
        actor: &Actor,
        command: Command,
        personal: Vec<PersonalRow>,
    ) -> Result<Answer, Refused> {
        let name = command.name();
        shangyun::editions::before(&self.town.store, actor, &command).await;
        let publishes = shangyun::editions::publishes(&command);
        let act = self.town.act(actor, command);
        match self.town.store.execute(act, personal).await {
            Ok(answer) => {
                if publishes {
                    shangyun::editions::load(&self.town.store).await.expect("what is published is in force");
                }
                Ok(answer)
            }
            Err(Failed::Refused(refusal)) => {
                let policy = self.town.policy();
                let mut sentence = refusals::sentence(Lang::Zh, Some(&policy), &refusal);
                if let Some(clause) = refusal.clause().filter(|clause| !clause.is_empty()) {
                    let _ = write!(sentence, "〔{clause}〕");
                }
                Err(Refused { sentence })
            }
            Err(failed) => unreachable!("{}: {name}: {failed:?}", self.file),
        }
    }

    async fn officer(&self, office: &str, rank: Rank) -> Actor {
        self.town.officer(office, rank, 1).await
    }
}

/// An amount as a story writes it.
#[track_caller]
pub fn amount(text: &str) -> Fen {
    text.parse().unwrap_or_else(|_| unreachable!("no amount: {text}"))
}

fn purpose(name: &str) -> Purpose {
    match name {
        "可用" => Purpose::Available,
        "预留" => Purpose::Reserved,
        "已批" => Purpose::Committed,
        "已付" => Purpose::Paid,
        "退回" => Purpose::Returned,
        "安排" => Purpose::Appropriation,
        district => Purpose::AtDistrict { district: district.to_owned() },
    }
}
