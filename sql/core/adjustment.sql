-- core.adjustment: per security and span of sessions, what takes its raw prices to the basis of the last one.
-- Made from the sessions in which something happened alone, backwards from the last.
with

events as (
    select
        security_id,
        session,
        ln(price_factor) as price_step,
        ln(price_factor) + ln(total_return_factor) as return_step,
        case when is_comparable then 0 else 1 end as is_break
    from core.price_change
    where
        price_factor != 1
        or total_return_factor != 1
        or (not is_comparable and not_comparable_reason != 'listing_day')
),

-- The span before each event stands under it and all later ones.
spans as (
    select
        security_id,
        coalesce(lag(session) over own, date '1900-01-01') as valid_from,
        session as valid_to,
        sum(price_step) over later as price_steps,
        sum(return_step) over later as return_steps,
        sum(is_break) over later as breaks_after
    from events
    window
        own as (partition by security_id order by session),
        later as (
            partition by security_id order by session rows between current row and unbounded following
        )
),

with_last as (
    select *
    from spans
    union all
    select
        security_id,
        max(session) as valid_from,
        null as valid_to,
        0 as price_steps,
        0 as return_steps,
        0 as breaks_after
    from events
    group by security_id
)

select
    security_id,
    valid_from,
    valid_to,
    round(exp(price_steps), 12) as price_factor,
    1 / round(exp(price_steps), 12) as volume_factor,
    round(exp(return_steps), 12) as total_return_factor,
    cast(breaks_after as bigint) as breaks_after
from with_last
