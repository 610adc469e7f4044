//! The tables with their columns and keys: what a backup holds.

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in the order of the schema.
    pub columns: &'static [&'static str],
    /// The columns of its primary key.
    pub key: &'static [&'static str],
}

/// Every table but that of the migrations, in an order that a restore can follow.
pub const TABLES: &[Table] = &[
    Table {
        name: "journal",
        columns: &["seq", "at", "act", "actor", "seat", "command", "place", "kind", "id", "what", "v", "body", "leaf"],
        key: &["seq"],
    },
    Table { name: "answer", columns: &["act", "body_hash", "answer", "at"], key: &["act"] },
    Table { name: "unique_key", columns: &["key", "holder", "standing", "version"], key: &["key"] },
    Table { name: "counter", columns: &["name", "last"], key: &["name"] },
    Table { name: "balance", columns: &["account", "fen", "overdraft"], key: &["account"] },
    Table { name: "posting", columns: &["seq", "account", "fen"], key: &["seq", "account"] },
    Table { name: "outbox", columns: &["id", "kind", "body", "state", "attempts", "due"], key: &["id"] },
    Table { name: "personal", columns: &["id", "owner", "field", "secret_id", "sealed", "erased_at"], key: &["id"] },
    Table { name: "blob", columns: &["id", "size", "media", "at"], key: &["id"] },
    Table { name: "account", columns: &["id", "version", "body", "seat", "party", "enabled"], key: &["id"] },
    Table {
        name: "enterprise",
        columns: &["id", "version", "body", "credit_code", "name", "name_folded", "district"],
        key: &["id"],
    },
    Table { name: "programme", columns: &["id", "version", "body", "policy", "policy_hash", "state"], key: &["id"] },
    Table { name: "edition", columns: &["id", "version", "body", "programme", "state"], key: &["id"] },
    Table {
        name: "interpretation",
        columns: &["id", "version", "body", "programme", "asked_by", "asked_at", "answered"],
        key: &["id"],
    },
    Table {
        name: "filing",
        columns: &[
            "id",
            "version",
            "body",
            "number",
            "programme",
            "enterprise",
            "enterprise_name",
            "stream",
            "district",
            "provider",
            "step",
            "state",
            "due",
            "received_at",
            "sent_on",
            "reserved_fen",
            "reservation",
            "policy_hash",
        ],
        key: &["id"],
    },
    Table {
        name: "claim",
        columns: &[
            "id",
            "version",
            "body",
            "number",
            "programme",
            "filing",
            "enterprise",
            "enterprise_name",
            "stream",
            "district",
            "provider",
            "service_date",
            "step",
            "state",
            "due",
            "received_at",
            "award_fen",
            "money",
            "round",
            "paid_fen",
            "ready",
            "policy_hash",
        ],
        key: &["id"],
    },
    Table { name: "roster", columns: &["id", "version", "body", "programme", "provider", "sent_at"], key: &["id"] },
    Table { name: "round", columns: &["id", "version", "body"], key: &["id"] },
    Table {
        name: "queue",
        columns: &[
            "kind",
            "id",
            "role",
            "rank",
            "programme",
            "stream",
            "district",
            "enterprise",
            "enterprise_name",
            "number",
            "step",
            "due",
            "received_at",
            "fen",
        ],
        key: &["kind", "id", "role"],
    },
    Table {
        name: "queue_count",
        columns: &["programme", "role", "district", "stream", "kind", "step", "rank", "cases"],
        key: &["programme", "role", "district", "stream", "kind", "step", "rank"],
    },
    Table {
        name: "message",
        columns: &["id", "version", "body", "addressee_kind", "addressee", "about", "at", "read_by", "read_at"],
        key: &["id"],
    },
    Table {
        name: "credential",
        columns: &["account", "password_hash", "password_at", "totp_sealed", "totp_step", "recovery"],
        key: &["account"],
    },
    Table {
        name: "session",
        columns: &["hash", "account", "created_at", "seen_at", "expires_at", "address_hash", "body"],
        key: &["hash"],
    },
    Table { name: "one_time_link", columns: &["hash", "purpose", "account", "expires_at", "used_at"], key: &["hash"] },
    Table { name: "login", columns: &["hash", "account"], key: &["hash"] },
    Table { name: "throttle", columns: &["hash", "tries", "since"], key: &["hash"] },
    Table { name: "head", columns: &["id", "seq"], key: &["id"] },
];

impl Table {
    /// Reads the first rows in the order of the key.
    pub(crate) fn first_page(&self) -> String {
        let (columns, key) = (self.columns.join(", "), self.key.join(", "));
        format!("select {columns} from {} order by {key} limit 500", self.name)
    }

    /// Reads the next rows after a key.
    pub(crate) fn next_page(&self) -> String {
        let (columns, key) = (self.columns.join(", "), self.key.join(", "));
        let after = numbers(self.key.len());
        format!("select {columns} from {} where ({key}) > ({after}) order by {key} limit 500", self.name)
    }

    /// Writes a row.
    pub(crate) fn insert(&self) -> String {
        let columns = self.columns.join(", ");
        format!("insert into {} ({columns}) values ({})", self.name, numbers(self.columns.len()))
    }

    /// Reads one row, to see whether there is any.
    pub(crate) fn any(&self) -> String {
        format!("select cast(1 as bigint) from {} limit 1", self.name)
    }
}

fn numbers(count: usize) -> String {
    (1..=count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// The statements of this file.
pub(crate) fn statements() -> Vec<String> {
    TABLES.iter().flat_map(|table| [table.first_page(), table.next_page(), table.insert(), table.any()]).collect()
}
