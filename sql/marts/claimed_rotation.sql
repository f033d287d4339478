-- marts.claimed_rotation: shifts of capital that articles state and have not taken back.
select
    fact_id,
    assertion,
    from_segments,
    to_segments,
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
    kind = 'capital_rotation'
    and retracted_at is null
