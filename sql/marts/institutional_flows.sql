-- marts.institutional_flows: every version of what institutions bought and sold in a session.
-- Deliveries follow each other by the day they are of, then by receipt; those in succession that say the same
-- are one version.
with

filled as (
    select
        session,
        investor,
        delivery,
        as_of,
        net_inr_crore,
        printed_net,
        printed_unit,
        coalesce(buy_inr_crore, min(buy_inr_crore) over same_net) as buy_inr_crore,
        coalesce(sell_inr_crore, min(sell_inr_crore) over same_net) as sell_inr_crore,
        row_number() over (partition by session, investor order by as_of, received_order, delivery) as n
    from lake.institutional_flow
    window same_net as (partition by session, investor, net_inr_crore)
),

compared as (
    select
        *,
        lag(net_inr_crore) over (partition by session, investor order by n) as last_net,
        lag(buy_inr_crore) over (partition by session, investor order by n) as last_buy,
        lag(sell_inr_crore) over (partition by session, investor order by n) as last_sell
    from filled
),

numbered as (
    select
        *,
        sum(
            case
                when
                    n = 1
                    or net_inr_crore != last_net
                    or buy_inr_crore is distinct from last_buy
                    or sell_inr_crore is distinct from last_sell
                    then 1
                else 0
            end
        ) over (partition by session, investor order by n) as version
    from compared
),

counted as (
    select
        *,
        row_number() over (partition by session, investor, version order by n) as evidence,
        count(*) over (partition by session, investor, version) as evidence_count,
        last_value(delivery) over (
            partition by session, investor, version
            order by n
            rows between unbounded preceding and unbounded following
        ) as last_delivery,
        max(version) over (partition by session, investor) as last_version,
        first_value(net_inr_crore) over (partition by session, investor order by n) as first_net
    from numbered
)

select
    session,
    investor,
    version,
    version = last_version as is_latest,

    delivery,
    as_of,
    last_delivery,
    evidence_count,

    buy_inr_crore,
    sell_inr_crore,
    net_inr_crore,
    printed_net,
    printed_unit,
    round(net_inr_crore - first_net, 4) as difference_from_first_inr_crore
from counted
where evidence = 1
