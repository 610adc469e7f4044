//! Mail on its way out. What is sent is decided elsewhere; here it is made, kept in the outbox where it bears a secret,
//! and handed to the city's mail server.

use crate::app::App;
use crate::clock::real_now;
use crate::web::errors::Problem;
use crate::web::security::random::{bytes_of, hex};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::outbox;
use zeroize::Zeroizing;

/// The kind of an effect that is a ready letter, sealed.
pub const LETTER: &str = "letter";
/// How long the mail server may be silent.
const SILENCE_MAX: Duration = Duration::from_secs(20);

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protection {
    /// Not at all: for a server on the same machine.
    None,
    /// From the STARTTLS command on; without it nothing is sent.
    #[default]
    Starttls,
    /// From the first byte.
    Tls,
}

/// The city's mail server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// Name and password there, where it asks for them.
    pub login: Option<(String, Zeroizing<String>)>,
    /// The sender's address, with or without a name: `上云平台 <shangyun@example.gov.cn>`.
    pub from: String,
}

/// A way to send mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A mail as it is to be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letter {
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// It never will: the address or the letter is refused.
    #[error("refused for good: {0}")]
    ForGood(String),
    /// It may later.
    #[error("not now: {0}")]
    NotNow(String),
}

impl Mailer {
    /// A way to send through a server.
    ///
    /// # Errors
    /// What is wrong with the server's particulars, in a sentence.
    pub fn new(server: &Server) -> Result<Self, String> {
        let from = server.from.parse().map_err(|error| format!("`from` is no mail address: {error}"))?;
        let parameters =
            || TlsParameters::new(server.host.clone()).map_err(|error| format!("TLS cannot be used: {error}"));
        let tls = match server.protection {
            Protection::None => Tls::None,
            Protection::Starttls => Tls::Required(parameters()?),
            Protection::Tls => Tls::Wrapper(parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .timeout(Some(SILENCE_MAX));
        if let Some((user, password)) = &server.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.to_string()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Sends a letter. The same id gives the same `Message-ID`, so that one sent twice is known as one.
    ///
    /// # Errors
    /// Why not, and whether another try may help.
    pub async fn send(&self, id: &str, letter: &Letter) -> Result<(), Undelivered> {
        let to: Address = letter.to.parse().map_err(|_| Undelivered::ForGood("no mail address".to_owned()))?;
        let subject: String = letter.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .message_id(Some(format!("<{}@{}>", id.replace(['/', ' '], "."), self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|error| Undelivered::ForGood(error.to_string()))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Undelivered::ForGood(error.to_string())),
            Err(error) => Err(Undelivered::NotNow(error.to_string())),
        }
    }

    /// Whether the server answers.
    ///
    /// # Errors
    /// What it or the network said.
    pub async fn test(&self) -> Result<(), String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the server does not answer as a mail server does".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Puts a letter into the outbox, sealed: the link in it is a secret.
///
/// # Errors
/// A failure page.
pub async fn post(app: &App, letter: &Letter) -> Result<(), Problem> {
    let id = app.store.vault().fresh_id();
    let text = serde_json::to_vec(letter).map_err(Problem::failure)?;
    let sealed = app.store.vault().seal(&place(&id), &text).map_err(Problem::failure)?;
    outbox::add(&app.store, &id, LETTER, &hex(&sealed), real_now()).await.map_err(Problem::failure)
}

/// Opens a letter of the outbox.
pub fn open(app: &App, id: &str, body: &str) -> Option<Letter> {
    let text = app.store.vault().open(&place(id), &bytes_of(body)?).ok()?;
    serde_json::from_slice(&text).ok()
}

fn place(id: &str) -> String {
    format!("letter\n{id}")
}
