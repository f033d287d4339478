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
    where
        m.session between $window_start and $window_end
        and m.universe not in ('bse_all', 'india_all') -- prices and deliveries are NSE's
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

-- By one key first, which is much faster than by three; ties with the 20th are decided afterwards.
first_twenty as (
    select
        session,
        universe,
        kind,
        measure
    from measured
    qualify row_number() over (partition by session, universe, kind order by measure desc) <= 20
),

least as (
    select
        session,
        universe,
        kind,
        min(measure) as measure
    from first_twenty
    group by session, universe, kind
),

ranked as (
    select
        m.*,
        row_number() over (
            partition by m.session, m.universe, m.kind
            order by m.measure desc, m.turnover_inr desc, m.security_id asc
        ) as place
    from measured as m
    inner join least as l
        on
            m.session = l.session
            and m.universe = l.universe
            and m.kind = l.kind
            and m.measure >= l.measure
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
