//! Sealing: personal values and other secrets, encrypted with XChaCha20-Poly1305 under a key that
//! is passed in, and keyed hashes for looking things up without knowing them.

use crate::database::{Database, DatabaseError, Statement, values};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::act::Personal;
use domain::ids::PersonalId;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

const INSERT: &str = "insert into personal (id, owner, field, secret_id, sealed, erased_at) \
    values ($1, $2, $3, $4, $5, null)";
const OPEN: &str = "select owner, field, secret_id, sealed, erased_at from personal where id = $1";
const ERASE: &str = "update personal set secret_id = '', sealed = $2, erased_at = $3 \
    where owner = $1 and erased_at is null";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[INSERT, OPEN, ERASE];

const NONCE: usize = 24;
const SALT: usize = 16;

/// Where randomness comes from; passed in, so that tests are repeatable.
pub trait Entropy: Send + Sync {
    /// Fills bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// A secret key and its name. Values sealed under an older key stay readable while it is kept.
#[derive(Clone)]
pub struct Secret {
    /// The name, stored beside what it sealed.
    pub id: String,
    /// The key.
    pub key: Zeroizing<[u8; 32]>,
}

/// The secret keys: the one in use, and older ones by name.
#[derive(Clone)]
pub struct Secrets {
    /// Seals from now on.
    pub current: Secret,
    /// Only opens what it sealed before.
    pub older: Vec<Secret>,
}

/// A personal value, sealed: what the command carries, and the row that goes with it.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// What the command and its events carry.
    pub personal: Personal,
    /// What the act's transaction writes.
    pub row: PersonalRow,
}

/// The row of a sealed personal value.
#[derive(Clone, Debug)]
pub struct PersonalRow {
    id: String,
    commitment: String,
    owner: String,
    field: String,
    secret_id: String,
    sealed: Vec<u8>,
    trace: [u8; 2],
}

/// Why something sealed cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// It was sealed under a key that is not here.
    #[error("it is sealed under the unknown secret `{secret_id}`")]
    UnknownSecret {
        /// The name of that key.
        secret_id: String,
    },
    /// The bytes were changed, or belong elsewhere.
    #[error("the sealed bytes of `{what}` do not open")]
    Broken {
        /// What it was to be.
        what: String,
    },
    /// There is no such row.
    #[error("there is no personal value `{id}`")]
    Missing {
        /// Its id.
        id: String,
    },
    /// The database failed.
    #[error("cannot read personal values")]
    Database(#[from] DatabaseError),
}

/// Seals and opens.
#[derive(Clone)]
pub struct Vault {
    secrets: Arc<Secrets>,
    entropy: Arc<dyn Entropy>,
}

impl Vault {
    /// A vault with its keys and its source of randomness.
    pub fn new(secrets: Secrets, entropy: Arc<dyn Entropy>) -> Self {
        Self { secrets: Arc::new(secrets), entropy }
    }

    /// Seals a personal value of an owner (text of a key) under a fresh id.
    pub fn seal_personal(&self, owner: &str, field: &str, value: &str) -> Result<Sealed, VaultError> {
        let id = self.fresh_id();
        let salt: [u8; SALT] = self.random();
        let mut content = Zeroizing::new(salt.to_vec());
        content.extend_from_slice(value.as_bytes());
        let commitment = crate::migrate::hexadecimal(&Sha256::digest(content.as_slice()));
        let trace = self.keyed_hash("personal", value);
        let row = PersonalRow {
            id: id.clone(),
            commitment: commitment.clone(),
            owner: owner.to_owned(),
            field: field.to_owned(),
            secret_id: self.secrets.current.id.clone(),
            sealed: self.seal(&place(&id, owner, field), &content)?,
            trace: [trace[0], trace[1]],
        };
        Ok(Sealed { personal: Personal { id: PersonalId::new(id), commitment }, row })
    }

    /// Opens personal values by id; `None` for one that was erased.
    pub async fn open_personal(
        &self,
        database: &Database,
        ids: &[PersonalId],
    ) -> Result<BTreeMap<PersonalId, Option<String>>, VaultError> {
        let reads = ids.iter().map(|id| Statement::new(OPEN, values![id.as_str()])).collect();
        let answers = database.query_many(reads).await?;
        let mut opened = BTreeMap::new();
        for (id, rows) in ids.iter().zip(answers) {
            let Some(row) = rows.first() else {
                return Err(VaultError::Missing { id: id.to_string() });
            };
            let value = if row.maybe_int(4)?.is_some() {
                None
            } else {
                let place = place(id.as_str(), row.text(0)?, row.text(1)?);
                let content = self.open_with(row.text(2)?, &place, row.bytes(3)?)?;
                Some(String::from_utf8_lossy(content.get(SALT..).unwrap_or_default()).into_owned())
            };
            opened.insert(id.clone(), value);
        }
        Ok(opened)
    }

