//! The configuration of a city that is served: one file, read once at the start; and the way from it to the open city.
//!
//! Paths are taken from the folder of the file. Passwords are never in it: the secrets lie in a file of their own, the
//! mail password in another, and the database's address may come from the environment.

use crate::app::App;
use crate::clock::Clock;
use crate::editions;
use crate::entropy::SystemEntropy;
use crate::keys::{self, Keys};
use crate::lineage::{self, Lineage};
use crate::mail::{Mailer, Protection, Server};
use crate::shipped;
use crate::web::security::client::Network;
use domain::setting::Setting;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::store::{Config as StoreConfig, Store};

/// What variables of the environment begin with that go before the file: `SHANGYUN_DATABASE` and so on.
const VARIABLES: &str = "SHANGYUN_";

/// The form of the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Log {
    /// One JSON object to a line.
    #[default]
    Json,
    /// For people.
    Text,
}

/// What stands in the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address to listen at.
    pub listen: SocketAddr,
    /// The address people reach the city at, such as `https://cloud.example.gov.cn`.
    pub origin: String,
    /// Proxies that do TLS before the program; only their word about clients counts.
    #[serde(default)]
    pub proxies: Vec<String>,
    /// The database: `sqlite:` with a path, or `postgres://…`.
    pub database: String,
    /// The folder of the documents.
    pub documents: PathBuf,
    /// The file of the secrets.
    pub secrets: PathBuf,
    /// The folder of the city's registers.
    pub city: PathBuf,
    /// The folder of the policy documents.
    pub policies: PathBuf,
    /// The folder in which backups are made, each in a folder of its own.
    #[serde(default = "backups")]
    pub backups: PathBuf,
    /// The form of the log.
    #[serde(default)]
    pub log: Log,
    /// The mail server; without one, messages stay in the inbox.
    pub mail: Option<Mail>,
    /// Where the file lies; paths start there.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// Where backups are made when nobody says otherwise.
fn backups() -> PathBuf {
    PathBuf::from("backups")
}

/// The mail server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// `none`, `starttls` or `tls`.
    #[serde(default)]
    pub protection: Protection,
    /// The sender.
    pub from: String,
    /// The name to sign in with there.
    pub user: Option<String>,
    /// The file that holds the password, and nothing else.
    pub password_file: Option<PathBuf>,
}

/// An open city.
pub struct Opened {
    /// The program.
    pub app: App,
    /// The key of form tokens.
    pub form_key: [u8; 32],
}

impl Config {
    /// Reads the file.
    ///
    /// # Errors
    /// In words: which file, where in it, what is wrong.
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    pub fn read(path: &Path) -> Result<Self, String> {
        let name = path.display();
        let text = fs::read_to_string(path).map_err(|error| {
            format!("cannot read the configuration `{name}` ({error}); `shangyun init --config {name}` makes one")
        })?;
        let mut config: Self = toml::from_str(&text).map_err(|error| format!("`{name}`: {error}"))?;
        path.parent().unwrap_or(Path::new("")).clone_into(&mut config.folder);
        let mut wrong = config.overrule(|key| std::env::var(format!("{VARIABLES}{key}")).ok());
        wrong.extend(config.mistakes());
        if wrong.is_empty() { Ok(config) } else { Err(format!("`{name}`:\n  {}", wrong.join("\n  "))) }
    }

    /// Puts what the environment says in place of what the file says; gives what cannot be read.
    fn overrule(&mut self, variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let mut wrong = Vec::new();
        if let Some(text) = variable("LISTEN") {
            match text.parse() {
                Ok(listen) => self.listen = listen,
                Err(error) => wrong.push(format!("{VARIABLES}LISTEN: `{text}` is no address ({error})")),
            }
        }
        for (key, place) in [("ORIGIN", &mut self.origin), ("DATABASE", &mut self.database)] {
            if let Some(text) = variable(key) {
                *place = text;
            }
        }
        for (key, place) in [
            ("DOCUMENTS", &mut self.documents),
            ("SECRETS", &mut self.secrets),
            ("CITY", &mut self.city),
            ("POLICIES", &mut self.policies),
            ("BACKUPS", &mut self.backups),
        ] {
            if let Some(text) = variable(key) {
                *place = PathBuf::from(text);
            }
        }
        wrong
    }

