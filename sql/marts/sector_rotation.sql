-- marts.sector_rotation: one row per session and sector with three members or more.
-- Replaces the sessions of the window; reads 6 sessions before it for the change of rank.
with

members as (
    select
        p.*,
        m.level,
        m.sector,
        m.classified_as_of,
        m.is_carried_back
    from core.price_change as p
    inner join core.sector_membership as m
        on
            p.security_id = m.security_id
            and p.session >= m.valid_from
            and (p.session < m.valid_to or m.valid_to is null)
    where
        p.session between $read_start and $window_end
        and p.instrument in ('common', 'dvr')
        and p.series in ('EQ', 'BE', 'BZ')
),

sectors as (
    select
        session,
        level,
        sector,
        count(*) as members,
        round(avg(return_1_pct), 8) as return_1_pct,
        round(avg(return_5_pct), 8) as return_5_pct,
        round(avg(return_21_pct), 8) as return_21_pct,
        round(avg(return_63_pct), 8) as return_63_pct,
        count(*) filter (where direction = 1) as advances,
        count(*) filter (where direction = -1) as declines,
        count(*) filter (where direction = 0) as unchanged,
        round(100.0 * count(*) filter (where is_above_50dma) / nullif(count(is_above_50dma), 0), 8)
            as pct_above_50dma,
        sum(turnover_inr) as turnover_inr,
        max(classified_as_of) as classified_as_of,
        bool_or(is_carried_back) as is_carried_back
    from members
    group by session, level, sector
),

shared as (
    select
        *,
        round(100.0 * turnover_inr / nullif(sum(turnover_inr) over (partition by session, level), 0), 8)
            as turnover_share_pct
    from sectors
),

ranked as (
    select
        *,
        case when return_1_pct is not null then rank() over by_1 end as rank_1,
        case when return_5_pct is not null then rank() over by_5 end as rank_5,
        case when return_21_pct is not null then rank() over by_21 end as rank_21,
        case when return_63_pct is not null then rank() over by_63 end as rank_63
    from shared
    where members >= 3
    window
        by_1 as (partition by session, level order by return_1_pct desc nulls last),
        by_5 as (partition by session, level order by return_5_pct desc nulls last),
        by_21 as (partition by session, level order by return_21_pct desc nulls last),
        by_63 as (partition by session, level order by return_63_pct desc nulls last)
),

moved as (
    select
        *,
        lag(rank_21, 5) over (partition by level, sector order by session) - rank_21 as rank_21_change
    from ranked
)

select
    session,
    level,
    sector,
    members,
    return_1_pct,
    return_5_pct,
    return_21_pct,
    return_63_pct,
    rank_1,
    rank_5,
    rank_21,
    rank_63,
    rank_21_change,
    advances,
    declines,
    unchanged,
    pct_above_50dma,
    turnover_share_pct,
    classified_as_of,
    is_carried_back
from moved
where session between $window_start and $window_end
