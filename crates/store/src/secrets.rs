//! How people come in: credentials, sessions, links that work once, names used to sign in. Never in
//! the journal. Tokens are stored as hashes, names as keyed hashes, secrets sealed; instants are
//! passed in.

use crate::database::{DatabaseError, Row, Statement, values};
use crate::entry::instant;
use crate::store::{Failed, Store};
use crate::vault::{Vault, VaultError};
use domain::ids::AccountId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

const CREDENTIAL: &str = "select password_hash, password_at, totp_sealed, totp_step, recovery \
    from credential where account = $1";
const WAYS: &str = "select password_at, case when totp_sealed is null then 0 else 1 end \
    from credential where account = $1";
const SET_PASSWORD: &str = "insert into credential \
    (account, password_hash, password_at, totp_sealed, totp_step, recovery) \
    values ($1, $2, $3, null, 0, '') on conflict (account) \
    do update set password_hash = excluded.password_hash, password_at = excluded.password_at";
const SET_TOTP: &str = "insert into credential \
    (account, password_hash, password_at, totp_sealed, totp_step, recovery) \
    values ($1, '', null, $2, 0, $3) on conflict (account) \
    do update set totp_sealed = excluded.totp_sealed, totp_step = 0, recovery = excluded.recovery";
const USE_TOTP: &str = "update credential set totp_step = $2 where account = $1 and totp_step < $2";
const USE_RECOVERY: &str = "update credential set recovery = $3 where account = $1 and recovery = $2";
const SESSION: &str = "select account, created_at, seen_at, expires_at, address_hash, body \
    from session where hash = $1";
const SESSIONS: &str = "select account, created_at, seen_at, expires_at, address_hash, body, hash \
    from session where account = $1 order by created_at, hash";
const START: &str = "insert into session \
    (hash, account, created_at, seen_at, expires_at, address_hash, body) \
    values ($1, $2, $3, $3, $4, $5, $6)";
const SEEN: &str = "update session set seen_at = $2, body = $3 where hash = $1";
const END: &str = "delete from session where hash = $1";
const END_ALL: &str = "delete from session where account = $1 and hash <> $2";
const EXPIRE: &str = "delete from session where expires_at <= $1 or seen_at <= $2";
const LINK: &str = "insert into one_time_link (hash, purpose, account, expires_at, used_at) \
    values ($1, $2, $3, $4, null)";
const LINK_FOR: &str = "select account from one_time_link \
    where hash = $1 and purpose = $2 and expires_at > $3 and used_at is null";
const USE_LINK: &str = "update one_time_link set used_at = $4 \
    where hash = $1 and purpose = $2 and expires_at > $3 and used_at is null";
const VOID_LINKS: &str = "delete from one_time_link where account = $1 and purpose = $2";
const LOGIN: &str = "select account from login where hash = $1";
const SET_LOGIN: &str = "insert into login (hash, account) values ($1, $2)";
const DROP_LOGINS: &str = "delete from login where account = $1";
const TRIES: &str = "select tries, since from throttle where hash = $1";
const TRY: &str = "insert into throttle (hash, tries, since) values ($1, 1, $2) on conflict (hash) \
    do update set tries = case when throttle.since <= $3 then 1 else throttle.tries + 1 end, \
    since = case when throttle.since <= $3 then $2 else throttle.since end";
const EXPIRE_LINKS: &str = "delete from one_time_link where expires_at <= $1";
const EXPIRE_TRIES: &str = "delete from throttle where since <= $1";
const DROP_CREDENTIAL: &str = "delete from credential where account = $1";
const DROP_TOTP: &str = "update credential set totp_sealed = null, totp_step = 0, recovery = '' where account = $1";
const FORGET_TRIES: &str = "delete from throttle where hash = $1";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[
    CREDENTIAL,
    WAYS,
    SET_PASSWORD,
    SET_TOTP,
    USE_TOTP,
    USE_RECOVERY,
    SESSION,
    SESSIONS,
    START,
    SEEN,
    END,
    END_ALL,
    EXPIRE,
    LINK,
    LINK_FOR,
    USE_LINK,
    VOID_LINKS,
    LOGIN,
    SET_LOGIN,
    DROP_LOGINS,
    TRIES,
    TRY,
    FORGET_TRIES,
    EXPIRE_LINKS,
    EXPIRE_TRIES,
    DROP_TOTP,
    DROP_CREDENTIAL,
];

