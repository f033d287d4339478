-- marts.breadth_history: market breadth, one row per session and universe, made whole from the daily counts.
-- The running lines start at 0 before a universe's first session.
with

daily as (
    select
        *,
        advances - declines as net_advances,
        row_number() over (partition by universe order by session) - 1 as n
    from core.breadth_daily
),

-- An exponential average started at its first value is a weighted sum; with weights that grow by 1/(1-alpha)
-- a session it needs no recursion. The powers stay within a double for 6,700 sessions (27 years).
weighted as (
    select
        *,
        sum(case when n = 0 then net_advances else 0.10 * net_advances * pow(0.90, -n) end) over sofar
        * pow(0.90, n) as ema19,
        sum(case when n = 0 then net_advances else 0.05 * net_advances * pow(0.95, -n) end) over sofar
        * pow(0.95, n) as ema39,
        100.0 * new_highs_52w / nullif(new_highs_52w + new_lows_52w, 0) as record_high_pct
    from daily
    window sofar as (partition by universe order by session rows between unbounded preceding and current row)
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
    round(1.0 * advances / nullif(declines, 0), 8) as advance_decline_ratio,
    sum(net_advances) over sofar as ad_line,
    round(ema19 - ema39, 6) as mcclellan_oscillator,
    round(1000 + 19 * ema39 - 9 * ema19, 6) as mcclellan_summation,
    round(
        (1.0 * advances / nullif(declines, 0)) / nullif(1.0 * up_volume / nullif(down_volume, 0), 0), 8
    ) as trin,
    up_volume,
    down_volume,

    new_highs_52w,
    new_lows_52w,
    new_highs_52w_intraday,
    new_lows_52w_intraday,
    with_52w_window,
    case when count(record_high_pct) over ten = 10 then round(avg(record_high_pct) over ten, 8) end
        as high_low_index,

    round(100.0 * above_20dma / nullif(with_20dma, 0), 8) as pct_above_20dma,
    round(100.0 * above_50dma / nullif(with_50dma, 0), 8) as pct_above_50dma,
    round(100.0 * above_100dma / nullif(with_100dma, 0), 8) as pct_above_100dma,
    round(100.0 * above_200dma / nullif(with_200dma, 0), 8) as pct_above_200dma
from weighted
window
    sofar as (partition by universe order by session rows between unbounded preceding and current row),
    ten as (partition by universe order by session rows between 9 preceding and current row)
