-- marts.breadth_members: every name of a universe in exactly one bucket, by session.
-- Replaces the sessions of the window; reads 21 sessions before it for names that have stopped trading.
with

shares as (
    select
        *,
        case when series in ('EQ', 'BE', 'BZ') then 'nse_main' else 'nse_sme' end as board,
        lead(session_index) over (partition by security_id order by session) as next_index
    from core.price_change
    where
        session between $read_start and $window_end
        and instrument in ('common', 'dvr')
),

traded as (
    select
        session,
        board,
        security_id,
        symbol,
        case
            when not is_comparable then 'not_comparable'
            when direction > 0 then 'advance'
            when direction < 0 then 'decline'
            else 'unchanged'
        end as bucket,
        not_comparable_reason as reason,
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
    from shares
    where session >= $window_start
),

-- A name that traded within 20 sessions, but not now, stays in the universe of its last line.
silent as (
    select
        d.session,
        s.board,
        s.security_id,
        s.symbol,
        'not_traded' as bucket,
        cast(null as varchar) as reason,
        cast(null as double) as return_1_pct,
        0 as volume_shares,
        cast(0 as double) as turnover_inr,
        cast(null as boolean) as is_above_20dma,
        cast(null as boolean) as is_above_50dma,
        cast(null as boolean) as is_above_100dma,
        cast(null as boolean) as is_above_200dma,
        cast(null as boolean) as is_high_52w,
        cast(null as boolean) as is_low_52w,
        cast(null as boolean) as is_high_52w_intraday,
        cast(null as boolean) as is_low_52w_intraday
    from shares as s
    inner join core.dim_session as d
        on
            s.session_index < d.session_index
            and d.session_index <= s.session_index + 20
            and (s.next_index > d.session_index or s.next_index is null)
    where
        d.session between $window_start and $window_end
        and d.feeds not like 'bse%' -- no file of NSE holds it, so nobody knows who traded there
        and (s.next_index > s.session_index + 1 or s.next_index is null)
),

nse as (
    select * from traded
    union all
    select * from silent
),

bse as (
    select * from core.bse_bucket
    where session between $window_start and $window_end
),

universes as (
    select
        *,
        board as universe
    from nse
    union all
    select
        *,
        'nse_all' as universe
    from nse
    union all
    select
        *,
        'india_all' as universe
    from nse
    where nse.session in (select b.session from bse as b)
    union all
    select
        b.session,
        b.board,
        b.security_id,
        b.symbol,
        b.bucket,
        b.reason,
        b.return_1_pct,
        b.volume_shares,
        b.turnover_inr,
        b.is_above_20dma,
        b.is_above_50dma,
        b.is_above_100dma,
        b.is_above_200dma,
        b.is_high_52w,
        b.is_low_52w,
        b.is_high_52w_intraday,
        b.is_low_52w_intraday,
        u.universe
    from bse as b
    cross join (values ('bse_all'), ('india_all')) as u (universe)
    where u.universe = 'bse_all' or not b.has_nse_line
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
from universes