/// Why a secret cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The database.
    #[error("cannot read a secret")]
    Database(#[from] DatabaseError),
    /// What was sealed does not open.
    #[error("a secret does not open")]
    Vault(#[from] VaultError),
}

/// The password and second factor of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credential {
    /// The hash of the password; empty where none is set yet.
    pub password_hash: String,
    /// When the password was set.
    pub password_at: Option<Timestamp>,
    /// The secret of the second factor, opened.
    pub totp: Option<Vec<u8>>,
    /// The last step of the second factor that was used.
    pub totp_step: i64,
    /// Hashes of unused recovery codes, one per line.
    pub recovery: String,
}

/// An open session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// The account.
    pub account: AccountId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// A keyed hash of the address it came from.
    pub address_hash: Vec<u8>,
    /// What the session holds beside, as JSON.
    pub body: String,
}

/// A session's place in the table: SHA-256 of its token.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The credential of an account.
pub async fn credential(store: &Store, account: &AccountId) -> Result<Option<Credential>, SecretsError> {
    let read = Statement::new(CREDENTIAL, values![account.as_str()]);
    let rows = store.database().query(read).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let sealed = row.maybe_bytes(2)?;
    let opened = sealed.map(|sealed| store.vault().open(&totp_place(account), sealed)).transpose()?;
    Ok(Some(Credential {
        password_hash: row.string(0)?,
        password_at: row.maybe_int(1)?.map(instant),
        totp: opened.map(|secret| secret.to_vec()),
        totp_step: row.int(3)?,
        recovery: row.string(4)?,
    }))
}

/// By what somebody can come in, without what it takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ways {
    /// When the password was set; none where it is not.
    pub password_at: Option<Timestamp>,
    /// Whether a second factor is set.
    pub has_totp: bool,
}

/// The ways of several accounts, in their order.
pub async fn ways(store: &Store, accounts: &[AccountId]) -> Result<Vec<Ways>, DatabaseError> {
    let reads = accounts.iter().map(|account| Statement::new(WAYS, values![account.as_str()])).collect();
    let answers = store.database().query_many(reads).await?;
    let read = |rows: &Vec<Row>| match rows.first() {
        Some(row) => Ok(Ways { password_at: row.maybe_int(0)?.map(instant), has_totp: row.flag(1)? }),
        None => Ok(Ways::default()),
    };
    answers.iter().map(read).collect()
}

/// Sets the hash of an account's password, and ends its sessions but the one named.
pub async fn set_password(
    store: &Store,
    account: &AccountId,
    password_hash: &str,
    at: Timestamp,
    but: Option<&str>,
) -> Result<(), Failed> {
    let set = values![account.as_str(), password_hash, at.as_microsecond()];
    let kept = but.map_or(vec![], |token| token_hash(token).to_vec());
    let end = Statement::new(END_ALL, values![account.as_str(), kept]);
    store.write(vec![Statement::new(SET_PASSWORD, set), end]).await.map(|_| ())
}

/// Sets an account's second factor and its recovery codes (hashes, one per line).
pub async fn set_totp(store: &Store, account: &AccountId, secret: &[u8], recovery: &str) -> Result<(), SetTotpError> {
    let sealed = store.vault().seal(&totp_place(account), secret)?;
    let set = values![account.as_str(), sealed, recovery];
    store.write(vec![Statement::new(SET_TOTP, set)]).await?;
    Ok(())
}

