-- marts.claimed_levels: levels of indices and stocks that articles state and have not taken back.
select
    fact_id,
    assertion,
    security_id,
    company_as_printed,
    index_as_printed,
    role,
    value,
    value_low,
    value_high,
    unit,
    bound,
    session,
    stated_on,
    published_at,
    known_at,
    article_id,
    publisher,
    canonical_url,
    quote,
    confidence
from core.article_fact
where
    kind = 'price_level'
    and retracted_at is null
