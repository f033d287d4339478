-- core.symbol_seen: one row per month, symbol, series, ISIN and name of the cash files' equity series.
-- Replaces the months of the window. Of several files of a session, those that print an ISIN or a name tell it.
with

lines as (
    select
        session,
        symbol,
        series,
        max(coalesce(isin, '')) as isin,
        max(coalesce(name, '')) as name,
        max(coalesce(prev_close_inr, 0)) as prev_close_inr,
        max(close_inr) as close_inr
    from lake.quote
    where
        session between $window_start and $window_end
        and series in ('EQ', 'BE', 'BZ', 'SM', 'ST', 'SZ')
    group by session, symbol, series
)

select
    strftime(session, '%Y-%m') as month,
    symbol,
    series,
    isin,
    name,
    min(session) as first_session,
    max(session) as last_session,
    nullif(min_by(prev_close_inr, session), 0) as first_prev_close_inr,
    max_by(close_inr, session) as last_close_inr
from lines
group by strftime(session, '%Y-%m'), symbol, series, isin, name