/// Why a second factor cannot be set.
#[derive(Debug, thiserror::Error)]
pub enum SetTotpError {
    /// It cannot be sealed.
    #[error("cannot seal a second factor")]
    Vault(#[from] VaultError),
    /// It cannot be written.
    #[error("cannot write a second factor")]
    Write(#[from] Failed),
}

/// Uses up a step of the second factor; false where it, or a later one, was used before.
pub async fn use_totp(store: &Store, account: &AccountId, step: i64) -> Result<bool, Failed> {
    one(store, Statement::new(USE_TOTP, values![account.as_str(), step])).await
}

/// Replaces the list of unused recovery codes; false where it changed meanwhile.
pub async fn use_recovery(store: &Store, account: &AccountId, before: &str, after: &str) -> Result<bool, Failed> {
    one(store, Statement::new(USE_RECOVERY, values![account.as_str(), before, after])).await
}

/// Opens a session for a token.
pub async fn start_session(store: &Store, token: &str, session: &Session) -> Result<(), Failed> {
    let values = values![
        token_hash(token),
        session.account.as_str(),
        session.created_at.as_microsecond(),
        session.expires_at.as_microsecond(),
        session.address_hash.clone(),
        &session.body,
    ];
    store.write(vec![Statement::new(START, values)]).await.map(|_| ())
}

/// The session of a token; whether it still counts is for the caller to see from its instants.
pub async fn session(store: &Store, token: &str) -> Result<Option<Session>, DatabaseError> {
    let rows = store.database().query(Statement::new(SESSION, values![token_hash(token)])).await?;
    rows.first().map(read_session).transpose()
}

/// The open sessions of an account, with the hashes of their tokens.
pub async fn sessions(store: &Store, account: &AccountId) -> Result<Vec<(Vec<u8>, Session)>, DatabaseError> {
    let rows = store.database().query(Statement::new(SESSIONS, values![account.as_str()])).await?;
    rows.iter().map(|row| Ok((row.bytes(6)?.to_vec(), read_session(row)?))).collect()
}

/// A session was used; its body is replaced.
pub async fn see_session(store: &Store, token: &str, at: Timestamp, body: &str) -> Result<bool, Failed> {
    let values = values![token_hash(token), at.as_microsecond(), body];
    one(store, Statement::new(SEEN, values)).await
}

/// Ends the session with this token hash.
pub async fn end_session(store: &Store, hash: &[u8]) -> Result<bool, Failed> {
    one(store, Statement::new(END, values![hash])).await
}

/// Ends all sessions of an account but the one with this token.
pub async fn end_sessions(store: &Store, account: &AccountId, but: Option<&str>) -> Result<(), Failed> {
    let kept = but.map_or(vec![], |token| token_hash(token).to_vec());
    store.write(vec![Statement::new(END_ALL, values![account.as_str(), kept])]).await.map(|_| ())
}

/// Removes what counts no more: sessions that ended by `now` or were last used at `idle_since` or before, links that
/// have run out, and counts of tries that began at `tries_since` or before.
pub async fn sweep(store: &Store, now: Timestamp, idle_since: Timestamp, tries_since: Timestamp) -> Result<(), Failed> {
    let now = now.as_microsecond();
    let sessions = Statement::new(EXPIRE, values![now, idle_since.as_microsecond()]);
    let links = Statement::new(EXPIRE_LINKS, values![now]);
    let tries = Statement::new(EXPIRE_TRIES, values![tries_since.as_microsecond()]);
    store.write(vec![sessions, links, tries]).await.map(|_| ())
}

/// Makes password and second factor of an account void, and ends its sessions.
pub async fn drop_credential(store: &Store, account: &AccountId) -> Result<(), Failed> {
    let end = Statement::new(END_ALL, values![account.as_str(), Vec::new()]);
    store.write(vec![Statement::new(DROP_CREDENTIAL, values![account.as_str()]), end]).await.map(|_| ())
}

/// Takes an account's second factor and its recovery codes away.
pub async fn drop_totp(store: &Store, account: &AccountId) -> Result<(), Failed> {
    store.write(vec![Statement::new(DROP_TOTP, values![account.as_str()])]).await.map(|_| ())
}

/// Makes a link that works once; earlier ones of the same account and purpose stop working.
pub async fn make_link(
    store: &Store,
    token: &str,
    purpose: &str,
    account: &AccountId,
    expires_at: Timestamp,
) -> Result<(), Failed> {
    let void = Statement::new(VOID_LINKS, values![account.as_str(), purpose]);
    let values = values![token_hash(token), purpose, account.as_str(), expires_at.as_microsecond()];
    store.write(vec![void, Statement::new(LINK, values)]).await.map(|_| ())
}

/// The account of a link that still works.
pub async fn link(
    store: &Store,
    token: &str,
    purpose: &str,
    now: Timestamp,
) -> Result<Option<AccountId>, DatabaseError> {
    let values = values![token_hash(token), purpose, now.as_microsecond()];
    account(store, Statement::new(LINK_FOR, values)).await
}

/// Uses up a link; false where it does not work any more.
pub async fn use_link(store: &Store, token: &str, purpose: &str, now: Timestamp) -> Result<bool, Failed> {
    let now = now.as_microsecond();
    one(store, Statement::new(USE_LINK, values![token_hash(token), purpose, now, now])).await
}

/// The account that signs in with this name.
pub async fn login(store: &Store, name: &str) -> Result<Option<AccountId>, DatabaseError> {
    account(store, Statement::new(LOGIN, values![login_hash(store.vault(), name)])).await
}

/// Lets an account sign in with this name and no other; a conflict where somebody else does.
pub async fn set_login(store: &Store, name: &str, account: &AccountId) -> Result<(), Failed> {
    let drop = Statement::new(DROP_LOGINS, values![account.as_str()]);
    let values = values![login_hash(store.vault(), name), account.as_str()];
    store.write(vec![drop, Statement::new(SET_LOGIN, values)]).await.map(|_| ())
}

/// How often something was tried of late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tries {
    /// How often.
    pub count: i64,
    /// When the count began.
    pub since: Timestamp,
}

/// How often something was tried, where the count began after an instant.
pub async fn tries(store: &Store, what: &str, since: Timestamp) -> Result<Option<Tries>, DatabaseError> {
    let hash = store.vault().keyed_hash("throttle", what);
    let rows = store.database().query(Statement::new(TRIES, values![hash])).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let tries = Tries { count: row.int(0)?, since: instant(row.int(1)?) };
    Ok((tries.since > since).then_some(tries))
}

/// Counts a try; the count begins anew where it began at `since` or before.
pub async fn count_try(store: &Store, what: &str, now: Timestamp, since: Timestamp) -> Result<(), Failed> {
    let hash = store.vault().keyed_hash("throttle", what);
    let values = values![hash, now.as_microsecond(), since.as_microsecond()];
    store.write(vec![Statement::new(TRY, values)]).await.map(|_| ())
}

/// Forgets the tries of something.
pub async fn forget_tries(store: &Store, what: &str) -> Result<(), Failed> {
    let hash = store.vault().keyed_hash("throttle", what);
    store.write(vec![Statement::new(FORGET_TRIES, values![hash])]).await.map(|_| ())
}

async fn one(store: &Store, statement: Statement) -> Result<bool, Failed> {
    Ok(store.write(vec![statement]).await?.first() == Some(&1))
}

async fn account(store: &Store, statement: Statement) -> Result<Option<AccountId>, DatabaseError> {
    let rows = store.database().query(statement).await?;
    rows.first().map(|row| Ok(AccountId::new(row.text(0)?))).transpose()
}

fn read_session(row: &Row) -> Result<Session, DatabaseError> {
    Ok(Session {
        account: AccountId::new(row.text(0)?),
        created_at: instant(row.int(1)?),
        seen_at: instant(row.int(2)?),
        expires_at: instant(row.int(3)?),
        address_hash: row.bytes(4)?.to_vec(),
        body: row.string(5)?,
    })
}

fn login_hash(vault: &Vault, name: &str) -> [u8; 32] {
    vault.keyed_hash("login", &crate::rows::enterprise::fold(name))
}

fn totp_place(account: &AccountId) -> String {
    format!("totp\n{account}")
}
