-- marts.listings: one row per share on the day of its listing, against its issue price.
-- Replaces the sessions of the window.
with

listed as (
    select
        p.session,
        p.security_id,
        p.symbol,
        p.series,
        -- The exchange prints the issue price as previous close.
        case when p.prev_close_inr > 0 then p.prev_close_inr end as issue_price_inr,
        p.open_inr,
        p.close_inr,
        p.turnover_inr
    from core.fact_daily_price as p
    inner join core.price_change as c on p.session = c.session and p.security_id = c.security_id
    where
        c.session between $window_start and $window_end
        and p.session between $window_start and $window_end
        and c.not_comparable_reason = 'listing_day'
        and c.instrument in ('common', 'dvr')
)

select
    session,
    security_id,
    symbol,
    series,
    issue_price_inr,
    open_inr,
    close_inr,
    round(100 * (open_inr / issue_price_inr - 1), 8) as open_return_pct,
    round(100 * (close_inr / issue_price_inr - 1), 8) as close_return_pct,
    turnover_inr
from listed
