-- marts.claimed_flows: institutional flows that articles state and have not taken back.
select
    fact_id,
    assertion,
    investor,
    side,
    value,
    unit,
    bound,
    horizon,
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
    kind = 'flow'
    and retracted_at is null
