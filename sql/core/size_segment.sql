-- core.size_segment: one row per share, segment and half-year, by average full market capitalisation.
-- A ranking is of the six calendar months before its half-year and knows nothing of its first session and later.
with

last_held as (
    select max(session) as session from core.dim_session
),

first_size as (
    select
        security_id,
        min(session) as first_printed,
        min_by(shares, session) as shares
    from core.issue_size
    group by security_id
),

half_years as (
    select
        day as half_start,
        session_on_or_after as first_session,
        lead(session_on_or_after) over (order by day) as next_session
    from core.calendar_day
    where extract(day from day) = 1 and extract(month from day) in (1, 7)
),

-- The first issue sizes of all may come inside a half-year: then a ranking starts at the session after them.
starts as (
    select
        half_start,
        first_session as valid_from,
        next_session
    from half_years
    union all
    select
        h.half_start,
        c.session_on_or_after as valid_from,
        h.next_session
    from (select min(first_printed) as day from first_size) as f
    inner join core.calendar_day as c on f.day + 1 = c.day
    inner join half_years as h
        on
            c.session_on_or_after > h.first_session
            and (c.session_on_or_after < h.next_session or h.next_session is null)
),

rankings as (
    select
        s.valid_from,
        case when s.next_session <= l.session then s.next_session end as valid_to,
        cast(s.half_start - interval 6 month as date) as period_start,
        s.half_start as period_end
    from starts as s
    inner join last_held as l on s.valid_from <= l.session
),

prices as (
    select
        session,
        security_id,
        series,
        close_inr
    from core.fact_daily_price
    where instrument = 'common'
),

sessions_before as (
    select
        r.valid_from,
        s.session,
        row_number() over (partition by r.valid_from order by s.session desc) as n
    from rankings as r
    inner join core.dim_session as s on r.valid_from > s.session
),

listed as (
    select
        b.valid_from,
        p.security_id,
        max_by(p.series, p.session) as series
    from sessions_before as b
    inner join prices as p on b.session = p.session
    where b.n <= 20
    group by b.valid_from, p.security_id
),

-- Openings that nobody could explain yet when the ranking was made.
pending as (
    select
        r.valid_from,
        c.security_id,
        min(c.session) as jump_session
    from rankings as r
    inner join core.action_candidate as c on r.valid_from > c.session
    where c.decided_on is null or c.decided_on >= r.valid_from
    group by r.valid_from, c.security_id
),

-- Before the first issue size: what takes it to the basis of a span of sessions.
action_days as (
    select
        a.security_id,
        a.ex_date,
        sum(ln(a.price_factor)) as step
    from core.corporate_action as a
    inner join first_size as f on a.security_id = f.security_id and a.ex_date <= f.first_printed
    where
        a.kind in ('split', 'bonus', 'consolidation', 'split_or_bonus')
        and a.price_factor is not null
    group by a.security_id, a.ex_date
),

earlier_bases as (
    select
        security_id,
        coalesce(lag(ex_date) over (partition by security_id order by ex_date), date '1900-01-01') as valid_from,
        ex_date as valid_to,
        sum(step) over (
            partition by security_id order by ex_date rows between current row and unbounded following
        ) as steps
    from action_days
),

caps as (
    select
        r.valid_from,
        p.security_id,
        coalesce(m.market_cap_inr, p.close_inr * f.shares * exp(coalesce(e.steps, 0))) as market_cap_inr,
        coalesce(m.is_estimated, true) as is_estimated
    from prices as p
    inner join rankings as r on p.session >= r.period_start and p.session < r.period_end
    inner join first_size as f on p.security_id = f.security_id and r.valid_from > f.first_printed
    left join core.market_cap as m on p.session = m.session and p.security_id = m.security_id
    left join earlier_bases as e
        on p.security_id = e.security_id and p.session >= e.valid_from and p.session < e.valid_to
    left join pending as w on r.valid_from = w.valid_from and p.security_id = w.security_id
    where
        w.jump_session is null
        or (p.session < w.jump_session and (m.session is not null or f.first_printed < w.jump_session))
),

-- Whole rupees add up to the same sum in any order.
averages as (
    select
        c.valid_from,
        c.security_id,
        round(cast(sum(cast(round(c.market_cap_inr) as decimal(38, 0))) as double) / count(*), 0) as average_inr,
        count(*) as sessions,
        bool_or(c.is_estimated) as is_estimated
    from caps as c
    inner join listed as l on c.valid_from = l.valid_from and c.security_id = l.security_id
    where l.series in ('EQ', 'BE', 'BZ')
    group by c.valid_from, c.security_id
),

ranked as (
    select
        *,
        row_number() over (partition by valid_from order by average_inr desc, security_id asc) as place
    from averages
),

segments as (
    select
        'large' as segment,
        1 as first_place,
        100 as last_place
    union all
    select
        'mid' as segment,
        101 as first_place,
        250 as last_place
    union all
    select
        'small' as segment,
        251 as first_place,
        1000000 as last_place
    union all
    select
        'micro' as segment,
        501 as first_place,
        1000000 as last_place
)

select
    a.security_id,
    s.segment,
    a.valid_from,
    r.valid_to,
    a.place as rank,
    a.average_inr as average_market_cap_inr,
    a.sessions,
    a.is_estimated
from ranked as a
inner join segments as s on a.place between s.first_place and s.last_place
inner join rankings as r on a.valid_from = r.valid_from
