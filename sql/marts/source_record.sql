-- marts.source_record: one row per publisher and kind of claim, and one for all kinds: how its claims fared.
with

named as (
    select
        coalesce(publisher, '-') as publisher,
        kind,
        verdict,
        session
    from marts.claim_checks
),

counted as (
    select * from named
    union all
    select
        publisher,
        'all' as kind,
        verdict,
        session
    from named
),

tallied as (
    select
        publisher,
        kind,
        count(*) as claims,
        count(*) filter (where verdict = 'confirmed') as confirmed,
        count(*) filter (where verdict = 'close') as close,
        count(*) filter (where verdict = 'contradicted') as contradicted,
        count(*) filter (where verdict = 'not_checkable') as not_checkable,
        min(session) as first_session,
        max(session) as last_session
    from counted
    group by publisher, kind
)

select
    publisher,
    kind,
    claims,
    confirmed,
    close,
    contradicted,
    not_checkable,
    round(100.0 * confirmed / nullif(claims - not_checkable, 0), 8) as confirmed_pct,
    round(100.0 * contradicted / nullif(claims - not_checkable, 0), 8) as contradicted_pct,
    first_session,
    last_session
from tallied
