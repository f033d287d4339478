-- marts.return_distribution: names by bucket of return, per session, universe and reference.
-- Replaces the sessions of the window; reads 253 sessions before it for returns since a reference day.
with

changes as (
    select
        session,
        session_index,
        security_id,
        return_month_pct,
        return_calendar_year_pct,
        return_fiscal_year_pct,
        from_high_52w_pct,
        -- From close to close: a previous close as printed may be of a session that no file of the name holds.
        ln(close_inr) - sum(ln(price_factor)) over sofar as log_so_far,
        sum(case when is_comparable then 0 else 1 end) over sofar as breaks_so_far
    from core.price_change
    where
        session between $read_start and $window_end
        and instrument in ('common', 'dvr')
    window
        sofar as (
            partition by security_id
            order by session
            rows between unbounded preceding and current row
        )
),

bounds as (
    select
        b.place,
        b.bucket,
        b.lower_pct,
        b.upper_pct
    from (
        values
        (1, 'below_-50', cast(null as double), cast(-50 as double)),
        (2, '-50_to_-30', -50, -30),
        (3, '-30_to_-20', -30, -20),
        (4, '-20_to_-10', -20, -10),
        (5, '-10_to_-5', -10, -5),
        (6, '-5_to_0', -5, 0),
        (7, '0_to_5', 0, 5),
        (8, '5_to_10', 5, 10),
        (9, '10_to_20', 10, 20),
        (10, '20_to_30', 20, 30),
        (11, '30_to_50', 30, 50),
        (12, '50_to_100', 50, 100),
        (13, 'above_100', 100, null)
    ) as b (place, bucket, lower_pct, upper_pct)
),

referred as (
    select
        r.reference,
        c.session_index,
        c.security_id,
        c.log_so_far,
        c.breaks_so_far
    from changes as c
    inner join core.reference_day as r on c.session = r.day
),

-- Joined by name alone: with the spans in the join's condition, DuckDB pairs the sessions first.
since as (
    select
        c.session,
        c.security_id,
        'since:' || f.reference as reference,
        round(100 * exp(c.log_so_far - f.log_so_far) - 100, 8) as return_pct
    from changes as c
    inner join referred as f on c.security_id = f.security_id
    where
        c.session >= $window_start
        and c.session_index between f.session_index + 1 and f.session_index + 252
        and c.breaks_so_far - f.breaks_so_far = 0
),

returns as (
    select
        session,
        security_id,
        'month' as reference,
        return_month_pct as return_pct
    from changes
    union all
    select
        session,
        security_id,
        'calendar_year' as reference,
        return_calendar_year_pct as return_pct
    from changes
    union all
    select
        session,
        security_id,
        'fiscal_year' as reference,
        return_fiscal_year_pct as return_pct
    from changes
    union all
    select
        session,
        security_id,
        'high_52w' as reference,
        from_high_52w_pct as return_pct
    from changes
    union all
    select
        session,
        security_id,
        reference,
        return_pct
    from since
),

-- A bound belongs to the bucket away from zero: -10 and 10 are losses and gains of two digits.
placed as (
    select
        session,
        security_id,
        reference,
        case
            when return_pct <= -50 then 1
            when return_pct <= -30 then 2
            when return_pct <= -20 then 3
            when return_pct <= -10 then 4
            when return_pct <= -5 then 5
            when return_pct < 0 then 6
            when return_pct < 5 then 7
            when return_pct < 10 then 8
            when return_pct < 20 then 9
            when return_pct < 30 then 10
            when return_pct < 50 then 11
            when return_pct < 100 then 12
            else 13
        end as place
    from returns
    where
        return_pct is not null
        and session >= $window_start
),

named as (
    select
        p.*,
        b.board
    from placed as p
    inner join core.security_bucket as b on p.session = b.session and p.security_id = b.security_id
    where
        b.session between $window_start and $window_end
        and b.exchange = 'NSE' -- the returns are NSE's
),

members as (
    select
        session,
        board as universe,
        reference,
        place
    from named
    union all
    select
        session,
        'nse_all' as universe,
        reference,
        place
    from named
    union all
    select
        n.session,
        m.universe,
        n.reference,
        n.place
    from named as n
    inner join core.universe_membership as m
        on
            n.security_id = m.security_id
            and n.session >= m.valid_from
            and (n.session < m.valid_to or m.valid_to is null)
            and (n.board = m.board or m.board is null)
),

counted as (
    select
        session,
        universe,
        reference,
        place,
        count(*) as names
    from members
    group by session, universe, reference, place
),

totals as (
    select
        session,
        universe,
        reference,
        sum(names) as names
    from counted
    group by session, universe, reference
)

select
    t.session,
    t.universe,
    t.reference,
    b.bucket,
    b.lower_pct,
    b.upper_pct,
    coalesce(c.names, 0) as names,
    round(100.0 * coalesce(c.names, 0) / t.names, 8) as share_pct
from totals as t
cross join bounds as b
left join counted as c
    on
        t.session = c.session
        and t.universe = c.universe
        and t.reference = c.reference
        and b.place = c.place
