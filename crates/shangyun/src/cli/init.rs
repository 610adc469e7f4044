//! `shangyun init`: an empty city with three administrators, who come in by links that work once.

use super::Stop;
use crate::acting::Sealing;
use crate::admission::{self, Purpose};
use crate::app::App;
use crate::config::Config;
use crate::keys;
use crate::shipped;
use clap::Args;
use domain::account::{AccountCommand, Person};
use domain::act::{Actor, Fresh};
use domain::command::Command;
use domain::ids::AccountId;
use domain::world::Key;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The one-time key of the founding act: a city is founded once.
const KEY: &str = "init";

#[derive(Args, Debug)]
pub(super) struct InitArguments {
    /// The configuration; it is made, with everything it names, where there is none.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The shipped city whose registers are copied.
    #[arg(long, default_value = "shenyang")]
    city: String,
    /// The shipped policy that is copied.
    #[arg(long, default_value = "shenyang-2018")]
    policy: String,
    /// The address people will reach the city at.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    origin: String,
    /// The system administrator (系统管理员): name and the mail address to sign in with, as `NAME=MAIL`.
    #[arg(long, value_name = "NAME=MAIL")]
    system: String,
    /// The security administrator (安全管理员), as `NAME=MAIL`.
    #[arg(long, value_name = "NAME=MAIL")]
    security: String,
    /// The audit administrator (审计管理员), as `NAME=MAIL`.
    #[arg(long, value_name = "NAME=MAIL")]
    audit: String,
}

pub(super) async fn run(arguments: &InitArguments) -> Result<(), Stop> {
    let people = [&arguments.system, &arguments.security, &arguments.audit].map(|text| person(text));
    let [system, security, audit] = people;
    let people = [system?, security?, audit?];
    if !arguments.config.exists() {
        lay_out(arguments).map_err(Stop::Called)?;
    }
    let config = Config::read(&arguments.config).map_err(Stop::Called)?;
    let opened = config.open().await.map_err(Stop::Called)?;
    let links = found(&opened.app, &people).await;
    opened.app.store.close().await;
    let mut out = io::stdout();
    for ((name, _), (title, link)) in people.iter().zip(links?) {
        let _ = writeln!(out, "{title} {name}\n    {}\n    works once, until {}\n", link.address, link.until);
    }
    let file = arguments.config.display();
    let _ = writeln!(out, "Hand each link to its person, then serve the city:\n    shangyun serve --config {file}");
    Ok(())
}

/// `NAME=MAIL` as name and login.
fn person(text: &str) -> Result<(String, String), Stop> {
    let found = text.split_once('=').filter(|(name, mail)| !name.trim().is_empty() && admission::is_login(mail));
    let (name, mail) =
        found.ok_or_else(|| Stop::Called(format!("`{text}` is not NAME=MAIL, such as 李明=liming@example.gov.cn")))?;
    Ok((name.trim().to_owned(), mail.to_owned()))
}

/// Writes the configuration and what it names.
fn lay_out(arguments: &InitArguments) -> Result<(), String> {
    let registers = shipped::city(&arguments.city).ok_or_else(|| {
        format!("no city `{}` comes with the program; put your own registers beside the configuration", arguments.city)
    })?;
    let document = shipped::policy(&arguments.policy)
        .ok_or_else(|| format!("no policy `{}` comes with the program", arguments.policy))?;
    let folder = arguments.config.parent().unwrap_or(Path::new("")).to_owned();
    for name in ["city", "policies", "data"] {
        let path = folder.join(name);
        fs::create_dir_all(&path).map_err(|error| cannot("make", &path, &error))?;
    }
    for (name, text) in registers {
        write(&folder.join("city").join(name), &text)?;
    }
    write(&folder.join("policies").join(format!("{}.policy.md", arguments.policy)), document)?;
    let secrets = folder.join("data/secrets.toml");
    if !secrets.exists() {
        keys::make(&secrets)?;
    }
    write(&arguments.config, &CONFIG.replace("ORIGIN", &arguments.origin))
}

/// Writes a file that is not there yet; one that is stays as it is.
fn write(path: &Path, text: &str) -> Result<(), String> {
    if path.exists() {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| cannot("write", path, &error))
}

fn cannot(doing: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {doing} `{}`: {error}", path.display())
}

type Titled = (&'static str, admission::Link);

/// Founds the city and gives a link to each administrator. A city that was founded before stays as it is.
async fn found(app: &App, people: &[(String, String); 3]) -> Result<Vec<Titled>, Stop> {
    let founder = Actor::founder();
    let head = app.store.head().await.map_err(|error| Stop::Wrong(error.to_string()))?;
    if head > 0 {
        return Err(Stop::Wrong("this city exists already; nothing was changed".to_owned()));
    }
    let page = |problem| Stop::Wrong(format!("a personal value cannot be sealed ({problem:?})"));
    let mut sealing = Sealing::default();
    let mut accounts = Vec::new();
    let mut persons = Vec::new();
    for (number, (name, login)) in people.iter().enumerate() {
        let account = AccountId::new(Fresh::of(&founder.account, "account.found", KEY).id("account", number));
        let owner = Key::Account(account.clone()).to_string();
        let name = sealing.seal(app, &owner, "name", name).map_err(page)?;
        let login = sealing.seal(app, &owner, "login", login).map_err(page)?;
        persons.push(Person { name, login });
        accounts.push(account);
    }
    let administrators = persons.try_into().map_err(|_| Stop::Wrong("three administrators are needed".to_owned()))?;
    let command = Command::Account(AccountCommand::Found { administrators });
    let answer = app.execute(&founder, command, KEY, sealing.rows()).await;
    answer.map_err(|failed| Stop::Wrong(format!("the city cannot be founded: {failed}")))?;
    let mut links = Vec::new();
    let titles =
        ["系统管理员 system administrator", "安全管理员 security administrator", "审计管理员 audit administrator"];
    for ((account, (_, login)), title) in accounts.iter().zip(people).zip(titles) {
        let named = admission::name(app, account, login).await;
        named.map_err(|_| Stop::Wrong(format!("`{login}` is somebody else's name")))?;
        let link = admission::link(app, account, Purpose::Invitation).await;
        links.push((title, link.map_err(|_| Stop::Wrong("a link cannot be made".to_owned()))?));
    }
    Ok(links)
}

/// The configuration as it is made.
const CONFIG: &str = r#"# The configuration of a city. Paths begin at this file's folder. Read once, when the program starts.

# The address to listen at: the loopback, or behind the proxies named below, which do TLS.
listen = "127.0.0.1:8080"
# The address people reach the city at.
origin = "ORIGIN"
# Proxies by address or network; only their word about clients counts.
proxies = []

# `sqlite:` with a file, or `postgres://user@host/name`; the variable SHANGYUN_DATABASE goes before it.
database = "sqlite:data/city.db"
# Papers, by the hash of their bytes.
documents = "data/documents"
# The secrets; a copy of this file belongs apart from backups.
secrets = "data/secrets.toml"

# The registers of the city, and its policies.
city = "city"
policies = "policies"

# The mail server. Without it messages stay in the inbox.
# [mail]
# host = "mail.example.gov.cn"
# port = 587
# protection = "starttls"
# from = "上云平台 <shangyun@example.gov.cn>"
# user = "shangyun"
# password_file = "data/mail-password"
"#;
