-- core.breadth_daily: the counts of each session and universe, from its members.
-- Replaces the sessions of the window.
with

members as (
    select * from marts.breadth_members
    where session between $window_start and $window_end
)

select
    session,
    universe,

    count(*) as universe_size,
    count(*) filter (where bucket != 'not_traded') as traded,
    count(*) filter (where bucket in ('advance', 'decline', 'unchanged')) as comparable,
    count(*) filter (where bucket = 'advance') as advances,
    count(*) filter (where bucket = 'decline') as declines,
    count(*) filter (where bucket = 'unchanged') as unchanged,
    count(*) filter (where bucket = 'not_comparable') as not_comparable,
    count(*) filter (where bucket = 'not_traded') as not_traded,

    coalesce(sum(volume_shares) filter (where bucket = 'advance'), 0) as up_volume,
    coalesce(sum(volume_shares) filter (where bucket = 'decline'), 0) as down_volume,
    round(coalesce(sum(turnover_inr) filter (where bucket = 'advance'), 0), 2) as up_turnover_inr,
    round(coalesce(sum(turnover_inr) filter (where bucket = 'decline'), 0), 2) as down_turnover_inr,
    count(*) filter (where return_1_pct >= 4) as up_4pct,
    count(*) filter (where return_1_pct <= -4) as down_4pct,

    case when count(is_high_52w) > 0 then count(*) filter (where is_high_52w) end as new_highs_52w,
    case when count(is_low_52w) > 0 then count(*) filter (where is_low_52w) end as new_lows_52w,
    case when count(is_high_52w) > 0 then count(*) filter (where is_high_52w_intraday) end
        as new_highs_52w_intraday,
    case when count(is_low_52w) > 0 then count(*) filter (where is_low_52w_intraday) end
        as new_lows_52w_intraday,
    count(is_high_52w) as with_52w_window,

    count(*) filter (where is_above_20dma) as above_20dma,
    count(is_above_20dma) as with_20dma,
    count(*) filter (where is_above_50dma) as above_50dma,
    count(is_above_50dma) as with_50dma,
    count(*) filter (where is_above_100dma) as above_100dma,
    count(is_above_100dma) as with_100dma,
    count(*) filter (where is_above_200dma) as above_200dma,
    count(is_above_200dma) as with_200dma
from members
group by session, universe
