-- marts.sector_rotation: one row per session and segment with three members or more (asset classes: one).
-- Replaces the sessions of the window; reads 280 sessions before it, for the market values that weigh returns.
-- Means are worked out in decimals, whose sum does not depend on the order of the rows.
with

sessions as (
    select
        session,
        session_index
    from core.dim_session
    where session between $read_start and $window_end
),

-- The change of rank looks back over 10 sessions at most.
first_ranked as (
    select coalesce(min(session), cast($window_start as date)) as session
    from (
        select session
        from sessions
        where session < $window_start
        qualify row_number() over (order by session desc) <= 10
    ) as before
),

-- No company is worth ten thousand lakh crore rupees; beyond it a decimal has no room.
market_values as (
    select
        session,
        security_id,
        cast(market_cap_inr as decimal(18, 2)) as value_inr
    from core.market_cap
    where
        session between $read_start and $window_end
        and market_cap_inr < 1e16
),

traded as (
    select
        p.session,
        s.session_index,
        p.security_id,
        p.series,
        p.instrument,
        p.direction,
        p.is_above_50dma,
        p.is_above_200dma,
        p.is_high_52w,
        p.is_low_52w,
        cast(p.turnover_inr as decimal(22, 2)) as turnover_inr,
        cast(p.return_1_pct as decimal(20, 8)) as return_1_pct,
        cast(p.return_5_pct as decimal(20, 8)) as return_5_pct,
        cast(p.return_21_pct as decimal(20, 8)) as return_21_pct,
        cast(p.return_63_pct as decimal(20, 8)) as return_63_pct,
        cast(p.return_126_pct as decimal(20, 8)) as return_126_pct,
        cast(p.return_252_pct as decimal(20, 8)) as return_252_pct,
        lag(v.value_inr, 1) over own as weight_1,
        lag(v.value_inr, 5) over own as weight_5,
        lag(v.value_inr, 21) over own as weight_21,
        lag(v.value_inr, 63) over own as weight_63,
        lag(v.value_inr, 126) over own as weight_126,
        lag(v.value_inr, 252) over own as weight_252
    from core.price_change as p
    inner join sessions as s on p.session = s.session
    left join market_values as v on p.session = v.session and p.security_id = v.security_id
    where p.session between $read_start and $window_end
    window own as (partition by p.security_id order by p.session)
),

ranked_days as (
    select t.*
    from traded as t
    inner join first_ranked as f on t.session >= f.session
    where
        t.series in ('EQ', 'BE', 'BZ')
        and t.instrument in ('common', 'dvr', 'etf')
),

market as (
    select
        session,
        sum(turnover_inr) as turnover_inr
    from ranked_days
    where instrument != 'etf'
    group by session
),

