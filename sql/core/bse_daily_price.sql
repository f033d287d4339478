-- core.bse_daily_price: one row per session and security that traded on BSE, on its primary line there.
-- Replaces the sessions of the window. UDiFF stands before the older file; a file counts for confirmed sessions alone.
with

quotes as (
    select q.*
    from lake.bse_quote as q
    inner join core.dim_session as d on q.session = d.session
    where
        q.session between $window_start and $window_end
        and q.scrip_group in ('A', 'B', 'T', 'TS', 'X', 'XT', 'Z', 'ZP', 'P', 'IP', 'M', 'MT', 'MS')
        and coalesce(q.instrument_type, 'STK') in ('STK', 'Q')
        and q.volume_shares > 0
),

udiff as (
    select * from quotes
    where feed = 'bse_udiff'
),

legacy as (
    select * from quotes
    where feed = 'bse_legacy'
),

merged as (
    select
        coalesce(u.session, l.session) as session,
        coalesce(u.scrip_code, l.scrip_code) as scrip_code,
        coalesce(u.scrip_group, l.scrip_group) as series,
        u.symbol,
        u.isin,

        coalesce(u.prev_close_inr, l.prev_close_inr) as prev_close_inr,
        coalesce(u.open_inr, l.open_inr) as open_inr,
        coalesce(u.high_inr, l.high_inr) as high_inr,
        coalesce(u.low_inr, l.low_inr) as low_inr,
        coalesce(u.close_inr, l.close_inr) as close_inr,

        coalesce(u.volume_shares, l.volume_shares) as volume_shares,
        coalesce(u.turnover_inr, l.turnover_inr) as turnover_inr,
        coalesce(u.trades, l.trades) as trades,
        concat_ws('+', u.feed, l.feed) as feeds
    from udiff as u
    full outer join legacy as l on u.session = l.session and u.scrip_code = l.scrip_code
),

ranked as (
    select
        m.*,
        s.security_id,
        s.instrument,
        s.symbol as line_symbol,
        row_number() over (
            partition by m.session, s.security_id
            order by
                case m.series
                    when 'A' then 1
                    when 'B' then 2
                    when 'T' then 3
                    when 'TS' then 4
                    when 'X' then 5
                    when 'XT' then 6
                    when 'Z' then 7
                    when 'ZP' then 8
                    when 'P' then 9
                    when 'IP' then 10
                    when 'M' then 11
                    when 'MT' then 12
                    else 13
                end,
                m.scrip_code
        ) as line_rank
    from merged as m
    inner join core.scrip_line as s
        on
            m.scrip_code = s.scrip_code
            and m.session >= s.valid_from
            and (m.session < s.valid_to or s.valid_to is null)
)

select
    session,
    security_id,
    coalesce(symbol, line_symbol) as symbol,
    series,
    instrument,
    isin,
    prev_close_inr,
    open_inr,
    high_inr,
    low_inr,
    close_inr,
    cast(null as double) as average_inr,
    volume_shares,
    turnover_inr,
    trades,
    cast(null as bigint) as delivered_shares,
    feeds,
    scrip_code
from ranked
where line_rank = 1
