-- marts.relative_rotation: one row per session, segment and frequency: RS-Ratio, RS-Momentum and the quadrant.
-- Replaces the sessions of the window; reads 300 sessions before it: 28 weeks of windows, and 26 in a quadrant.
-- Each window is worked out from the returns inside it, in decimals, so that nothing before it leaks in.
with

offsets as (
    select offset_rows.back
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13)) as offset_rows (back)
),

-- place counts what is held, session_index the exchange's sessions: where they part, one is missing.
daily as (
    select
        r.session,
        r.level,
        r.sector,
        d.session_index,
        d.is_last_of_week,
        row_number() over so_far as place,
        sum(cast(ln((1 + r.return_1_pct / 100) / (1 + b.return_1_pct / 100)) as decimal(18, 15)))
            over (so_far rows between unbounded preceding and current row)
            as log_strength
    from marts.sector_rotation as r
    inner join core.dim_session as d on r.session = d.session
    inner join core.benchmark_change as b on r.session = b.session and b.benchmark = 'nifty_50'
    where
        r.session between $read_start and $window_end
        and r.return_1_pct > -100
        and b.return_1_pct > -100
    window so_far as (partition by r.level, r.sector order by r.session)
),

observations as (
    select
        *,
        'daily' as frequency,
        place as n
    from daily
    union all
    select
        *,
        'weekly' as frequency,
        row_number() over (partition by level, sector order by session) as n
    from daily
    where is_last_of_week
),

-- Strength as seen from the observation itself, which stands at 0: scaled alike, a window has the same scores.
seen as (
    select
        o.level,
        o.sector,
        o.frequency,
        o.n,
        k.back,
        cast(o.log_strength - e.log_strength as double) as log_since,
        cast(100 * (exp(cast(e.log_strength - o.log_strength as double)) - 1) as decimal(18, 10)) as strength
    from observations as o
    cross join offsets as k
    inner join observations as e
        on
            o.level = e.level
            and o.sector = e.sector
            and o.frequency = e.frequency
            and o.n - k.back = e.n
            and o.session_index - e.session_index = o.place - e.place
    -- Beyond a factor of 20,000 there is no window.
    where abs(o.log_strength - e.log_strength) < 10
),

windows as (
    select
        level,
        sector,
        frequency,
        n,
        max(case when back = 13 then log_since end) as log_since,
        cast(sum(strength) as double) / 14 as average,
        cast(sum(strength * strength) as double) as squares
    from seen
    group by level, sector, frequency, n
    having count(*) = 14
),

scored as (
    select
        *,
        sqrt(greatest(squares - 14 * average * average, 0) / 13) as deviation
    from windows
),

ratios as (
    select
        o.session,
        o.level,
        o.sector,
        o.frequency,
        o.n,
        o.session_index - o.place as missed,
        round(100 * exp(w.log_since), 8) as relative_strength,
        case when w.deviation >= 1e-6 then round(100 - w.average / w.deviation, 8) end as rs_ratio
    from observations as o
    left join scored as w
        on o.level = w.level and o.sector = w.sector and o.frequency = w.frequency and o.n = w.n
),

changes as (
    select
        *,
        cast(
            case
                when lag(missed) over own = missed then round(100 * (rs_ratio / lag(rs_ratio) over own - 1), 8)
            end as decimal(18, 8)
        ) as ratio_change
    from ratios
    window own as (partition by level, sector, frequency order by n)
),

summed as (
    select
        *,
        count(ratio_change) over last_14 as changes_14,
        cast(sum(ratio_change) over last_14 as double) / 14 as average,
        cast(sum(ratio_change * ratio_change) over last_14 as double) as squares
    from changes
    window last_14 as (
        partition by level, sector, frequency
        order by n
        rows between 13 preceding and current row
    )
),

momenta as (
    select
        *,
        case
            when changes_14 = 14 and sqrt(greatest(squares - 14 * average * average, 0) / 13) >= 1e-6
                then round(
                    100
                    + (cast(ratio_change as double) - average)
                    / sqrt(greatest(squares - 14 * average * average, 0) / 13),
                    8
                )
        end as rs_momentum
    from summed
),

placed as (
    select
        *,
        case
            when rs_ratio is null or rs_momentum is null then null
            when rs_ratio >= 100 and rs_momentum >= 100 then 'leading'
            when rs_ratio >= 100 then 'weakening'
            when rs_momentum >= 100 then 'improving'
            else 'lagging'
        end as quadrant
    from momenta
),

moved as (
    select
        *,
        case when lag(missed) over own = missed then lag(quadrant) over own end as previous_quadrant
    from placed
    window own as (partition by level, sector, frequency order by n)
),

stayed as (
    select
        *,
        max(case when previous_quadrant is null or quadrant is null or quadrant != previous_quadrant then n end)
            over (
                partition by level, sector, frequency
                order by n
                rows between 25 preceding and current row
            ) as entered_at
    from moved
)

select
    session,
    level,
    sector,
    frequency,
    relative_strength,
    rs_ratio,
    rs_momentum,
    quadrant,
    previous_quadrant,
    quadrant != previous_quadrant as is_transition,
    case when quadrant is not null then coalesce(n - entered_at + 1, 26) end as observations_in_quadrant
from stayed
where session between $window_start and $window_end