    /// Everything that cannot be so.
    fn mistakes(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if !self.listen.ip().is_loopback() && self.proxies.is_empty() {
            wrong.push(format!(
                "listen: {} is open to others, and the program speaks plain HTTP; listen on the loopback, or name the \
                 proxy that does TLS under `proxies`",
                self.listen
            ));
        }
        if !(self.origin.starts_with("http://") || self.origin.starts_with("https://")) || self.origin.ends_with('/') {
            wrong.push(format!("origin: `{}` is no address such as `https://cloud.example.gov.cn`", self.origin));
        }
        wrong.extend(self.networks().err().map(|error| format!("proxies: {error}")));
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|kind| self.database.starts_with(kind)) {
            wrong.push("database: it begins with `sqlite:` or `postgres://`".to_owned());
        }
        wrong
    }

    /// The proxies as networks.
    ///
    /// # Errors
    /// Which one is none.
    pub fn networks(&self) -> Result<Vec<Network>, String> {
        self.proxies.iter().map(|proxy| proxy.parse()).collect()
    }

    /// A path of the file, from its folder.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }

    /// The address of the database, its file from the configuration's folder.
    pub fn database_address(&self) -> String {
        match self.database.strip_prefix("sqlite:") {
            Some(file) if !file.starts_with(':') => format!("sqlite:{}", self.path(Path::new(file)).display()),
            Some(_) | None => self.database.clone(),
        }
    }

    /// Makes the folder of a database that is a file.
    ///
    /// # Errors
    /// In words.
    pub fn make_room(&self) -> Result<(), String> {
        let address = self.database_address();
        let file = address.strip_prefix("sqlite:").filter(|file| !file.starts_with(':'));
        let Some(folder) = file.and_then(|file| Path::new(file).parent()) else { return Ok(()) };
        fs::create_dir_all(folder).map_err(|error| format!("cannot make `{}`: {error}", folder.display()))
    }

    /// Registers and policies.
    ///
    /// # Errors
    /// Every mistake in them.
    pub fn setting(&self) -> Result<Setting, String> {
        let registers = texts(&self.path(&self.city), ".toml")?;
        let policies: Vec<(String, String)> = texts(&self.path(&self.policies), ".policy.md")?.into_iter().collect();
        if policies.is_empty() {
            return Err(format!("there is no `*.policy.md` in `{}`", self.path(&self.policies).display()));
        }
        let above = self.path(&self.policies).join(lineage::ABOVE);
        let above = if above.is_dir() { texts(&above, lineage::ENDING)? } else { BTreeMap::new() };
        shipped::setting(&registers, &policies, &Lineage::of(above.into_values()))
    }

    /// The secrets.
    ///
    /// # Errors
    /// In words.
    pub fn keys(&self) -> Result<Keys, String> {
        keys::read(&self.path(&self.secrets))
    }

    /// The way to send mail, where a server is named.
    ///
    /// # Errors
    /// In words: what is wrong with it.
    pub fn mailer(&self) -> Result<Option<Mailer>, String> {
        let Some(mail) = &self.mail else { return Ok(None) };
        let login = match (&mail.user, &mail.password_file) {
            (Some(user), Some(file)) => {
                let file = self.path(file);
                let password = fs::read_to_string(&file)
                    .map_err(|error| format!("mail: cannot read the password file `{}`: {error}", file.display()))?;
                Some((user.clone(), password.trim_end().to_owned().into()))
            }
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                return Err("mail: `user` and `password_file` go together".to_owned());
            }
        };
        let (host, from) = (mail.host.clone(), mail.from.clone());
        let server = Server { host, port: mail.port, protection: mail.protection, login, from };
        Mailer::new(&server).map(Some)
    }

    /// Opens the city.
    ///
    /// # Errors
    /// In words: what keeps it closed.
    pub async fn open(&self) -> Result<Opened, String> {
        let setting = Arc::new(self.setting()?);
        let keys = self.keys()?;
        self.make_room()?;
        let config = StoreConfig {
            database: self.database_address(),
            documents: self.path(&self.documents),
            secrets: keys.vault,
            entropy: Arc::new(SystemEntropy),
            decide: domain::decide::decide,
        };
        let zone = setting.city.time_zone().clone();
        let store = Store::open(config, setting).await.map_err(|error| causes(&error))?;
        editions::load(&store).await.map_err(|error| causes(&error))?;
        let mut app = App::new(store, Clock::running(zone), self.origin.clone());
        app.mail = self.mailer()?;
        app.backups = Some(self.path(&self.backups));
        Ok(Opened { app, form_key: keys.form_key })
    }
}

/// The texts of the files in a folder that end so, by name.
///
/// # Errors
/// In words: what cannot be read.
pub fn texts(folder: &Path, ending: &str) -> Result<BTreeMap<String, String>, String> {
    let cannot = |error: std::io::Error| format!("cannot read `{}`: {error}", folder.display());
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(ending)) else {
            continue;
        };
        let text = fs::read_to_string(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        found.insert(name.to_owned(), text);
    }
    Ok(found)
}

/// An error with everything that led to it.
pub fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        words = format!("{words}: {cause}");
        next = cause.source();
    }
    words
}
