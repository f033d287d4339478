-- marts.index_history: one row per session and index, its close from the file trusted most.
-- Trust: closing file, bundle, page, import, and last the previous close that the next session's file prints.
-- What the first lacks comes from the next. Our own indices stand beside them, under names of their own.
with

calendar as (
    select
        session,
        lag(session) over (order by session) as session_before
    from (select distinct session_on_or_after as session from core.calendar_day) as days
),

-- A page prints 0 for what the exchange does not work out.
pages as (
    select
        *,
        nullif(pe_ratio, 0) as known_pe_ratio,
        nullif(pb_ratio, 0) as known_pb_ratio,
        nullif(dividend_yield_pct, 0) as known_dividend_yield_pct
    from lake.index_snapshot
    where session is not null
),

imported as (
    select * from lake.index_level_import
    qualify row_number() over (partition by session, index_name order by as_of desc, source asc) = 1
),

own as (
    select
        1 as trust,
        'index_close' as source,
        session,
        session as known_on,
        index_name as printed_name,
        open_points,
        high_points,
        low_points,
        close_points,
        pe_ratio,
        pb_ratio,
        dividend_yield_pct
    from lake.index_close
    union all
    select
        2 as trust,
        'bundle_index' as source,
        session,
        session as known_on,
        printed_name,
        open_points,
        high_points,
        low_points,
        close_points,
        null as pe_ratio,
        null as pb_ratio,
        null as dividend_yield_pct
    from lake.bundle_index
    union all
    select
        3 as trust,
        'index_snapshot' as source,
        session,
        as_of as known_on,
        printed_name,
        open_points,
        high_points,
        low_points,
        previous_day_points as close_points,
        known_pe_ratio as pe_ratio,
        known_pb_ratio as pb_ratio,
        known_dividend_yield_pct as dividend_yield_pct
    from pages
    union all
    select
        4 as trust,
        'index_level_import' as source,
        session,
        as_of as known_on,
        printed_name,
        open_points,
        high_points,
        low_points,
        close_points,
        pe_ratio,
        pb_ratio,
        dividend_yield_pct
    from imported
),

previous as (
    select
        session,
        session as known_on,
        index_name as printed_name,
        round(close_points - change_points, 2) as close_points
    from lake.index_close
    union all
    select
        session,
        session as known_on,
        printed_name,
        previous_close_points as close_points
    from lake.bundle_index
    union all
    select
        session,
        as_of as known_on,
        printed_name,
        previous_close_points as close_points
    from pages
),

told as (
    select * from own
    union all
    select
        5 as trust,
        'previous_close' as source,
        c.session_before as session,
        p.known_on,
        p.printed_name,
        null as open_points,
        null as high_points,
        null as low_points,
        p.close_points,
        null as pe_ratio,
        null as pb_ratio,
        null as dividend_yield_pct
    from previous as p
    inner join calendar as c on p.session = c.session
    where p.close_points > 0 and c.session_before is not null
    union all
    -- A page that does not tell its session yet still names the day before it and that day's close.
    select
        5 as trust,
        'previous_close' as source,
        previous_day as session,
        as_of as known_on,
        printed_name,
        null as open_points,
        null as high_points,
        null as low_points,
        previous_day_points as close_points,
        null as pe_ratio,
        null as pb_ratio,
        null as dividend_yield_pct
    from lake.index_snapshot
    where session is null
),

spelled as (
    select
        *,
        trim(lower(regexp_replace(printed_name, '[^A-Za-z0-9]+', '_', 'g')), '_') as spelled_name
    from told
),

named as (
    select
        s.*,
        coalesce(n.index_name, s.spelled_name) as index_name
    from spelled as s
    left join core.index_name as n on s.spelled_name = n.spelled_name
),

levels as (
    select
        session,
        index_name,
        printed_name,

        first_value(nullif(open_points, 0) ignore nulls) over by_trust as open,
        first_value(nullif(high_points, 0) ignore nulls) over by_trust as high,
        first_value(nullif(low_points, 0) ignore nulls) over by_trust as low,
        close_points as close,
        first_value(pe_ratio ignore nulls) over by_trust as pe_ratio,
        first_value(pb_ratio ignore nulls) over by_trust as pb_ratio,
        first_value(dividend_yield_pct ignore nulls) over by_trust as dividend_yield_pct,

        source,
        known_on,
        cast(null as date) as base_session
    from named
    window
        by_trust as (
            partition by session, index_name
            order by trust, known_on, printed_name, close_points
            rows between unbounded preceding and unbounded following
        )
    qualify
        row_number() over (
            partition by session, index_name
            order by trust, known_on, printed_name, close_points
        ) = 1
)

select * from levels
union all
select
    session,
    index_name,
    index_name as printed_name,
    null as open,
    null as high,
    null as low,
    close_points as close,
    null as pe_ratio,
    null as pb_ratio,
    null as dividend_yield_pct,
    'ours' as source,
    known_on,
    base_session
from core.segment_index
