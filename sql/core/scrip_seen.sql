-- core.scrip_seen: one row per month, scrip code, group, ISIN, short name and name of BSE's equity groups.
-- Replaces the months of the window. A file counts for confirmed sessions alone; of two, the one with ISINs tells them.
with

lines as (
    select
        q.session,
        q.scrip_code,
        max_by(q.scrip_group, q.feed) as scrip_group,
        max(coalesce(q.isin, '')) as isin,
        max(coalesce(q.symbol, '')) as symbol,
        max_by(coalesce(q.name, ''), q.feed) as name,
        max_by(coalesce(q.prev_close_inr, 0), q.feed) as prev_close_inr
    from lake.bse_quote as q
    inner join core.dim_session as d on q.session = d.session
    where
        q.session between $window_start and $window_end
        and q.scrip_group in ('A', 'B', 'T', 'TS', 'X', 'XT', 'Z', 'ZP', 'P', 'IP', 'M', 'MT', 'MS')
        and coalesce(q.instrument_type, 'STK') in ('STK', 'Q')
    group by q.session, q.scrip_code
)

select
    strftime(session, '%Y-%m') as month,
    scrip_code,
    scrip_group,
    isin,
    symbol,
    name,
    min(session) as first_session,
    max(session) as last_session,
    min_by(prev_close_inr, session) as first_prev_close_inr
from lines
group by strftime(session, '%Y-%m'), scrip_code, scrip_group, isin, symbol, name
