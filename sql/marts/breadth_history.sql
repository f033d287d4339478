-- marts.breadth_history: market breadth, one row per session and universe, made whole from the daily counts.
-- The running lines start at 0 before a universe's first session. A window of n sessions lies within the last
-- n + max(5, n/10) of the exchange, as those of securities do: no hole stretches it.
with

daily as (
    select
        b.*,
        s.session_index,
        b.advances - b.declines as net_advances,
        1000.0 * (b.advances - b.declines) / nullif(b.advances + b.declines, 0) as ratio_adjusted,
        1.0 * b.advances / nullif(b.advances + b.declines, 0) as advancing_share,
        100.0 * b.new_highs_52w / nullif(b.new_highs_52w + b.new_lows_52w, 0) as record_high_pct
    from core.breadth_daily as b
    inner join core.dim_session as s on b.session = s.session
),

-- A session without movers has no share of them, and the averages pass over it.
series as (
    select
        session,
        universe,
        'ema19' as measure,
        0.10 as alpha,
        net_advances as value
    from daily
    union all
    select
        session,
        universe,
        'ema39' as measure,
        0.05 as alpha,
        net_advances as value
    from daily
    union all
    select
        session,
        universe,
        'ratio_ema19' as measure,
        0.10 as alpha,
        ratio_adjusted as value
    from daily
    where ratio_adjusted is not null
    union all
    select
        session,
        universe,
        'ratio_ema39' as measure,
        0.05 as alpha,
        ratio_adjusted as value
    from daily
    where ratio_adjusted is not null
    union all
    select
        session,
        universe,
        'zweig_ema10' as measure,
        2.0 / 11 as alpha,
        advancing_share as value
    from daily
    where advancing_share is not null
),

numbered as (
    select
        *,
        row_number() over (partition by universe, measure order by session) - 1 as n
    from series
),

