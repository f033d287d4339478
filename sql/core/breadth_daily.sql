-- core.breadth_daily: the counts of each session and universe, from the names that belong to it.
-- Replaces the sessions of the window.
with

names as (
    select
        b.*,
        l.close_inr > l.issue_price_inr as is_listing_up,
        l.close_return_pct as listing_return_pct,
        p.delivered_shares * p.close_inr as delivered_inr,
        case when p.delivered_shares is not null then p.volume_shares * p.close_inr end as delivered_of_inr,
        coalesce(p.restated_on, q.restated_on) as restated_on,
        -- What the shares of the session were worth before its return.
        cast(c.market_cap_inr / (1 + b.return_1_pct / 100) as decimal(20, 2)) as weight_inr
    from core.security_bucket as b
    left join core.price_change as p
        on b.exchange = 'NSE' and b.session = p.session and b.security_id = p.security_id
    left join core.bse_price_change as q
        on b.exchange = 'BSE' and b.session = q.session and b.security_id = q.security_id
    left join core.market_cap as c
        on b.exchange = 'NSE' and b.session = c.session and b.security_id = c.security_id
    left join marts.listings as l
        on b.exchange = 'NSE' and b.session = l.session and b.security_id = l.security_id
    where b.session between $window_start and $window_end
),

members as (
    select
        n.*,
        n.board as universe,
        false as is_estimated,
        false as is_carried_back
    from names as n
    where n.exchange = 'NSE'
    union all
    select
        n.*,
        case when n.exchange = 'NSE' then 'nse_all' else 'bse_all' end as universe,
        false as is_estimated,
        false as is_carried_back
    from names as n
    union all
    select
        n.*,
        'india_all' as universe,
        false as is_estimated,
        false as is_carried_back
    from names as n
    where n.is_in_india_all
    union all
    select
        n.*,
        m.universe,
        m.is_estimated,
        m.is_carried_back
    from names as n
    inner join core.universe_membership as m
        on
            n.exchange = 'NSE'
            and n.security_id = m.security_id
            and n.session >= m.valid_from
            and (n.session < m.valid_to or m.valid_to is null)
            and (n.board = m.board or m.board is null)
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

        -- As reals, which hold such counts exactly: a sum of integers over a join takes its bounds from the wrong
        -- side of it in DuckDB 2.0.
        sum(case when bucket = 'advance' then cast(volume_shares as double) else 0 end) as up_volume,
        sum(case when bucket = 'decline' then cast(volume_shares as double) else 0 end) as down_volume,
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

        -- Decimals add up to the same in any order, reals do not.
        round(cast(sum(cast(return_1_pct as decimal(18, 8))) as double) / nullif(count(return_1_pct), 0), 8)
            as mean_return_1_pct,
        -- Where a fifth of the names has no known value, the largest may be among them.
        case
            when count(weight_inr) >= 0.8 * count(return_1_pct)
                then
                    round(
                        cast(sum(cast(weight_inr * return_1_pct as decimal(30, 4))) as double)
                        / nullif(cast(sum(weight_inr) as double), 0),
                        8
                    )
        end as cap_weighted_return_1_pct,

        count(*) filter (where reason = 'listing_day') as listings,
        count(*) filter (where is_listing_up) as listings_up,
        round(avg(listing_return_pct), 8) as listing_return_mean_pct,

        sum(delivered_inr) as delivered_inr,
        sum(delivered_of_inr) as delivered_of_inr,
        sum(delivered_inr) filter (where bucket = 'advance') as up_delivered,
        sum(delivered_inr) filter (where bucket = 'decline') as down_delivered,
        max(restated_on) as restated_on,

        bool_or(is_estimated) as is_estimated,
        bool_or(is_carried_back) as is_carried_back
    from members
    group by session, universe
)

select
    c.session,
    c.universe,

    c.universe_size,
    c.traded,
    c.comparable,
    c.advances,
    c.declines,
    c.unchanged,
    c.not_comparable,
    c.not_traded,

    cast(c.up_volume as bigint) as up_volume,
    cast(c.down_volume as bigint) as down_volume,
    c.up_turnover_inr,
    c.down_turnover_inr,
    c.up_4pct,
    c.down_4pct,

    c.new_highs_52w,
    c.new_lows_52w,
    c.new_highs_52w_intraday,
    c.new_lows_52w_intraday,
    c.with_52w_window,

    c.above_20dma,
    c.with_20dma,
    c.above_50dma,
    c.with_50dma,
    c.above_100dma,
    c.with_100dma,
    c.above_200dma,
    c.with_200dma,

    c.mean_return_1_pct,
    c.cap_weighted_return_1_pct,

    c.listings,
    c.listings_up,
    c.listing_return_mean_pct,

    round(100.0 * c.delivered_inr / nullif(c.delivered_of_inr, 0), 8) as delivery_pct,
    case when c.delivered_inr is not null then round(coalesce(c.up_delivered, 0), 2) end as up_delivered_inr,
    case when c.delivered_inr is not null then round(coalesce(c.down_delivered, 0), 2) end as down_delivered_inr,
    c.restated_on,

    c.is_estimated,
    c.is_carried_back,
    a.reported_advances,
    a.reported_declines,
    a.reported_unchanged
from counts as c
left join lake.market_activity as a on c.session = a.session and c.universe = 'nse_all'
