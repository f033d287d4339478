-- core.security_bucket: every share of an exchange in exactly one bucket, by session.
-- Replaces the sessions of the window; reads 21 sessions before it for names that have stopped trading.
with

shares as (
    select
        'NSE' as exchange,
        case when series in ('EQ', 'BE', 'BZ') then 'nse_main' else 'nse_sme' end as board,
        false as is_of_bse_alone,
        session,
        session_index,
        security_id,
        symbol,
        is_comparable,
        direction,
        not_comparable_reason,
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
    from core.price_change
    where
        session between $read_start and $window_end
        and instrument in ('common', 'dvr')
    union all
    select
        'BSE' as exchange,
        'bse' as board,
        series in ('X', 'XT', 'M', 'MT', 'MS', 'TS', 'IP') as is_of_bse_alone,
        session,
        session_index,
        security_id,
        symbol,
        is_comparable,
        direction,
        not_comparable_reason,
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
    from core.bse_price_change
    where
        session between $read_start and $window_end
        and instrument in ('common', 'dvr')
),

followed as (
    select
        *,
        lead(session_index) over (partition by exchange, security_id order by session) as next_index
    from shares
),

-- Sessions that a file of the exchange holds: in others nobody knows who traded there.
held as (
    select distinct
        exchange,
        session,
        session_index
    from shares
),

buckets as (
    select
        session,
        exchange,
        board,
        is_of_bse_alone,
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
    from followed
    where session >= $window_start
    union all
    -- A name that traded within 20 sessions, but not now, stays on the board of its last line.
    select
        h.session,
        s.exchange,
        s.board,
        s.is_of_bse_alone,
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
    from followed as s
    inner join held as h
        on
            s.exchange = h.exchange
            and s.session_index < h.session_index
            and h.session_index <= s.session_index + 20
            and (s.next_index > h.session_index or s.next_index is null)
    where
        h.session between $window_start and $window_end
        and (s.next_index > s.session_index + 1 or s.next_index is null)
),

on_nse as (
    select
        session,
        security_id
    from buckets
    where exchange = 'NSE'
),

bse_held as (
    select session from held
    where exchange = 'BSE'
),

with_isin as (
    select distinct security_id
    from core.scrip_line
    where has_isin
)

select
    b.session,
    b.exchange,
    b.security_id,
    b.symbol,
    b.board,
    case
        when b.exchange = 'NSE' then h.session is not null
        else n.security_id is null and (b.is_of_bse_alone or i.security_id is not null)
    end as is_in_india_all,
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
    b.is_low_52w_intraday
from buckets as b
left join bse_held as h on b.session = h.session
left join on_nse as n on b.exchange = 'BSE' and b.session = n.session and b.security_id = n.security_id
left join with_isin as i on b.exchange = 'BSE' and b.security_id = i.security_id
