-- core.market_cap: one row per session and share that traded and whose issue size is known by then.
-- Replaces the sessions of the window. An action of the very session of a bundle is in what that bundle prints.
with

prices as (
    select
        session,
        security_id,
        close_inr
    from core.fact_daily_price
    where
        session between $window_start and $window_end
        and instrument in ('common', 'dvr')
),

happened as (
    select
        security_id,
        session as day,
        close_inr,
        null as shares,
        null as shares_as_of,
        0 as step
    from prices
    union all
    select
        security_id,
        session as day,
        null as close_inr,
        shares,
        session as shares_as_of,
        0 as step
    from core.issue_size
    where session between $window_start and $window_end
    union all
    select
        security_id,
        cast(cast($window_start as date) - interval 1 day as date) as day,
        null as close_inr,
        shares,
        shares_as_of,
        0 as step
    from core.issue_size_carried
    where valid_from <= $window_start and (valid_to > $window_start or valid_to is null)
    union all
    select
        security_id,
        ex_date as day,
        null as close_inr,
        null as shares,
        null as shares_as_of,
        ln(price_factor) as step
    from core.corporate_action
    where
        ex_date between $window_start and $window_end
        and kind in ('split', 'bonus', 'consolidation', 'split_or_bonus')
        and price_factor is not null
),

days as (
    select
        security_id,
        day,
        max(close_inr) as close_inr,
        max(shares) as shares,
        max(shares_as_of) as shares_as_of,
        sum(sum(step)) over (partition by security_id order by day) as steps
    from happened
    group by security_id, day
),

known as (
    select
        security_id,
        day,
        close_inr,
        steps,
        last_value(shares ignore nulls) over so_far as printed_shares,
        last_value(case when shares is not null then steps end ignore nulls) over so_far as printed_steps,
        last_value(shares_as_of ignore nulls) over so_far as shares_as_of
    from days
    window so_far as (partition by security_id order by day rows between unbounded preceding and current row)
),

sized as (
    select
        day as session,
        security_id,
        close_inr,
        shares_as_of,
        -- No part of a share is issued; the thousandth is for float noise.
        cast(floor(printed_shares * exp(printed_steps - steps) + 0.001) as bigint) as shares
    from known
    where close_inr is not null and shares_as_of is not null
)

select
    session,
    security_id,
    shares,
    round(shares * close_inr, 2) as market_cap_inr,
    shares_as_of,
    shares_as_of < session as is_estimated
from sized
