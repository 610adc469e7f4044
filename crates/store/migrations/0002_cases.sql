-- The state of everything, one table per kind: the whole state as JSON, and beside it the columns
-- that lists and searches need.

-- Accounts.
create table account (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The word of its seat.
    seat text not null,
    -- The office, enterprise, provider or expert it speaks for; empty where there is none.
    party text not null,
    -- 1 where it may sign in.
    enabled bigint not null
);
create index account_of_seat on account (seat, enabled, id);
create index account_of_party on account (party, id);

-- Enterprises and institutions.
create table enterprise (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The unified social credit code.
    credit_code text not null,
    -- The name.
    name text not null,
    -- The name in lower case and half width, for search.
    name_folded text not null,
    -- The district of registration.
    district text not null
);
create index enterprise_of_code on enterprise (credit_code, id);
create index enterprise_of_name on enterprise (name_folded, id);
create index enterprise_of_district on enterprise (district, name_folded, id);

-- Programmes.
create table programme (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The id of its policy.
    policy text not null,
    -- The hash of the policy document.
    policy_hash text not null,
    -- draft, open, settling or closed.
    state text not null
);

-- Filings.
create table filing (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The number of the receipt.
    number text,
    -- The programme.
    programme text not null,
    -- Who files.
    enterprise text not null,
    -- The enterprise's name at that time.
    enterprise_name text not null,
    -- The stream.
    stream text not null,
    -- The district.
    district text not null,
    -- The provider.
    provider text not null,
    -- The step it stands at; empty while it is a draft.
    step text not null,
    -- draft, or the word of its course.
    state text not null,
    -- By when the step should be done; 9999-12-31 where nothing presses.
    due text not null,
    -- When it was handed in.
    received_at bigint,
    -- When the district sent it with its batch.
    sent_on text,
    -- What is reserved for it, in fen.
    reserved_fen bigint not null,
    -- none, waiting, held or released.
    reservation text not null
);
create index filing_of_enterprise on filing (enterprise, id);
create index filing_of_state on filing (programme, state, due, id);
create index filing_of_district on filing (programme, district, state, due, id);
create index filing_number on filing (number);
create index filing_of_reservation on filing (programme, reservation, received_at, id);

-- Cases by who holds them now: one row for each role a case waits for.
create table queue (
    -- filing, claim or round.
    kind text not null,
    -- The case.
    id text not null,
    -- The role that must act, or enterprise where it is with the applicant.
    role text not null,
    -- The rank within the office that must act next, from 0.
    rank bigint not null,
    -- The programme.
    programme text not null,
    -- The stream.
    stream text not null,
    -- The district.
    district text not null,
    -- The enterprise.
    enterprise text not null,
    -- The enterprise's name.
    enterprise_name text not null,
    -- The number of the case.
    number text,
    -- The step it stands at.
    step text not null,
    -- By when; 9999-12-31 where nothing presses.
    due text not null,
    -- When it was handed in.
    received_at bigint,
    -- The amount at stake, in fen.
    fen bigint not null,
    primary key (kind, id, role)
);
create index queue_of_role on queue (programme, role, stream, step, rank, due, id, kind);
create index queue_of_district on queue (programme, role, district, stream, step, rank, due, id, kind);

-- How many rows the queue holds at each place, so that a count costs a few rows.
create table queue_count (
    -- The programme.
    programme text not null,
    -- The role.
    role text not null,
    -- The district.
    district text not null,
    -- The stream.
    stream text not null,
    -- filing, claim or round.
    kind text not null,
    -- The step.
    step text not null,
    -- The rank that must act, from 0.
    rank bigint not null,
    -- How many.
    cases bigint not null,
    primary key (programme, role, district, stream, kind, step, rank)
);

-- Messages in inboxes.
create table message (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- enterprise, office, provider or account.
    addressee_kind text not null,
    -- The id of the addressee.
    addressee text not null,
    -- The case it is about.
    about text not null,
    -- When it was sent.
    at bigint not null,
    -- Who read it first; not a matter of the journal.
    read_by text,
    -- When it was first read.
    read_at bigint
);
create index message_of_addressee on message (addressee_kind, addressee, at, id);
create index message_of_case on message (about, at, id);

-- Claims.
create table claim (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The number of the claim.
    number text not null,
    -- The programme.
    programme text not null,
    -- The filing it belongs to.
    filing text not null,
    -- Who claims.
    enterprise text not null,
    -- The enterprise's name at that time.
    enterprise_name text not null,
    -- The stream.
    stream text not null,
    -- The district.
    district text not null,
    -- The provider of this year.
    provider text not null,
    -- The first day of the contract year.
    service_date text not null,
    -- The step it stands at.
    step text not null,
    -- The word of its course.
    state text not null,
    -- By when the step should be done; 9999-12-31 where nothing presses.
    due text not null,
    -- When the enterprise confirmed it.
    received_at bigint,
    -- What the decision awards, in fen; 0 before it.
    award_fen bigint not null,
    -- none, in_round, left_out, planned, failed or paid.
    money text not null,
    -- The round it is in.
    round text,
    -- What was paid, in fen.
    paid_fen bigint not null,
    -- 1 where it is decided with an award and waits for a round.
    ready bigint not null
);
create index claim_of_filing on claim (filing, service_date, id);
create index claim_of_enterprise on claim (enterprise, service_date, id);
create index claim_of_state on claim (programme, state, due, id);
create index claim_of_district on claim (programme, district, state, due, id);
create index claim_number on claim (number);
create index claim_of_round on claim (round, id);
create index claim_ready on claim (programme, ready, received_at, id);
create index claim_of_money on claim (programme, money, enterprise_name, id);

-- Rosters of providers.
create table roster (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The programme.
    programme text not null,
    -- The provider.
    provider text not null,
    -- When it was sent.
    sent_at bigint not null
);
create index roster_of_provider on roster (provider, sent_at, id);

-- Rounds.
create table round (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null
);
