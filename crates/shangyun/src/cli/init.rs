//! `shangyun init`: an empty city with three administrators, who come in by links that work once. Done again it keeps
//! everything, and makes fresh links for administrators who have not come in yet.

use super::Stop;
use crate::acting::Sealing;
use crate::admission::{self, Link, Purpose};
use crate::app::App;
use crate::config::{Config, causes};
use crate::keys;
use crate::lineage::{self, Lineage};
use crate::shipped;
use clap::Args;
use domain::account::{AccountCommand, Person};
use domain::act::{Actor, Fresh};
use domain::command::Command;
use domain::ids::AccountId;
use domain::world::Key;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use store::secrets;
use store::views::accounts;

/// The shipped city and policy that a new city begins with.
const TEMPLATE: &str = "template";
/// The one-time key of the founding act: a city is founded once.
const KEY: &str = "init";
/// The seats of the three administrators, with their names.
const SEATS: [(&str, &str); 3] = [
    ("system_admin", "系统管理员 system administrator"),
    ("security_admin", "安全管理员 security administrator"),
    ("audit_admin", "审计管理员 audit administrator"),
];

#[derive(Args, Debug)]
pub(super) struct InitArguments {
    /// The configuration; it is made, with everything it names, where there is none.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The city whose registers are copied: the id of a shipped one, or a folder. A new city begins with `template`, to be
    /// filled in.
    #[arg(long, value_name = "CITY", default_value = "shenyang")]
    city: String,
    /// A policy that is copied: the id of a shipped one, or a file; may be given several times. A new city begins with
    /// `template`, to be filled in.
    #[arg(long = "policy", value_name = "POLICY", default_value = "shenyang-2018")]
    policies: Vec<String>,
    /// The address people will reach the city at.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    origin: String,
    /// The address to listen at.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    /// The database: `sqlite:FILE` or `postgres://user@host/name`.
    #[arg(long, value_name = "URL", default_value = "sqlite:data/city.db")]
    database: String,
    /// The system administrator (系统管理员): name and the mail address to sign in with, as `NAME=MAIL`.
    #[arg(long, value_name = "NAME=MAIL")]
    system: Option<String>,
    /// The security administrator (安全管理员), as `NAME=MAIL`.
    #[arg(long, value_name = "NAME=MAIL")]
    security: Option<String>,
    /// The audit administrator (审计管理员), as `NAME=MAIL`.
    #[arg(long, value_name = "NAME=MAIL")]
    audit: Option<String>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// An administrator with the link to hand over.
struct Welcome {
    seat: &'static str,
    title: &'static str,
    name: String,
    link: Link,
}

pub(super) async fn run(arguments: &InitArguments) -> Result<(), Stop> {
    let people = [&arguments.system, &arguments.security, &arguments.audit];
    let people = people.into_iter().flatten().map(|text| person(text)).collect::<Result<Vec<_>, _>>()?;
    let is_new = !arguments.config.exists();
    if is_new {
        named_all(&people)?;
        lay_out(arguments).map_err(Stop::Called)?;
    }
    let config = Config::read(&arguments.config).map_err(Stop::Called)?;
    let opened = config.open().await.map_err(Stop::Called)?;
    let welcomes = welcomes(&opened.app, &people).await;
    opened.app.store.close().await;
    let welcomes = welcomes?;
    let mut text = if arguments.json { as_json(&welcomes) } else { as_text(&welcomes, &arguments.config) };
    if !arguments.json && is_new && arguments.policies.iter().any(|policy| policy == TEMPLATE) {
        text.push_str(&to_fill_in(&arguments.config));
    }
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(())
}

async fn welcomes(app: &App, people: &[(String, String)]) -> Result<Vec<Welcome>, Stop> {
    let head = app.store.head().await.map_err(|error| Stop::Called(causes(&error)))?;
    if head == 0 {
        named_all(people)?;
        found(app, people).await?;
    }
    let mut welcomes = Vec::new();
    for (seat, title) in SEATS {
        for (account, name) in not_in_yet(app, seat).await? {
            let link = admission::link(app, &account, Purpose::Invitation).await;
            let link = link.map_err(|_| Stop::Wrong("a link cannot be made; the log says why".to_owned()))?;
            welcomes.push(Welcome { seat, title, name, link });
        }
    }
    Ok(welcomes)
}

fn as_text(welcomes: &[Welcome], config: &Path) -> String {
    if welcomes.is_empty() {
        return "this city exists already, and its three administrators have come in; nothing was changed\n".to_owned();
    }
    let mut text = String::new();
    for Welcome { title, name, link, .. } in welcomes {
        let _ = writeln!(text, "{title} {name}\n    {}\n    works once, until {}\n", link.address, link.until);
    }
    let file = config.display();
    let _ = writeln!(text, "Hand each link to its person, then serve the city:\n    shangyun serve --config {file}");
    text
}

/// What is still to be done with a template.
fn to_fill_in(config: &Path) -> String {
    let folder = config.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (city, plan) = (folder.join("city"), folder.join("policies/template.policy.md"));
    format!(
        "\nBefore that, fill in what was copied from the template (docs/new-city.md goes through it):\n    \
         registers  {}\n    plan       {}   wherever 【填】 stands\nand look at it:\n    \
         shangyun policy check {plan}\n    shangyun demo --policy {plan}\n",
        city.display(),
        plan.display(),
        plan = plan.display()
    )
}

fn as_json(welcomes: &[Welcome]) -> String {
    let links = welcomes.iter().map(|one| {
        json!({ "seat": one.seat, "name": one.name, "link": one.link.address, "until": one.link.until.to_string() })
    });
    format!("{}\n", serde_json::Value::Array(links.collect()))
}

/// `NAME=MAIL` as name and login.
fn person(text: &str) -> Result<(String, String), Stop> {
    let found = text.split_once('=').filter(|(name, mail)| !name.trim().is_empty() && admission::is_login(mail));
    let (name, mail) =
        found.ok_or_else(|| Stop::Called(format!("`{text}` is not NAME=MAIL, such as 李明=liming@example.gov.cn")))?;
    Ok((name.trim().to_owned(), mail.to_owned()))
}

fn named_all(people: &[(String, String)]) -> Result<(), Stop> {
    if people.len() == SEATS.len() {
        return Ok(());
    }
    Err(Stop::Called(
        "a new city needs its three administrators, three different people: --system NAME=MAIL --security NAME=MAIL \
         --audit NAME=MAIL"
            .to_owned(),
    ))
}

/// Writes the configuration and what it names.
fn lay_out(arguments: &InitArguments) -> Result<(), String> {
    let registers = registers(&arguments.city)?;
    let policies = arguments.policies.iter().map(|policy| document(policy)).collect::<Result<Vec<_>, _>>()?;
    let above: Vec<(String, String)> = arguments
        .policies
        .iter()
        .zip(&policies)
        .flat_map(|(policy, (_, text))| lineage::all(text, &|wanted| lineage::beside(Path::new(policy), wanted)))
        .collect();
    shipped::setting(&registers, &policies, &Lineage::of(above.iter().map(|(_, text)| text.clone())))?;
    let folder = arguments.config.parent().unwrap_or(Path::new("")).to_owned();
    for name in ["city", "policies", "data", "backups"] {
        let path = folder.join(name);
        fs::create_dir_all(&path).map_err(|error| cannot("make", &path, &error))?;
    }
    for (name, text) in registers {
        write(&folder.join("city").join(name), &text)?;
    }
    for (name, text) in policies {
        write(&folder.join("policies").join(name), &text)?;
    }
    if !above.is_empty() {
        let path = folder.join("policies").join(lineage::ABOVE);
        fs::create_dir_all(&path).map_err(|error| cannot("make", &path, &error))?;
        for (id, text) in above {
            write(&path.join(format!("{id}{}", lineage::ENDING)), &text)?;
        }
    }
    let secrets = folder.join("data/secrets.toml");
    if !secrets.exists() {
        keys::make(&secrets)?;
    }
    let text = CONFIG
        .replace("ORIGIN", &arguments.origin)
        .replace("LISTEN", &arguments.listen.to_string())
        .replace("DATABASE", &arguments.database);
    write(&arguments.config, &text)
}

/// The register files of a shipped city or of a folder.
fn registers(city: &str) -> Result<BTreeMap<String, String>, String> {
    if let Some(files) = shipped::city(city) {
        return Ok(files);
    }
    crate::config::texts(Path::new(city), ".toml").map_err(|error| {
        let known: Vec<&str> = shipped::cities().collect();
        let known = known.join(", ");
        format!("no city `{city}` comes with the program ({known} do), and it is no folder of registers: {error}")
    })
}

/// The file name and the text of a shipped policy or of a file.
fn document(policy: &str) -> Result<(String, String), String> {
    if let Some(text) = shipped::policy(policy) {
        return Ok((format!("{policy}.policy.md"), text.to_owned()));
    }
    let path = Path::new(policy);
    let text = fs::read_to_string(path)
        .map_err(|error| format!("no policy `{policy}` comes with the program, and it is no file: {error}"))?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("policy");
    let name = name.strip_suffix(".policy.md").or_else(|| name.strip_suffix(".md")).unwrap_or(name);
    Ok((format!("{name}.policy.md"), text))
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

/// Founds the city.
async fn found(app: &App, people: &[(String, String)]) -> Result<(), Stop> {
    let founder = Actor::founder();
    let page = |_| Stop::Wrong("a personal value cannot be sealed; the log says why".to_owned());
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
    let done = app.execute(&founder, command, KEY, sealing.rows()).await;
    done.map_err(|failed| Stop::Wrong(format!("the city cannot be founded: {failed}")))?;
    for (account, (_, login)) in accounts.iter().zip(people) {
        let named = admission::name(app, account, login).await;
        named.map_err(|_| Stop::Wrong(format!("`{login}` is somebody else's name")))?;
    }
    Ok(())
}

/// The enabled accounts of a seat that have no password yet, with their names.
async fn not_in_yet(app: &App, seat: &str) -> Result<Vec<(AccountId, String)>, Stop> {
    let failed = |words: String| Stop::Wrong(format!("accounts cannot be read: {words}"));
    let listed = accounts::page(app.store.database(), Some(seat), "").await.map_err(|error| failed(causes(&error)))?;
    let mut found = Vec::new();
    for one in listed.into_iter().filter(|one| one.account.enabled) {
        let id = AccountId::new(one.id);
        let ways = secrets::ways(&app.store, std::slice::from_ref(&id)).await;
        let ways = ways.map_err(|error| failed(causes(&error)))?;
        if ways.iter().all(|one| one.password_at.is_none()) {
            let person = admission::person_of(app, &one.account).await;
            found.push((id, person.map(|(name, _)| name).unwrap_or_default()));
        }
    }
    Ok(found)
}

/// The configuration as it is made.
const CONFIG: &str = r#"# The configuration of a city. Paths begin at this file's folder. Read once, when the program starts; a variable such as
# SHANGYUN_DATABASE in the environment goes before the key of that name.

# The address to listen at: the loopback, or behind the proxies named below, which do TLS.
listen = "LISTEN"
# The address people reach the city at.
origin = "ORIGIN"
# Proxies by address or network; only their word about clients counts.
proxies = []

# `sqlite:` with a file, or `postgres://user@host/name`.
database = "DATABASE"
# Papers, by the hash of their bytes.
documents = "data/documents"
# The secrets; a copy of this file belongs apart from backups.
secrets = "data/secrets.toml"
# Where `shangyun backup` makes a folder for each backup.
backups = "backups"

# The registers of the city, and its policies.
city = "city"
policies = "policies"

# The form of the log: json or text.
log = "json"

# The mail server. Without it messages stay in the inbox, and links are handed over.
# [mail]
# host = "mail.example.gov.cn"
# port = 587
# protection = "starttls"      # or tls, or none for a server on this machine
# from = "上云平台 <shangyun@example.gov.cn>"
# user = "shangyun"
# password_file = "data/mail-password"
"#;
