-- core.price_jump: evidence on openings that no ordinary session explains, as it comes in: a row on the session
-- itself, and one three own sessions later. Replaces the sessions of the window; reads 80 sessions before it.
-- Where the bundle shows another face value or issue size, a smaller step is a jump too. Where no session is held
-- just before, the printed previous close tells, and a rise may be a listing.
with

sessions as (
    select
        session,
        session_index,
        row_number() over (order by session) as held_index,
        session_index - row_number() over (order by session) as missing_before,
        coalesce(session_index - lag(session_index) over (order by session) > 1, true) as is_after_none
    from core.dim_session
),

-- Face value and issue size of each share, where that session has a bundle.
held as (
    select
        m.session,
        l.security_id,
        max(m.face_value_inr) as face_value_inr,
        cast(max(m.issue_size_shares) as double) as issue_size_shares
    from lake.market_cap as m
    inner join core.security_line as l
        on
            m.symbol = l.symbol
            and m.session >= l.valid_from
            and (m.session < l.valid_to or l.valid_to is null)
    where
        m.session between $read_start and $window_end
        and m.series in ('EQ', 'BE', 'BZ', 'SM', 'ST', 'SZ')
        and m.face_value_inr > 0
        and m.issue_size_shares > 0
    group by m.session, l.security_id
),

prices as (
    select
        p.session,
        p.security_id,
        p.symbol,
        p.series,
        p.close_inr,
        p.prev_close_inr,
        p.open_inr / nullif(p.prev_close_inr, 0) as open_ratio,
        p.low_inr / nullif(p.prev_close_inr, 0) as low_ratio,
        p.high_inr / nullif(p.prev_close_inr, 0) as high_ratio,
        p.prev_close_inr / lag(p.close_inr) over own as seen_ratio,
        lag(p.close_inr) over own as seen_close_inr,
        -- What is further back than forty sessions depends on what is read.
        coalesce(s.held_index - lag(s.held_index) over own <= 40, false) as is_near,
        lag(p.series) over own as last_series,
        s.missing_before - lag(s.missing_before) over own as missing_since,
        s.is_after_none,
        lag(p.session) over own as seen_session,
        s.held_index,
        s.session_index - lag(s.session_index) over own as sessions_apart,
        h.face_value_inr,
        h.issue_size_shares
    from core.fact_daily_price as p
    inner join sessions as s on p.session = s.session
    left join held as h on p.session = h.session and p.security_id = h.security_id
    where
        p.session between $read_start and $window_end
        and p.instrument in ('common', 'dvr')
    window own as (partition by p.security_id order by p.session)
),

known as (
    select
        *,
        is_near and missing_since = 0 as is_followed,
        -- What happened in a session or three that are not held shows in the previous close.
        coalesce(
            is_near
            and sessions_apart <= 5
            and missing_since between 1 and 3
            and open_ratio between 0.78 and 1.30
            and (seen_ratio < 0.78 or seen_ratio > 1.30),
            false
        ) as is_cut,
        case when is_near then seen_session end as last_session,
        last_value(face_value_inr ignore nulls) over before_it as face_value_before,
        last_value(issue_size_shares ignore nulls) over before_it as issue_size_before,
        last_value(face_value_inr ignore nulls) over since_then as face_value_since,
        last_value(issue_size_shares ignore nulls) over since_then as issue_size_since
    from prices
    window
        before_it as (partition by security_id order by session rows between 10 preceding and 1 preceding),
        since_then as (partition by security_id order by session rows between 3 preceding and current row)
),

judged as (
    select
        *,
        case when is_followed or is_cut then seen_ratio else 1 end as printed_ratio,
        case when is_followed or is_cut then seen_close_inr else prev_close_inr end as last_close_inr,
        case when is_followed then sessions_apart end as sessions_since,
        coalesce(
            case
                when is_followed
                    then
                        open_ratio < 0.78
                        or open_ratio > 1.30
                        -- After a long silence a symbol may belong to another company, whose close it prints.
                        or (sessions_apart <= 10 and (seen_ratio < 0.78 or seen_ratio > 1.30))
                else is_cut or (is_after_none and open_ratio < 0.78)
            end,
            false
        ) as is_jump,
        is_followed and coalesce(open_ratio < 0.9 or open_ratio > 1.1, false) as is_step,
        coalesce(series in ('BE', 'BZ', 'ST', 'SZ'), false) as is_trade_for_trade,
        is_near and last_series in ('EQ', 'SM') and series in ('BE', 'BZ', 'ST', 'SZ') as moved_to_trade_for_trade,
        face_value_inr / face_value_before as face_value_ratio,
        issue_size_before / issue_size_shares as issue_size_ratio
    from known
),

followed as (
    select
        *,
        lag(is_jump, 3) over own and held_index - lag(held_index, 3) over own <= 38 as was_jump,
        lag(is_step, 3) over own as was_step,
        lag(session, 3) over own as jump_session,
        lag(symbol, 3) over own as jump_symbol,
        lag(last_session, 3) over own as jump_last_session,
        lag(open_ratio, 3) over own as jump_open_ratio,
        lag(low_ratio, 3) over own as jump_low_ratio,
        lag(high_ratio, 3) over own as jump_high_ratio,
        lag(printed_ratio, 3) over own as jump_printed_ratio,
        lag(last_close_inr, 3) over own as jump_last_close_inr,
        lag(sessions_since, 3) over own as jump_sessions_since,
        lag(is_trade_for_trade, 3) over own as jump_trade_for_trade,
        lag(moved_to_trade_for_trade, 3) over own as jump_moved,
        close_inr / lag(close_inr, 3) over own as close_since,
        face_value_since / lag(face_value_before, 3) over own as jump_face_value_ratio,
        lag(issue_size_before, 3) over own / issue_size_since as jump_issue_size_ratio
    from judged
    window own as (partition by security_id order by session)
)

select
    session,
    security_id,
    session as jump_session,
    symbol,
    last_session,
    sessions_since,
    0 as own_sessions_after,
    open_ratio,
    low_ratio,
    high_ratio,
    printed_ratio,
    last_close_inr,
    is_trade_for_trade,
    moved_to_trade_for_trade,
    cast(1 as double) as close_since,
    round(face_value_ratio, 12) as face_value_ratio,
    round(issue_size_ratio, 12) as issue_size_ratio
from followed
where
    session >= $window_start
    and (
        is_jump
        or (
            is_step
            and (
                face_value_ratio < 0.9 or face_value_ratio > 1.1
                or issue_size_ratio < 0.9 or issue_size_ratio > 1.1
            )
        )
    )
union all
select
    session,
    security_id,
    jump_session,
    jump_symbol as symbol,
    jump_last_session as last_session,
    jump_sessions_since as sessions_since,
    3 as own_sessions_after,
    jump_open_ratio as open_ratio,
    jump_low_ratio as low_ratio,
    jump_high_ratio as high_ratio,
    jump_printed_ratio as printed_ratio,
    jump_last_close_inr as last_close_inr,
    jump_trade_for_trade as is_trade_for_trade,
    jump_moved as moved_to_trade_for_trade,
    close_since,
    round(jump_face_value_ratio, 12) as face_value_ratio,
    round(jump_issue_size_ratio, 12) as issue_size_ratio
from followed
where
    session >= $window_start
    and (
        was_jump
        or (
            was_step
            and (
                jump_face_value_ratio < 0.9 or jump_face_value_ratio > 1.1
                or jump_issue_size_ratio < 0.9 or jump_issue_size_ratio > 1.1
            )
        )
    )
