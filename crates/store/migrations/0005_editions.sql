-- Editions of programmes' policies, and questions to the authority that interprets them. Texts lie among the documents.

create table edition (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The programme.
    programme text not null,
    -- draft, proposed, published or discarded.
    state text not null
);
create index edition_of_programme on edition (programme, id);

create table interpretation (
    -- Its id.
    id text not null primary key,
    -- Counts the acts that changed it.
    version bigint not null,
    -- The whole state.
    body text not null,
    -- The programme.
    programme text not null,
    -- The id of the enterprise, provider or office that asked.
    asked_by text not null,
    -- When it was asked.
    asked_at bigint not null,
    -- 1 where it is answered.
    answered bigint not null
);
create index interpretation_of_programme on interpretation (programme, answered, asked_at, id);

-- The hash of the policy document a case is decided by, for counting; until now a programme had but one.
alter table filing add column policy_hash text not null default '';
update filing set policy_hash = (select policy_hash from programme where programme.id = filing.programme)
    where programme in (select id from programme);
create index filing_of_policy on filing (programme, policy_hash);
alter table claim add column policy_hash text not null default '';
update claim set policy_hash = (select policy_hash from programme where programme.id = claim.programme)
    where programme in (select id from programme);
create index claim_of_policy on claim (programme, policy_hash);