    /// The commitment of a stored personal value; `None` where it was erased.
    pub(crate) fn commitment(&self, id: &str, row: &crate::database::Row) -> Result<Option<String>, VaultError> {
        if row.maybe_int(4)?.is_some() {
            return Ok(None);
        }
        let place = place(id, row.text(0)?, row.text(1)?);
        let content = self.open_with(row.text(2)?, &place, row.bytes(3)?)?;
        Ok(Some(crate::migrate::hexadecimal(&Sha256::digest(content.as_slice()))))
    }

    /// Reads the row of a personal value.
    pub(crate) fn row(id: &str) -> Statement {
        Statement::new(OPEN, values![id])
    }

    /// Seals bytes for a place; they open only there.
    pub fn seal(&self, place: &str, content: &[u8]) -> Result<Vec<u8>, VaultError> {
        let nonce: [u8; NONCE] = self.random();
        let payload = Payload { msg: content, aad: place.as_bytes() };
        let sealed = cipher(&self.secrets.current)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| VaultError::Broken { what: place.to_owned() })?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens bytes sealed for a place under the key of this name.
    pub fn open_with(&self, secret_id: &str, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let mut secrets = std::iter::once(&self.secrets.current).chain(&self.secrets.older);
        let Some(secret) = secrets.find(|secret| secret.id == secret_id) else {
            return Err(VaultError::UnknownSecret { secret_id: secret_id.to_owned() });
        };
        let broken = || VaultError::Broken { what: place.to_owned() };
        let (nonce, content) = sealed.split_first_chunk::<NONCE>().ok_or_else(broken)?;
        let payload = Payload { msg: content, aad: place.as_bytes() };
        let opened = cipher(secret).decrypt(&XNonce::from(*nonce), payload).map_err(|_| broken())?;
        Ok(Zeroizing::new(opened))
    }

    /// Opens bytes sealed for a place under the key in use or any older one.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let secrets = std::iter::once(&self.secrets.current).chain(&self.secrets.older);
        let mut opened = secrets.filter_map(|secret| self.open_with(&secret.id, place, sealed).ok());
        opened.next().ok_or_else(|| VaultError::Broken { what: place.to_owned() })
    }

    /// A hash that only the holder of the key can make, for looking up what must not be stored.
    ///
    /// # Panics
    /// Never: the key has the length the hash takes.
    pub fn keyed_hash(&self, purpose: &str, text: &str) -> [u8; 32] {
        // The oldest key stays the one for look-ups, so that a new key does not lock people out.
        let secret = self.secrets.older.first().unwrap_or(&self.secrets.current);
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(secret.key.as_slice())
            .expect("a key of any length is a key for HMAC");
        mac.update(purpose.as_bytes());
        mac.update(b"\n");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A fresh id: 26 lower-case letters and digits.
    pub fn fresh_id(&self) -> String {
        let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
        let bytes: [u8; 26] = self.random();
        bytes.iter().map(|byte| char::from(alphabet[usize::from(byte % 32)])).collect()
    }
}

impl PersonalRow {
    pub(crate) fn insert(&self) -> Statement {
        let values = values![&self.id, &self.owner, &self.field, &self.secret_id, self.sealed.clone()];
        Statement::new(INSERT, values).touching(1)
    }

    /// Replaces what is random in a command's text by what is the same in every try: two bytes of a
    /// keyed hash, enough to notice an edit and too little to find the value.
    pub(crate) fn steady(&self, body: &str) -> String {
        let trace = crate::migrate::hexadecimal(&self.trace);
        body.replace(&self.id, &self.field).replace(&self.commitment, &trace)
    }
}

/// Erases all personal values of an owner.
pub(crate) fn erase(owner: &str, at: i64) -> Statement {
    Statement::new(ERASE, values![owner, Vec::new(), at])
}

fn place(id: &str, owner: &str, field: &str) -> String {
    format!("{id}\n{owner}\n{field}")
}

fn cipher(secret: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&(*secret.key).into())
}
