-- marts.rating_change_feed: every version of every rating change, as the feed has told it.
select
    feed_seq,
    event_id,
    version,
    security_id,
    symbol_as_printed,
    company_as_printed,
    rater,
    firm,
    analyst,
    scale_id,
    kind,
    from_grade,
    to_grade,
    direction,
    steps,
    from_target_inr,
    to_target_inr,
    effective_session,
    published_at,
    known_at,
    status,
    contradicts,
    evidence_count,
    publisher_count,
    source
from lake.rating_log
order by feed_seq