-- An exponential average started at its first value is a weighted sum, and with weights that grow by 1/(1-alpha)
-- a session it needs no recursion. They grow for 500 sessions; then a new block starts, to which the block
-- before adds what is left of it. What is left of older blocks is less than one part in 10^11.
blocked as (
    select
        *,
        pow(1 - alpha, n % 500) * sum(case when n = 0 then value else alpha * value end * pow(1 - alpha, -(n % 500)))
            over (partition by universe, measure, n // 500 order by session)
            as here
    from numbered
),

averages as (
    select
        b.session,
        b.universe,
        max(case when b.measure = 'ema19' then b.here + coalesce(e.here, 0) * pow(0.90, b.n % 500 + 1) end) as ema19,
        max(case when b.measure = 'ema39' then b.here + coalesce(e.here, 0) * pow(0.95, b.n % 500 + 1) end) as ema39,
        max(case when b.measure = 'ratio_ema19' then b.here + coalesce(e.here, 0) * pow(0.90, b.n % 500 + 1) end)
            as ratio_ema19,
        max(case when b.measure = 'ratio_ema39' then b.here + coalesce(e.here, 0) * pow(0.95, b.n % 500 + 1) end)
            as ratio_ema39,
        max(case when b.measure = 'zweig_ema10' then b.here + coalesce(e.here, 0) * pow(9.0 / 11, b.n % 500 + 1) end)
            as zweig_ema10
    from blocked as b
    left join blocked as e
        on b.universe = e.universe and b.measure = e.measure and e.n = 500 * (b.n // 500) - 1
    group by b.session, b.universe
),

weighted as (
    select
        d.*,
        a.ema19,
        a.ema39,
        a.ratio_ema19,
        a.ratio_ema39,
        a.zweig_ema10
    from daily as d
    inner join averages as a on d.session = a.session and d.universe = a.universe
),

thrusting as (
    select
        *,
        coalesce(
            zweig_ema10 > 0.615
            and lag(zweig_ema10) over (partition by universe order by session) <= 0.615
            and min(zweig_ema10) over (
                partition by universe
                order by session_index
                range between 10 preceding and 1 preceding
            ) < 0.40,
            false
        ) as is_zweig_thrust
    from weighted
),

against as (
    select
        t.*,
        b.return_1_pct as benchmark_return_1_pct,
        b.basis as benchmark_basis,
        case
            when b.return_1_pct is null then null
            when b.return_1_pct > 0 and t.net_advances < 0 then 'index_up_breadth_down'
            when b.return_1_pct < 0 and t.net_advances > 0 then 'index_down_breadth_up'
            else 'none'
        end as divergence,
        -- Decimals add up to the same in any order, reals do not.
        case
            when
                count(t.delivery_pct) over twenty_before = 20
                and lag(t.session_index, 20) over own >= t.session_index - 25
                then round(
                    t.delivery_pct
                    - cast(sum(cast(t.delivery_pct as decimal(18, 8))) over twenty_before as double) / 20,
                    8
                )
        end as delivery_pct_change_20
    from thrusting as t
    left join core.benchmark_change as b on t.session = b.session and b.benchmark = 'nifty_50'
    window
        own as (partition by t.universe order by t.session),
        twenty_before as (
            partition by t.universe
            order by t.session
            rows between 20 preceding and 1 preceding
        )
),

-- Sessions in a row with one divergence differ from the universe's sessions so far by one and the same number.
spelled as (
    select
        *,
        row_number() over (partition by universe order by session)
        - row_number() over (partition by universe, divergence order by session) as spell
    from against
)

select
    session,
    universe,

    universe_size,
    traded,
    comparable,
    advances,
    declines,
    unchanged,
    not_comparable,
    not_traded,

    net_advances,
    round(100.0 * net_advances / nullif(comparable, 0), 8) as ad_percent,
    round(ratio_adjusted, 8) as ratio_adjusted_net_advances,
    round(1.0 * advances / nullif(declines, 0), 8) as advance_decline_ratio,
    sum(net_advances) over sofar as ad_line,
    round(ema19 - ema39, 6) as mcclellan_oscillator,
    round(1000 + 19 * ema39 - 9 * ema19, 6) as mcclellan_summation,
    round(ratio_ema19 - ratio_ema39, 6) as mcclellan_oscillator_ratio_adjusted,
    round(
        (1.0 * advances / nullif(declines, 0)) / nullif(1.0 * up_volume / nullif(down_volume, 0), 0), 8
    ) as trin,
    round(
        (1.0 * advances / nullif(declines, 0)) / nullif(up_turnover_inr / nullif(down_turnover_inr, 0), 0), 8
    ) as trin_turnover,

    up_volume,
    down_volume,
    up_turnover_inr,
    down_turnover_inr,
    sum(up_volume - down_volume) over sofar as ad_volume_line,
    up_4pct,
    down_4pct,
    case
        when lag(session_index, 4) over own >= session_index - 9
            then round(1.0 * sum(up_4pct) over five / nullif(sum(down_4pct) over five, 0), 8)
    end as movers_4pct_ratio_5,
    case
        when lag(session_index, 9) over own >= session_index - 14
            then round(1.0 * sum(up_4pct) over ten / nullif(sum(down_4pct) over ten, 0), 8)
    end as movers_4pct_ratio_10,
    round(zweig_ema10, 8) as zweig_ema10,
    is_zweig_thrust,

    new_highs_52w,
    new_lows_52w,
    new_highs_52w_intraday,
    new_lows_52w_intraday,
    with_52w_window,
    round(record_high_pct, 8) as record_high_pct,
    case
        when count(record_high_pct) over ten = 10 and lag(session_index, 9) over own >= session_index - 14
            then round(avg(record_high_pct) over ten, 8)
    end as high_low_index,

    round(100.0 * above_20dma / nullif(with_20dma, 0), 8) as pct_above_20dma,
    round(100.0 * above_50dma / nullif(with_50dma, 0), 8) as pct_above_50dma,
    round(100.0 * above_100dma / nullif(with_100dma, 0), 8) as pct_above_100dma,
    round(100.0 * above_200dma / nullif(with_200dma, 0), 8) as pct_above_200dma,

    benchmark_return_1_pct,
    benchmark_basis,
    divergence,
    case
        when divergence = 'none' then 0
        when divergence is not null
            then row_number() over (partition by universe, divergence, spell order by session)
    end as divergence_streak,

    listings,
    listings_up,
    listing_return_mean_pct,
    delivery_pct,
    delivery_pct_change_20,
    up_delivered_inr,
    down_delivered_inr,
    reported_advances,
    reported_declines,
    reported_unchanged,
    restated_on,

    is_estimated,
    is_carried_back
from spelled
window
    own as (partition by universe order by session),
    sofar as (partition by universe order by session rows between unbounded preceding and current row),
    five as (partition by universe order by session rows between 4 preceding and current row),
    ten as (partition by universe order by session rows between 9 preceding and current row)
