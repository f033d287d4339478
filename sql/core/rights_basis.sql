-- core.rights_basis: the last close before each rights issue, in the security's first session without the right.
-- Replaces the sessions of the window; reads 60 sessions before it, in which the last close and a bundle lie.
with

prices as (
    select
        session,
        security_id,
        lag(session) over own as last_session,
        lag(close_inr) over own as last_close_inr
    from core.fact_daily_price
    where session between $read_start and $window_end
    window own as (partition by security_id order by session)
),

issues as (
    select
        p.session,
        p.security_id,
        e.ex_date,
        e.face_value_inr,
        p.last_close_inr
    from prices as p
    inner join core.entitlement as e
        on
            p.security_id = e.security_id
            and p.session >= e.ex_date
            and p.last_session < e.ex_date
    where
        e.kind = 'rights'
        and p.session >= $window_start
),

bundled as (
    select
        i.security_id,
        i.ex_date,
        m.face_value_inr,
        row_number() over (partition by i.security_id, i.ex_date order by m.session desc, m.series asc) as recency
    from issues as i
    inner join core.security_line as l on i.security_id = l.security_id
    inner join lake.market_cap as m
        on
            l.symbol = m.symbol
            and l.valid_from <= m.session
            and (l.valid_to > m.session or l.valid_to is null)
    where
        m.session between $read_start and i.session
        and m.face_value_inr > 0
)

select
    i.session,
    i.security_id,
    i.ex_date,
    i.last_close_inr,
    coalesce(i.face_value_inr, b.face_value_inr) as face_value_inr
from issues as i
left join bundled as b
    on i.security_id = b.security_id and i.ex_date = b.ex_date and b.recency = 1
