-- core.breadth_daily: the counts of each session and universe, from its members.
-- Replaces the sessions of the window.
with

members as (
    select * from marts.breadth_members
    where session between $window_start and $window_end
),

changes as (
    select
        session,
        security_id,
        close_inr,
        volume_shares,
        delivered_shares,
        restated_on,
        false as is_on_bse
    from core.price_change
    where session between $window_start and $window_end
    union all
    select
        session,
        security_id,
        close_inr,
        volume_shares,
        delivered_shares,
        restated_on,
        true as is_on_bse
    from core.bse_price_change
    where session between $window_start and $window_end
),

-- Apart from the counts: a sum of integers over a join takes its bounds from the wrong side of it in DuckDB 2.0.
deliveries as (
    select
        m.session,
        m.universe,
        sum(p.delivered_shares * p.close_inr) as delivered_inr,
        sum(case when p.delivered_shares is not null then p.volume_shares * p.close_inr end) as delivered_of_inr,
        sum(p.delivered_shares * p.close_inr) filter (where m.bucket = 'advance') as up_delivered_inr,
        sum(p.delivered_shares * p.close_inr) filter (where m.bucket = 'decline') as down_delivered_inr,
        max(p.restated_on) as restated_on
    from members as m
    inner join changes as p
        on
            m.session = p.session
            and m.security_id = p.security_id
            and (m.universe = 'bse_all') = p.is_on_bse
    group by m.session, m.universe
),

first_days as (
    select
        m.session,
        m.universe,
        count(*) filter (where l.close_inr > l.issue_price_inr) as listings_up,
        round(avg(l.close_return_pct), 8) as listing_return_mean_pct
    from marts.listings as l
    inner join members as m
        on
            l.session = m.session
            and l.security_id = m.security_id
            and m.universe != 'bse_all'
    group by m.session, m.universe
),

counts as (
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
        count(is_above_200dma) as with_200dma,

        count(*) filter (where reason = 'listing_day') as listings
    from members
    group by session, universe
)

select
    c.*,
    coalesce(f.listings_up, 0) as listings_up,
    f.listing_return_mean_pct,
    round(100.0 * d.delivered_inr / nullif(d.delivered_of_inr, 0), 8) as delivery_pct,
    case when d.delivered_inr is not null then round(coalesce(d.up_delivered_inr, 0), 2) end as up_delivered_inr,
    case when d.delivered_inr is not null then round(coalesce(d.down_delivered_inr, 0), 2) end as down_delivered_inr,
    d.restated_on,
    a.reported_advances,
    a.reported_declines,
    a.reported_unchanged
from counts as c
left join deliveries as d on c.session = d.session and c.universe = d.universe
left join first_days as f on c.session = f.session and c.universe = f.universe
left join lake.market_activity as a on c.session = a.session and c.universe = 'nse_all'