segments as (
    select
        t.session,
        t.session_index,
        m.level,
        m.sector,
        case when m.level = 'asset' then 1 else 3 end as least,
        count(*) as members,
        count(t.return_1_pct) as names_1,
        sum(t.return_1_pct) as sum_1,
        count(t.return_1_pct * t.weight_1) as weighted_names_1,
        sum(t.return_1_pct * t.weight_1) as weighted_sum_1,
        sum(case when t.return_1_pct is not null then t.weight_1 end) as weight_1,
        count(t.return_5_pct) as names_5,
        sum(t.return_5_pct) as sum_5,
        count(t.return_5_pct * t.weight_5) as weighted_names_5,
        sum(t.return_5_pct * t.weight_5) as weighted_sum_5,
        sum(case when t.return_5_pct is not null then t.weight_5 end) as weight_5,
        count(t.return_21_pct) as names_21,
        sum(t.return_21_pct) as sum_21,
        count(t.return_21_pct * t.weight_21) as weighted_names_21,
        sum(t.return_21_pct * t.weight_21) as weighted_sum_21,
        sum(case when t.return_21_pct is not null then t.weight_21 end) as weight_21,
        count(t.return_63_pct) as names_63,
        sum(t.return_63_pct) as sum_63,
        count(t.return_63_pct * t.weight_63) as weighted_names_63,
        sum(t.return_63_pct * t.weight_63) as weighted_sum_63,
        sum(case when t.return_63_pct is not null then t.weight_63 end) as weight_63,
        count(t.return_126_pct) as names_126,
        sum(t.return_126_pct) as sum_126,
        count(t.return_126_pct * t.weight_126) as weighted_names_126,
        sum(t.return_126_pct * t.weight_126) as weighted_sum_126,
        sum(case when t.return_126_pct is not null then t.weight_126 end) as weight_126,
        count(t.return_252_pct) as names_252,
        sum(t.return_252_pct) as sum_252,
        count(t.return_252_pct * t.weight_252) as weighted_names_252,
        sum(t.return_252_pct * t.weight_252) as weighted_sum_252,
        sum(case when t.return_252_pct is not null then t.weight_252 end) as weight_252,
        count(*) filter (where t.direction = 1) as advances,
        count(*) filter (where t.direction = -1) as declines,
        count(*) filter (where t.direction = 0) as unchanged,
        round(100.0 * count(*) filter (where t.is_above_50dma) / nullif(count(t.is_above_50dma), 0), 8)
            as pct_above_50dma,
        round(100.0 * count(*) filter (where t.is_above_200dma) / nullif(count(t.is_above_200dma), 0), 8)
            as pct_above_200dma,
        count(*) filter (where t.is_high_52w) as new_highs_52w,
        count(*) filter (where t.is_low_52w) as new_lows_52w,
        sum(t.turnover_inr) as turnover_inr,
        max(m.classified_as_of) as classified_as_of,
        bool_or(m.is_carried_back) as is_carried_back
    from ranked_days as t
    inner join core.segment_membership as m
        on
            t.security_id = m.security_id
            and t.session >= m.valid_from
            and (t.session < m.valid_to or m.valid_to is null)
            and (t.instrument = 'etf') = (m.level = 'asset')
    group by t.session, t.session_index, m.level, m.sector
),

measured as (
    select
        g.session,
        g.session_index,
        g.level,
        g.sector,
        g.members,
        case when g.names_1 >= g.least then round(cast(g.sum_1 as double) / g.names_1, 8) end
            as return_1_pct,
        case when g.names_5 >= g.least then round(cast(g.sum_5 as double) / g.names_5, 8) end
            as return_5_pct,
        case when g.names_21 >= g.least then round(cast(g.sum_21 as double) / g.names_21, 8) end
            as return_21_pct,
        case when g.names_63 >= g.least then round(cast(g.sum_63 as double) / g.names_63, 8) end
            as return_63_pct,
        case when g.names_126 >= g.least then round(cast(g.sum_126 as double) / g.names_126, 8) end
            as return_126_pct,
        case when g.names_252 >= g.least then round(cast(g.sum_252 as double) / g.names_252, 8) end
            as return_252_pct,
        case
            when g.names_1 >= g.least and 5 * g.weighted_names_1 >= 4 * g.names_1 and g.weight_1 > 0
                then round(cast(g.weighted_sum_1 as double) / cast(g.weight_1 as double), 8)
        end as cap_weighted_return_1_pct,
        case
            when g.names_5 >= g.least and 5 * g.weighted_names_5 >= 4 * g.names_5 and g.weight_5 > 0
                then round(cast(g.weighted_sum_5 as double) / cast(g.weight_5 as double), 8)
        end as cap_weighted_return_5_pct,
        case
            when g.names_21 >= g.least and 5 * g.weighted_names_21 >= 4 * g.names_21 and g.weight_21 > 0
                then round(cast(g.weighted_sum_21 as double) / cast(g.weight_21 as double), 8)
        end as cap_weighted_return_21_pct,
        case
            when g.names_63 >= g.least and 5 * g.weighted_names_63 >= 4 * g.names_63 and g.weight_63 > 0
                then round(cast(g.weighted_sum_63 as double) / cast(g.weight_63 as double), 8)
        end as cap_weighted_return_63_pct,
        case
            when g.names_126 >= g.least and 5 * g.weighted_names_126 >= 4 * g.names_126 and g.weight_126 > 0
                then round(cast(g.weighted_sum_126 as double) / cast(g.weight_126 as double), 8)
        end as cap_weighted_return_126_pct,
        case
            when g.names_252 >= g.least and 5 * g.weighted_names_252 >= 4 * g.names_252 and g.weight_252 > 0
                then round(cast(g.weighted_sum_252 as double) / cast(g.weight_252 as double), 8)
        end as cap_weighted_return_252_pct,
        g.advances,
        g.declines,
        g.unchanged,
        g.pct_above_50dma,
        g.pct_above_200dma,
        g.new_highs_52w,
        g.new_lows_52w,
        round(
            100 * cast(g.turnover_inr as double) / cast(
                nullif(
                    case
                        when g.level in ('size', 'theme') then k.turnover_inr
                        else sum(g.turnover_inr) over (partition by g.session, g.level)
                    end,
                    0
                ) as double
            ),
            8
        ) as turnover_share_pct,
        g.classified_as_of,
        g.is_carried_back
    from segments as g
    left join market as k on g.session = k.session
    where g.members >= g.least
),

