-- A provider looks up the filings and claims that stand with it.
create index filing_of_provider on filing (provider, programme, state, enterprise_name, id);
create index claim_of_provider on claim (provider, state, step, id);
