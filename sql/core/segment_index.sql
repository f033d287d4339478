-- core.segment_index: levels of our own indices, one row per session, universe and weighting: their returns chained.
-- The base is 1000 on the eve of the first return; after a session of the exchange without one the chain begins anew.
with

calendar as (
    select
        session,
        row_number() over (order by session) as n
    from (select distinct session_on_or_after as session from core.calendar_day) as days
),

returns as (
    select
        session,
        universe,
        'equal' as weighting,
        mean_return_1_pct as return_1_pct
    from core.breadth_daily
    where mean_return_1_pct is not null
    union all
    select
        session,
        universe,
        'cap' as weighting,
        cap_weighted_return_1_pct as return_1_pct
    from core.breadth_daily
    where cap_weighted_return_1_pct is not null
),

-- Sessions that follow each other differ from their count by one and the same number.
placed as (
    select
        r.*,
        c.n,
        c.n - row_number() over (partition by r.universe, r.weighting order by c.n) as chain
    from returns as r
    inner join calendar as c on r.session = c.session
    where r.universe not like 'index:%'
),

based as (
    select
        *,
        min(n) over (partition by universe, weighting, chain) - 1 as base_n,
        1000 * exp(sum(ln(1 + return_1_pct / 100)) over (partition by universe, weighting, chain order by n)) as level
    from placed
),

levels as (
    select
        universe,
        weighting,
        n,
        base_n,
        session as known_on,
        level
    from based
    union all
    select
        universe,
        weighting,
        base_n as n,
        base_n,
        session as known_on,
        1000 as level
    from based
    where n = base_n + 1
)

select
    c.session,
    'ours_' || replace(l.universe, ':', '_') || '_' || l.weighting as index_name,
    l.universe,
    l.weighting,
    round(l.level, 4) as close_points,
    b.session as base_session,
    l.known_on
from levels as l
inner join calendar as c on l.n = c.n
inner join calendar as b on l.base_n = b.n
