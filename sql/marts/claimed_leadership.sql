-- marts.claimed_leadership: sectors said to lead or lag, not taken back since.
select
    fact_id,
    assertion,
    sector_as_printed,
    index_as_printed,
    direction,
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
    kind = 'sector_leadership'
    and retracted_at is null
