-- core.price_jump: evidence on openings that no ordinary session explains, as it comes in: a row on the session
-- itself, and one three own sessions later. Replaces the sessions of the window; reads 40 sessions before it.
with

sessions as (
    select
        session,
        session_index,
        session_index - row_number() over (order by session) as missing_before
    from core.dim_session
),

prices as (
    select
        p.session,
        p.security_id,
        p.series,
        p.close_inr,
        p.open_inr / nullif(p.prev_close_inr, 0) as open_ratio,
        p.prev_close_inr / lag(p.close_inr) over own as printed_ratio,
        lag(p.series) over own as last_series,
        s.missing_before - lag(s.missing_before) over own as missing_since,
        lag(p.session) over own as last_session,
        s.session_index - lag(s.session_index) over own as sessions_since
    from core.fact_daily_price as p
    inner join sessions as s on p.session = s.session
    where
        p.session between $read_start and $window_end
        and p.instrument in ('common', 'dvr')
    window own as (partition by p.security_id order by p.session)
),

judged as (
    select
        *,
        coalesce(
            last_session is not null
            and missing_since = 0
            and (
                open_ratio < 0.78
                or open_ratio > 1.30
                -- After a long silence a symbol may belong to another company, whose close it prints.
                or (sessions_since <= 10 and (printed_ratio < 0.78 or printed_ratio > 1.30))
            ),
            false
        ) as is_jump,
        coalesce(last_series in ('EQ', 'SM') and series in ('BE', 'BZ', 'ST', 'SZ'), false) as moved_to_trade_for_trade
    from prices
),

followed as (
    select
        *,
        lag(is_jump, 3) over own as was_jump,
        lag(session, 3) over own as jump_session,
        lag(last_session, 3) over own as jump_last_session,
        lag(open_ratio, 3) over own as jump_open_ratio,
        lag(printed_ratio, 3) over own as jump_printed_ratio,
        lag(moved_to_trade_for_trade, 3) over own as jump_moved,
        close_inr / lag(close_inr, 3) over own as close_since
    from judged
    window own as (partition by security_id order by session)
)

select
    session,
    security_id,
    session as jump_session,
    last_session,
    0 as own_sessions_after,
    open_ratio,
    printed_ratio,
    moved_to_trade_for_trade,
    cast(1 as double) as close_since
from followed
where is_jump and session >= $window_start
union all
select
    session,
    security_id,
    jump_session,
    jump_last_session as last_session,
    3 as own_sessions_after,
    jump_open_ratio as open_ratio,
    jump_printed_ratio as printed_ratio,
    jump_moved as moved_to_trade_for_trade,
    close_since
from followed
where was_jump and session >= $window_start