ranked as (
    select
        *,
        case when return_1_pct is not null then rank() over by_1 end as rank_1,
        case when return_5_pct is not null then rank() over by_5 end as rank_5,
        case when return_21_pct is not null then rank() over by_21 end as rank_21,
        case when return_63_pct is not null then rank() over by_63 end as rank_63,
        case when return_126_pct is not null then rank() over by_126 end as rank_126,
        case when return_252_pct is not null then rank() over by_252 end as rank_252
    from measured
    window
        by_1 as (partition by session, level order by return_1_pct desc nulls last),
        by_5 as (partition by session, level order by return_5_pct desc nulls last),
        by_21 as (partition by session, level order by return_21_pct desc nulls last),
        by_63 as (partition by session, level order by return_63_pct desc nulls last),
        by_126 as (partition by session, level order by return_126_pct desc nulls last),
        by_252 as (partition by session, level order by return_252_pct desc nulls last)
),

moved as (
    select
        *,
        lag(session_index, 5) over own >= session_index - 10 as has_week,
        lag(rank_5, 5) over own - rank_5 as rank_5_gain,
        lag(rank_21, 5) over own - rank_21 as rank_21_gain,
        lag(rank_63, 5) over own - rank_63 as rank_63_gain
    from ranked
    window own as (partition by level, sector order by session)
)

select
    m.session,
    m.level,
    m.sector,
    m.members,
    m.return_1_pct,
    m.return_5_pct,
    m.return_21_pct,
    m.return_63_pct,
    m.return_126_pct,
    m.return_252_pct,
    m.cap_weighted_return_1_pct,
    m.cap_weighted_return_5_pct,
    m.cap_weighted_return_21_pct,
    m.cap_weighted_return_63_pct,
    m.cap_weighted_return_126_pct,
    m.cap_weighted_return_252_pct,
    round(100 * ((1 + m.return_1_pct / 100) / nullif(1 + b.return_1_pct / 100, 0) - 1), 8)
        as relative_strength_1_pct,
    round(100 * ((1 + m.return_5_pct / 100) / nullif(1 + b.return_5_pct / 100, 0) - 1), 8)
        as relative_strength_5_pct,
    round(100 * ((1 + m.return_21_pct / 100) / nullif(1 + b.return_21_pct / 100, 0) - 1), 8)
        as relative_strength_21_pct,
    round(100 * ((1 + m.return_63_pct / 100) / nullif(1 + b.return_63_pct / 100, 0) - 1), 8)
        as relative_strength_63_pct,
    round(100 * ((1 + m.return_126_pct / 100) / nullif(1 + b.return_126_pct / 100, 0) - 1), 8)
        as relative_strength_126_pct,
    round(100 * ((1 + m.return_252_pct / 100) / nullif(1 + b.return_252_pct / 100, 0) - 1), 8)
        as relative_strength_252_pct,
    b.basis as benchmark_basis,
    m.rank_1,
    m.rank_5,
    m.rank_21,
    m.rank_63,
    m.rank_126,
    m.rank_252,
    case when m.has_week then m.rank_5_gain end as rank_5_change,
    case when m.has_week then m.rank_21_gain end as rank_21_change,
    case when m.has_week then m.rank_63_gain end as rank_63_change,
    m.advances,
    m.declines,
    m.unchanged,
    m.pct_above_50dma,
    m.pct_above_200dma,
    m.new_highs_52w,
    m.new_lows_52w,
    m.turnover_share_pct,
    m.classified_as_of,
    m.is_carried_back
from moved as m
left join core.benchmark_return as b on m.session = b.session and b.benchmark = 'nifty_50'
where m.session between $window_start and $window_end
