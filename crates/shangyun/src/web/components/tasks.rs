//! The task list of an application: sections and their states.

use maud::{Markup, html};

use super::icon::Icon;
use super::tag::{Tone, tag_with};
use crate::lang::Lang;

/// How far a task is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaskState {
    /// 暂不可填: something else comes first.
    Waiting,
    /// 未开始.
    NotStarted,
    /// 进行中.
    InProgress,
    /// 已完成.
    Done,
    /// 需修改: returned by an officer.
    ToCorrect,
}

/// One task.
#[derive(Clone, Debug)]
pub struct Task {
    /// What it is.
    pub title: String,
    /// Where it is done.
    pub href: String,
    /// How far it is.
    pub state: TaskState,
    /// One line more: what is needed, or the officer's words.
    pub note: Option<String>,
}

impl TaskState {
    fn tag(self, lang: Lang) -> Markup {
        match self {
            Self::Waiting => tag_with(Tone::Neutral, Icon::Ring, &lang.t("task-waiting")),
            Self::NotStarted => tag_with(Tone::Neutral, Icon::Ring, &lang.t("task-not-started")),
            Self::InProgress => tag_with(Tone::Neutral, Icon::Half, &lang.t("task-in-progress")),
            Self::Done => tag_with(Tone::Ok, Icon::Tick, &lang.t("task-done")),
            Self::ToCorrect => tag_with(Tone::Attention, Icon::Back, &lang.t("task-to-correct")),
        }
    }
}

/// The list, with how many of it are done.
pub fn task_list(lang: Lang, title: &str, tasks: &[Task]) -> Markup {
    let done = tasks.iter().filter(|task| task.state == TaskState::Done).count();
    html! {
        section.tasks {
            div.title {
                h2 { (title) }
                p.beside.quiet { (lang.t_with("task-progress", &[("done", done.into()), ("all", tasks.len().into())])) }
            }
            ol {
                @for task in tasks {
                    li.waiting[task.state == TaskState::Waiting] {
                        div {
                            @if task.state == TaskState::Waiting { (task.title) } @else { a href=(task.href) { (task.title) } }
                            @if let Some(note) = &task.note { p.quiet { (note) } }
                        }
                        (task.state.tag(lang))
                    }
                }
            }
        }
    }
}
