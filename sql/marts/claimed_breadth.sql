-- marts.claimed_breadth: advances and declines that articles state and have not taken back.
select
    fact_id,
    assertion,
    index_as_printed,
    advances,
    declines,
    unchanged,
    total,
    ratio,
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
    kind = 'advance_decline'
    and retracted_at is null
