-- marts.index_return: one row per session and index with a level: its returns, drawdown and rank of the month.
-- Sessions are counted on the exchange's calendar, so a level that is not held leaves a hole, not a shorter span.
with

calendar as (
    select
        session,
        row_number() over (order by session) as n,
        12 * extract(year from session) + extract(month from session) as month,
        extract(year from session) as calendar_year,
        extract(year from session) + case when extract(month from session) >= 4 then 1 else 0 end as fiscal_year
    from (select distinct session_on_or_after as session from core.calendar_day) as days
),

places as (
    select
        *,
        min(n) over (partition by date_trunc('week', session)) - 1 as week_eve,
        min(n) over (partition by month) - 1 as month_eve,
        min(n) over (partition by calendar_year) - 1 as calendar_year_eve,
        min(n) over (partition by fiscal_year) - 1 as fiscal_year_eve,
        max(n) over (partition by month) = n as ends_month
    from calendar
),

levels as (
    select
        h.index_name,
        -- Levels of one of our own indices that begin in different sessions have nothing to do with each other.
        coalesce(h.base_session, date '1990-01-01') as chain,
        h.close,
        p.*
    from marts.index_history as h
    inner join places as p on h.session = p.session
),

-- At most one level lies exactly so many sessions before.
spans as (
    select
        *,
        min(close)
            over (partition by index_name, chain order by n range between 1 preceding and 1 preceding)
            as before_1,
        min(close)
            over (partition by index_name, chain order by n range between 5 preceding and 5 preceding)
            as before_5,
        min(close)
            over (partition by index_name, chain order by n range between 9 preceding and 9 preceding)
            as before_9,
        min(close)
            over (partition by index_name, chain order by n range between 21 preceding and 21 preceding)
            as before_21,
        min(close) over (partition by index_name, chain order by n range between 252 preceding and 252 preceding)
            as before_252,
        max(close) over (partition by index_name, chain order by n rows unbounded preceding) as highest
    from levels
),

returns as (
    select
        s.session,
        s.index_name,
        s.month,
        s.ends_month,
        round(100 * (s.close / s.before_1 - 1), 8) as return_1_pct,
        round(100 * (s.close / s.before_5 - 1), 8) as return_5_pct,
        round(100 * (s.close / s.before_9 - 1), 8) as return_9_pct,
        round(100 * (s.close / s.before_21 - 1), 8) as return_21_pct,
        round(100 * (s.close / s.before_252 - 1), 8) as return_252_pct,
        round(100 * (s.close / w.close - 1), 8) as return_week_pct,
        round(100 * (s.close / m.close - 1), 8) as return_month_pct,
        round(100 * (s.close / c.close - 1), 8) as return_calendar_year_pct,
        round(100 * (s.close / f.close - 1), 8) as return_fiscal_year_pct,
        round(100 * (s.close / s.highest - 1), 8) as drawdown_pct
    from spans as s
    left join levels as w on s.index_name = w.index_name and s.chain = w.chain and s.week_eve = w.n
    left join levels as m on s.index_name = m.index_name and s.chain = m.chain and s.month_eve = m.n
    left join levels as c on s.index_name = c.index_name and s.chain = c.chain and s.calendar_year_eve = c.n
    left join levels as f on s.index_name = f.index_name and s.chain = f.chain and s.fiscal_year_eve = f.n
),

full_months as (
    select
        index_name,
        month,
        substr(cast(session as varchar), 1, 7) as label,
        return_month_pct,
        row_number() over (partition by index_name order by month) as place,
        min(month) over (partition by index_name) as first_month
    from returns
    where ends_month and return_month_pct is not null
),

earlier as (
    select
        r.session,
        r.index_name,
        count(*) as months_held,
        min(m.first_month) as first_month,
        max(case when m.return_month_pct >= r.return_month_pct then m.place end) as best_place
    from returns as r
    inner join full_months as m on r.index_name = m.index_name and r.month > m.month
    group by r.session, r.index_name
)

select
    r.session,
    r.index_name,

    r.return_1_pct,
    r.return_5_pct,
    r.return_9_pct,
    r.return_21_pct,
    r.return_252_pct,
    r.return_week_pct,
    r.return_month_pct,
    r.return_calendar_year_pct,
    r.return_fiscal_year_pct,

    r.drawdown_pct,

    b.label as best_month_since,
    case
        when r.return_month_pct is not null and e.months_held > 0 then b.label is null
    end as is_best_month_held,
    coalesce(e.months_held, 0) as months_held,
    case
        when r.return_month_pct is not null
            then
                r.month - coalesce(b.month + 1, e.first_month)
                - (e.months_held - coalesce(b.place, 0))
    end as months_not_held
from returns as r
left join earlier as e on r.session = e.session and r.index_name = e.index_name
left join full_months as b on e.index_name = b.index_name and e.best_place = b.place
