-- core.benchmark_change: one row per session and benchmark: its return, off the index itself or off a fund.
-- Replaces the sessions of the window; reads the session before it.
with

-- Sessions of the exchange, those without a price file included: the index may hold them.
calendar as (
    select
        session_on_or_after as session,
        lag(session_on_or_after) over (order by session_on_or_after) as last_session
    from core.calendar_day
    where day between $read_start and $window_end
    group by session_on_or_after
),

indexed as (
    select
        i.session,
        round(100 * (i.close / nullif(b.close, 0) - 1), 8) as return_1_pct
    from marts.index_history as i
    inner join core.dim_session as d on i.session = d.session
    inner join calendar as c on i.session = c.session
    inner join marts.index_history as b on c.last_session = b.session and i.index_name = b.index_name
    where
        i.index_name = 'nifty_50'
        and i.session between $window_start and $window_end
        and b.session >= $read_start
),

funds as (
    select
        session,
        session_index,
        series,
        return_1_pct,
        lag(session_index) over (partition by security_id order by session) as last_index
    from core.price_change
    where
        symbol = 'NIFTYBEES'
        and session between $read_start and $window_end
),

found as (
    select
        session,
        'index' as basis,
        return_1_pct
    from indexed
    where return_1_pct is not null
    union all
    select
        session,
        'fund' as basis,
        return_1_pct
    from funds
    where
        last_index = session_index - 1
        and series = 'EQ'
        and return_1_pct is not null
)

select
    session,
    'nifty_50' as benchmark,
    basis,
    return_1_pct
from found
where session between $window_start and $window_end
qualify row_number() over (partition by session order by basis desc) = 1
