-- core.symbol_seen: one row per month, symbol, series and ISIN that the cash files hold.
-- Replaces the months of the window.
select
    strftime(session, '%Y-%m') as month,
    symbol,
    series,
    coalesce(isin, '') as isin,
    max(name) as name,
    min(session) as first_session,
    max(session) as last_session
from lake.quote
where session between $window_start and $window_end
group by strftime(session, '%Y-%m'), symbol, series, coalesce(isin, '')
