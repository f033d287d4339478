-- marts.breadth_members: every name of a universe in exactly one bucket, by session.
with

members as (
    select
        b.*,
        b.board as universe
    from core.security_bucket as b
    where b.exchange = 'NSE'
    union all
    select
        b.*,
        case when b.exchange = 'NSE' then 'nse_all' else 'bse_all' end as universe
    from core.security_bucket as b
    union all
    select
        b.*,
        'india_all' as universe
    from core.security_bucket as b
    where b.is_in_india_all
    union all
    select
        b.*,
        m.universe
    from core.security_bucket as b
    inner join core.universe_membership as m
        on
            b.exchange = 'NSE'
            and b.security_id = m.security_id
            and b.session >= m.valid_from
            and (b.session < m.valid_to or m.valid_to is null)
            and (b.board = m.board or m.board is null)
)

select
    session,
    universe,
    security_id,
    symbol,
    bucket,
    reason,
    return_1_pct,
    volume_shares,
    turnover_inr,
    is_above_20dma,
    is_above_50dma,
    is_above_100dma,
    is_above_200dma,
    is_high_52w,
    is_low_52w,
    is_high_52w_intraday,
    is_low_52w_intraday
from members
