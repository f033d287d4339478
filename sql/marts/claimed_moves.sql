-- marts.claimed_moves: moves of indices, segments and stocks that articles state and have not taken back.
select
    fact_id,
    assertion,
    kind,
    security_id,
    company_as_printed,
    index_as_printed,
    stat,
    value,
    value_low,
    value_high,
    unit,
    bound,
    horizon,
    rank,
    since,
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
    kind in ('index_return', 'mover', 'segment_stat')
    and retracted_at is null
