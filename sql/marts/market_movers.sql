-- marts.market_movers: the first 20 names of each session, universe and kind.
-- Replaces the sessions of the window.
with

names as (
    select
        b.session,
        b.security_id,
        b.board,
        p.turnover_inr,
        p.return_1_pct,
        p.delivery_pct_change_20
    from core.security_bucket as b
    inner join core.price_change as p on b.session = p.session and b.security_id = p.security_id
    where
        b.session between $window_start and $window_end
        and b.exchange = 'NSE' -- the returns are NSE's
),

measured as (
    select
        *,
        'gainer' as kind,
        return_1_pct as measure
    from names
    where return_1_pct > 0
    union all
    select
        *,
        'loser' as kind,
        -return_1_pct as measure
    from names
    where return_1_pct < 0
    union all
    select
        *,
        'turnover' as kind,
        turnover_inr as measure
    from names
    union all
    select
        *,
        'delivery' as kind,
        delivery_pct_change_20 as measure
    from names
    where turnover_inr >= 1e7 and delivery_pct_change_20 > 0
),

-- All names are put in order once; within a universe that one number decides.
placed as (
    select
        session,
        security_id,
        board,
        kind,
        row_number() over (
            partition by session, kind
            order by measure desc, turnover_inr desc, security_id asc
        ) as place
    from measured
),

members as (
    select
        session,
        board as universe,
        kind,
        place,
        security_id
    from placed
    union all
    select
        session,
        'nse_all' as universe,
        kind,
        place,
        security_id
    from placed
    union all
    select
        p.session,
        m.universe,
        p.kind,
        p.place,
        p.security_id
    from placed as p
    inner join core.universe_membership as m
        on
            p.security_id = m.security_id
            and p.session >= m.valid_from
            and (p.session < m.valid_to or m.valid_to is null)
            and (p.board = m.board or m.board is null)
),

ranked as (
    select
        session,
        universe,
        kind,
        security_id,
        row_number() over (partition by session, universe, kind order by place) as rank
    from members
    qualify row_number() over (partition by session, universe, kind order by place) <= 20
)

select
    r.session,
    r.universe,
    r.kind,
    r.rank,
    r.security_id,
    p.symbol,
    p.close_inr,
    p.return_1_pct,
    p.turnover_inr,
    p.delivery_pct,
    p.delivery_pct_change_20
from ranked as r
inner join core.price_change as p on r.session = p.session and r.security_id = p.security_id
where p.session between $window_start and $window_end
