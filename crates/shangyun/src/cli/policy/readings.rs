//! `shangyun policy readings`: every open question of a policy on one sheet to sign, with what each reading costs.

use super::claims::File;
use super::document::load;
use super::{Stop, Tongue};
use ::policy::columnar::Columnar;
use ::policy::facts::Readings;
use ::policy::plan::inputs::{Switch, SwitchOption};
use ::policy::policy::Policy;
use ::policy::simulate::{ReadingCost, reading_costs};
use ::policy::text::Lang;
use ::policy::value::Value;
use clap::Args;
use std::io::{self, Write};

#[derive(Args, Debug)]
pub(in crate::cli) struct ReadingsArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// Past claims, to say what each reading would come to: CSV, or JSON lines in a `.jsonl` file.
    #[arg(long, value_name = "FILE")]
    input: Option<String>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
    /// The language of the sheet.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
}

pub(super) fn run(arguments: &ReadingsArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let costs = arguments.input.as_ref().map_or(Ok(Vec::new()), |input| costs(&policy, input))?;
    let mut out = io::stdout().lock();
    if arguments.json {
        let sheet = serde_json::json!({ "policy": policy.plan().id, "hash": policy.plan().hash, "questions": policy.plan().switches, "costs": costs });
        writeln!(out, "{sheet}")?;
        return Ok(());
    }
    write!(out, "{}", sheet(&policy, &costs, arguments.lang.lang()))?;
    Ok(())
}

/// What each reading costs over the claims of a file, which must have the columns that any reading wants.
fn costs(policy: &Policy, input: &str) -> Result<Vec<ReadingCost>, Stop> {
    let (file, readings) = (File::read(input, policy)?, Readings::default());
    for switch in &policy.plan().switches {
        for option in &switch.options {
            file.suits(&Columnar::new(policy, &readings.clone().with(&switch.id, &option.id)))?;
        }
    }
    Ok(reading_costs(policy, &readings, &file.claims(&Columnar::new(policy, &readings))?))
}

fn sheet(policy: &Policy, costs: &[ReadingCost], lang: Lang) -> String {
    let plan = policy.plan();
    let title = match lang {
        Lang::Zh => "待裁定的疑义",
        Lang::En => "Open readings for the authority to rule",
    };
    let mut lines = vec![format!("{} {title}", plan.name.get(lang)), format!("sha256 {}", plan.hash), String::new()];
    for switch in &plan.switches {
        lines.extend(question(policy, switch, costs, lang));
    }
    lines.push(match lang {
        Lang::Zh => "签发人：________________    文号：________________    日期：________________".to_owned(),
        Lang::En => "Signed: ________________    Number: ________________    Date: ________________".to_owned(),
    });
    lines.join("\n") + "\n"
}

fn question(policy: &Policy, switch: &Switch, costs: &[ReadingCost], lang: Lang) -> Vec<String> {
    let mut lines = vec![format!("{}  [{}] {}", switch.code, switch.clause, switch.question.get(lang))];
    for option in &switch.options {
        let cost = costs.iter().find(|cost| cost.switch == switch.id && cost.option == option.id);
        let cost = cost.map_or_else(String::new, |cost| format!("  {}", priced(policy, cost, lang)));
        lines.push(format!("    [ ] {}{}{cost}", option.text.get(lang), marks(option, lang)));
    }
    lines.push(format!("    {}", switch.reason.get(lang)));
    lines.push(String::new());
    lines
}

fn marks(option: &SwitchOption, lang: Lang) -> String {
    let marks = [(option.default, ("默认", "default")), (option.adverse, ("不利", "adverse"))];
    let said = marks.into_iter().filter(|(is_so, _)| *is_so);
    said.map(|(_, (zh, en))| match lang {
        Lang::Zh => format!("（{zh}）"),
        Lang::En => format!(" ({en})"),
    })
    .collect()
}

/// What a reading comes to beside the defaults.
fn priced(policy: &Policy, cost: &ReadingCost, lang: Lang) -> String {
    let money = |amount| policy.plan().show("", &Value::Money(amount), lang);
    match (cost.decides, lang) {
        (false, Lang::Zh) => "不影响已核定事实的计算".to_owned(),
        (false, Lang::En) => "decides nothing on settled facts".to_owned(),
        (true, Lang::Zh) => format!(
            "合计 {}；增 {} 件 {}，减 {} 件 {}",
            money(cost.side.total),
            cost.gain.claims,
            money(cost.gain.by),
            cost.lose.claims,
            money(cost.lose.by)
        ),
        (true, Lang::En) => format!(
            "total {}; {} claims more by {}, {} less by {}",
            money(cost.side.total),
            cost.gain.claims,
            money(cost.gain.by),
            cost.lose.claims,
            money(cost.lose.by)
        ),
    }
}
