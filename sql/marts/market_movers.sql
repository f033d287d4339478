-- marts.market_movers: the first 20 names of each session, universe and kind.
-- Replaces the sessions of the window.
with

members as (
    select
        m.session,
        m.universe,
        m.security_id,
        m.symbol,
        m.turnover_inr,
        p.close_inr,
        p.return_1_pct,
        p.delivery_pct,
        p.delivery_pct_change_20
    from marts.breadth_members as m
    inner join core.price_change as p on m.session = p.session and m.security_id = p.security_id
    where m.session between $window_start and $window_end
),

measured as (
    select
        *,
        'gainer' as kind,
        return_1_pct as measure
    from members
    where return_1_pct > 0
    union all
    select
        *,
        'loser' as kind,
        -return_1_pct as measure
    from members
    where return_1_pct < 0
    union all
    select
        *,
        'turnover' as kind,
        turnover_inr as measure
    from members
    union all
    select
        *,
        'delivery' as kind,
        delivery_pct_change_20 as measure
    from members
    where turnover_inr >= 1e7 and delivery_pct_change_20 > 0
),

ranked as (
    select
        *,
        row_number() over (
            partition by session, universe, kind
            order by measure desc, turnover_inr desc, security_id asc
        ) as place
    from measured
)

select
    session,
    universe,
    kind,
    place as rank,
    security_id,
    symbol,
    close_inr,
    return_1_pct,
    turnover_inr,
    delivery_pct,
    delivery_pct_change_20
from ranked
where place <= 20
