-- 三(三) of Shenyang's plan by hand, on the columns that `shangyun policy sql` reads: the yardstick for the generated
-- statement. It knows no unknown facts.
select
  id,
  case when failed is null then least(half, cap) else 0 end as award_fen,
  case when failed is not null then failed when half > cap then 'CAPPED' else 'FULL' end as reason
from (
  select
    id,
    paid_fen >> 1 as half,
    case stream
      when 'industrial' then case
        when revenue_fen >= 500000000000 then 200000000
        when revenue_fen >= 40000000000 then 150000000
        when revenue_fen >= 2000000000 then 100000000
        else 30000000 end
      when 'software' then case
        when revenue_fen >= 10000000000 then 50000000
        when revenue_fen >= 1000000000 then 30000000
        when revenue_fen >= 50000000 then 20000000
        else 10000000 end
      else 100000000 end as cap,
    case
      when not filed then 'NOT_FILED'
      when not reg_local then 'NOT_REG_LOCAL'
      when not tax_local then 'NOT_TAX_LOCAL'
      when not legal_person then 'NOT_LEGAL_PERSON'
      when not operating then 'NOT_OPERATING'
      when not industry_ok then 'NOT_INDUSTRY'
      when not (stream = 'industrial' and kind = 'industrial' or stream = 'software' and kind = 'software'
                or stream = 'city_service' and kind <> 'other') then 'KIND_MISMATCH'
      when service_date < date '2018-09-17' or service_date > date '2022-12-31' then 'OUT_OF_TERM'
      when years_used >= 3 then 'YEARS_EXHAUSTED'
      when paid_fen <= 0 then 'NO_PAYMENT' end as failed
  from claims
) checked
