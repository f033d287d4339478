-- marts.target_prices: every target price that vendors and articles state, with the time for which it stands.
with

told as (
    select
        fact_id || '.' || assertion as claim_id,
        'article' as origin,
        security_id,
        company_as_printed,
        firm,
        value as target_inr,
        cast(null as double) as former_target_inr,
        session as effective_session,
        published_at,
        known_at,
        retracted_at,
        quote,
        coalesce(canonical_url, article_id) as source
    from core.article_fact
    where
        kind = 'target_price'
        and value is not null
    union all
    select
        vendor_event_id || '.' || row_number() over (
            partition by vendor_event_id order by known_at, version
        ) as claim_id,
        'vendor' as origin,
        security_id,
        coalesce(company_as_printed, symbol_as_printed) as company_as_printed,
        firm,
        to_target_inr as target_inr,
        from_target_inr as former_target_inr,
        effective_session,
        published_at,
        known_at,
        lead(known_at) over (partition by vendor_event_id order by known_at, version) as retracted_at,
        cast(null as varchar) as quote,
        source
    from core.vendor_rating
)

select *
from told
where target_inr is not null
order by claim_id
