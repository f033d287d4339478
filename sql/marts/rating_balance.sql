-- marts.rating_balance: upgrades against downgrades by session, segment and scale, of events as they stand now.
with

standing as (
    select
        event_id,
        security_id,
        scale_id,
        direction,
        effective_session as session,
        status,
        kind
    from marts.rating_change_feed
    qualify row_number() over (partition by event_id order by known_at desc, version desc) = 1
),

changes as (
    select *
    from standing
    where
        status != 'withdrawn'
        and kind != 'removal'
        and direction in ('upgrade', 'downgrade')
        and scale_id is not null
        and session is not null
),

placed as (
    select
        session,
        'market' as level,
        'all' as sector,
        scale_id,
        security_id,
        direction
    from changes
    union all
    select
        c.session,
        m.level,
        m.sector,
        c.scale_id,
        c.security_id,
        c.direction
    from changes as c
    inner join core.segment_membership as m
        on
            c.security_id = m.security_id
            and c.session >= m.valid_from
            and (c.session < m.valid_to or m.valid_to is null)
),

counted as (
    select
        session,
        level,
        sector,
        scale_id,
        count(*) filter (where direction = 'upgrade') as upgrades,
        count(*) filter (where direction = 'downgrade') as downgrades,
        count(distinct security_id) as securities
    from placed
    group by session, level, sector, scale_id
)

select
    session,
    level,
    sector,
    scale_id,
    upgrades,
    downgrades,
    upgrades - downgrades as net_upgrades,
    100.0 * (upgrades - downgrades) / (upgrades + downgrades) as balance_pct,
    securities
from counted
order by session, level, sector, scale_id
