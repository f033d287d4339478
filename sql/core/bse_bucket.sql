-- core.bse_bucket: every name of BSE in exactly one bucket, by session, and whether NSE has it, too.
-- Replaces the sessions of the window; reads 21 sessions before it for names that have stopped trading.
with

shares as (
    select
        *,
        lead(session_index) over (partition by security_id order by session) as next_index
    from core.bse_price_change
    where
        session between $read_start and $window_end
        and instrument in ('common', 'dvr')
),

-- Sessions that a file of BSE holds: in others nobody knows who traded.
held as (
    select distinct
        session,
        session_index
    from shares
),

members as (
    select
        session,
        session_index,
        security_id,
        symbol,
        series,
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
    union all
    -- A name that traded within 20 sessions, but not now, stays.
    select
        d.session,
        d.session_index,
        s.security_id,
        s.symbol,
        s.series,
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
    inner join held as d
        on
            s.session_index < d.session_index
            and d.session_index <= s.session_index + 20
            and (s.next_index > d.session_index or s.next_index is null)
    where
        d.session between $window_start and $window_end
        and (s.next_index > s.session_index + 1 or s.next_index is null)
),

on_nse as (
    select
        session,
        security_id,
        session_index,
        least(
            session_index + 20, lead(session_index) over (partition by security_id order by session) - 1
        ) as remembered_until
    from core.price_change
    where
        session between $read_start and $window_end
        and instrument in ('common', 'dvr')
),

nse_held as (
    select distinct session from on_nse
),

with_isin as (
    select distinct security_id
    from core.scrip_line
    where has_isin
)

select
    m.session,
    m.security_id,
    'bse' as board,
    case
        when n.security_id is not null and h.session is not null then true
        when i.security_id is not null or m.series in ('X', 'XT', 'M', 'MT', 'MS', 'TS', 'IP') then false
    end as has_nse_line,
    m.symbol,
    m.bucket,
    m.reason,
    m.return_1_pct,
    m.volume_shares,
    m.turnover_inr,
    m.is_above_20dma,
    m.is_above_50dma,
    m.is_above_100dma,
    m.is_above_200dma,
    m.is_high_52w,
    m.is_low_52w,
    m.is_high_52w_intraday,
    m.is_low_52w_intraday
from members as m
left join on_nse as n
    on
        m.security_id = n.security_id
        and m.session_index between n.session_index and n.remembered_until
left join nse_held as h on m.session = h.session
left join with_isin as i on m.security_id = i.security_id
