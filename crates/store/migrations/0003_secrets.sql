-- The secrets of accounts: how people come in. Never in the journal, never in an export.

-- The password and second factor of an account.
create table credential (
    -- The account.
    account text not null primary key,
    -- The Argon2id hash of the password; empty where none is set yet.
    password_hash text not null,
    -- When the password was set.
    password_at bigint,
    -- The sealed secret of the second factor.
    totp_sealed bytea,
    -- The last step of the second factor that was used; a code works once.
    totp_step bigint not null,
    -- Hashes of unused recovery codes, one per line.
    recovery text not null
);

-- Open sessions.
create table session (
    -- SHA-256 of the token.
    hash bytea not null primary key,
    -- The account.
    account text not null,
    -- When it began.
    created_at bigint not null,
    -- When it was last used.
    seen_at bigint not null,
    -- When it ends at the latest.
    expires_at bigint not null,
    -- A keyed hash of the address it came from.
    address_hash bytea not null,
    -- What the session holds beside, as JSON.
    body text not null
);
create index session_of_account on session (account, created_at);
create index session_ends on session (expires_at);

-- Links that work once: activation, new password.
create table one_time_link (
    -- SHA-256 of the token in it.
    hash bytea not null primary key,
    -- What it is for.
    purpose text not null,
    -- The account.
    account text not null,
    -- Until when it works.
    expires_at bigint not null,
    -- When it was used.
    used_at bigint
);
create index one_time_link_of_account on one_time_link (account, purpose);

-- From the name used to sign in to the account.
create table login (
    -- Keyed hash of the name.
    hash bytea not null primary key,
    -- The account.
    account text not null
);
create index login_of_account on login (account);

-- How often something was tried of late.
create table throttle (
    -- Keyed hash of who tries what.
    hash bytea not null primary key,
    -- How often since then.
    tries bigint not null,
    -- When the count began.
    since bigint not null
);
