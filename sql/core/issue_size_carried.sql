-- core.issue_size_carried: per share and month's beginning at which it changed, the issue size known.
-- An action of the very session of a bundle is in what that bundle prints.
with

last_printed as (
    select
        security_id,
        max(session) as day,
        max_by(shares, session) as shares
    from core.issue_size
    group by security_id, date_trunc('month', session)
),

happened as (
    select
        security_id,
        day,
        shares,
        0 as step
    from last_printed
    union all
    select
        security_id,
        ex_date as day,
        null as shares,
        ln(price_factor) as step
    from core.corporate_action
    where kind in ('split', 'bonus', 'consolidation', 'split_or_bonus') and price_factor is not null
),

days as (
    select
        security_id,
        day,
        max(shares) as shares,
        sum(sum(step)) over (partition by security_id order by day) as steps
    from happened
    group by security_id, day
),

known as (
    select
        security_id,
        day,
        cast(date_trunc('month', day) + interval 1 month as date) as valid_from,
        steps,
        last_value(shares ignore nulls) over so_far as printed_shares,
        last_value(case when shares is not null then steps end ignore nulls) over so_far as printed_steps,
        last_value(case when shares is not null then day end ignore nulls) over so_far as shares_as_of
    from days
    window so_far as (partition by security_id order by day rows between unbounded preceding and current row)
),

months as (
    select
        *,
        row_number() over (partition by security_id, valid_from order by day desc) as recency
    from known
    where shares_as_of is not null
)

select
    security_id,
    valid_from,
    lead(valid_from) over (partition by security_id order by valid_from) as valid_to,
    shares_as_of,
    round(printed_shares * exp(printed_steps - steps), 4) as shares
from months
where recency = 1
