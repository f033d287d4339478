-- core.price_jump: evidence on openings that no ordinary session explains, as it comes in: a row on the session
-- itself, and one three own sessions later. Replaces the sessions of the window; reads 60 sessions before it.
-- Where the bundle shows another face value or issue size, a smaller step is a jump too.
with

sessions as (
    select
        session,
        session_index,
        session_index - row_number() over (order by session) as missing_before
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
        p.series,
        p.close_inr,
        p.open_inr / nullif(p.prev_close_inr, 0) as open_ratio,
        p.prev_close_inr / lag(p.close_inr) over own as printed_ratio,
        lag(p.close_inr) over own as last_close_inr,
        lag(p.series) over own as last_series,
        s.missing_before - lag(s.missing_before) over own as missing_since,
        lag(p.session) over own as last_session,
        s.session_index - lag(s.session_index) over own as sessions_since,
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
        coalesce(
            last_session is not null and missing_since = 0 and (open_ratio < 0.9 or open_ratio > 1.1), false
        ) as is_step,
        coalesce(last_series in ('EQ', 'SM') and series in ('BE', 'BZ', 'ST', 'SZ'), false) as moved_to_trade_for_trade,
        face_value_inr / face_value_before as face_value_ratio,
        issue_size_before / issue_size_shares as issue_size_ratio
    from known
),

followed as (
    select
        *,
        lag(is_jump, 3) over own as was_jump,
        lag(is_step, 3) over own as was_step,
        lag(session, 3) over own as jump_session,
        lag(last_session, 3) over own as jump_last_session,
        lag(open_ratio, 3) over own as jump_open_ratio,
        lag(printed_ratio, 3) over own as jump_printed_ratio,
        lag(last_close_inr, 3) over own as jump_last_close_inr,
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
    last_session,
    0 as own_sessions_after,
    open_ratio,
    printed_ratio,
    last_close_inr,
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
    jump_last_session as last_session,
    3 as own_sessions_after,
    jump_open_ratio as open_ratio,
    jump_printed_ratio as printed_ratio,
    jump_last_close_inr as last_close_inr,
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
