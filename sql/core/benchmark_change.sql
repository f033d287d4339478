-- core.benchmark_change: one row per session and benchmark: its return, off the index itself or off a fund.
-- Replaces the sessions of the window; reads the session before it.
with

indexed as (
    select
        d.session,
        i.return_1_pct
    from marts.index_return as i
    inner join core.dim_session as d on i.session = d.session
    where
        i.index_name = 'nifty_50'
        and i.session between $window_start and $window_end
        and i.return_1_pct is not null
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
