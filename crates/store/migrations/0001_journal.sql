-- The journal and what is written with it in one transaction.
-- Types are bigint, text and bytea only; instants are microseconds since 1970 in UTC, days are
-- text such as 2018-09-17, words are text, states are JSON text that no statement looks into.

-- What happened, in order, for ever.
create table journal (
    -- Counts from 1 without a gap.
    seq bigint not null primary key,
    -- When it happened, on the programme's clock.
    at bigint not null,
    -- Which act it belongs to: the hash of account, command and one-time key.
    act text not null,
    -- Who acted.
    actor text not null,
    -- In which seat.
    seat text not null,
    -- What was asked for.
    command text not null,
    -- Which event of the act it is, from 0.
    place bigint not null,
    -- The kind of thing it happened to.
    kind text not null,
    -- The id of the thing it happened to.
    id text not null,
    -- What happened, as a word.
    what text not null,
    -- The version of the form of the body.
    v bigint not null,
    -- The whole event as JSON.
    body text not null,
    -- SHA-256 of 0x00 and the entry's canonical bytes: a leaf of the transparency log (RFC 6962).
    leaf bytea not null
);
create index journal_of_subject on journal (kind, id, seq);
create index journal_of_actor on journal (actor, seq);
create index journal_at on journal (at, seq);

-- The end of the journal; a writer locks it before anything else.
create table head (
    -- Always 1.
    id bigint not null primary key check (id = 1),
    -- The number of the last entry.
    seq bigint not null
);
insert into head (id, seq) values (1, 0);

-- The answer to every act, so that the same act again gets the same answer.
create table answer (
    -- The act.
    act text not null primary key,
    -- SHA-256 of what was asked for.
    body_hash bytea not null,
    -- The answer as JSON.
    answer text not null,
    -- When it was given.
    at bigint not null
);

-- Things that may exist or be funded only once.
create table unique_key (
    -- The key: its name in the policy and its values.
    key text not null primary key,
    -- The case that holds it.
    holder text not null,
    -- In progress or funded.
    standing text not null,
    -- The number of the journal entry that last changed it.
    version bigint not null
);
create index unique_key_of_holder on unique_key (holder, key);

-- Serial counters.
create table counter (
    -- Its name.
    name text not null primary key,
    -- The last serial number given out, or the sum so far.
    last bigint not null
);

-- The balance of every ledger account.
create table balance (
    -- The account.
    account text not null primary key,
    -- What it holds, in fen.
    fen bigint not null,
    -- 1 where it may fall below zero.
    overdraft bigint not null,
    check (fen >= 0 or overdraft = 1)
);

-- Every movement of money; those of one entry sum to zero.
create table posting (
    -- The journal entry.
    seq bigint not null references journal (seq),
    -- The account.
    account text not null,
    -- How much it received, in fen; negative where it gave.
    fen bigint not null,
    primary key (seq, account)
);
create index posting_of_account on posting (account, seq);

-- Effects that leave the house: mail and the like.
create table outbox (
    -- Its id: the id of the message it carries.
    id text not null primary key,
    -- What kind of effect it is.
    kind text not null,
    -- What it needs, as JSON; never personal data.
    body text not null,
    -- ready, done or given_up.
    state text not null,
    -- How often it was tried.
    attempts bigint not null,
    -- When it may be tried next.
    due bigint not null
);
create index outbox_ready on outbox (state, due, id);

-- Personal values, sealed; the only place where they lie, and erasable (I16).
create table personal (
    -- Its id, which events carry.
    id text not null primary key,
    -- Whom it belongs to, as text of a key.
    owner text not null,
    -- Which field it is.
    field text not null,
    -- Which secret sealed it; empty once erased.
    secret_id text not null,
    -- Nonce, salt and value, sealed; empty once erased.
    sealed bytea not null,
    -- When it was erased.
    erased_at bigint
);
create index personal_of_owner on personal (owner, id);

-- The stored documents.
create table blob (
    -- SHA-256 of its bytes in hexadecimal.
    id text not null primary key,
    -- How many bytes.
    size bigint not null,
    -- Its media type.
    media text not null,
    -- When it was first stored.
    at bigint not null
);
