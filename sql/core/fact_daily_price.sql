-- core.fact_daily_price: one row per session and security that traded, on its primary line.
-- Replaces the sessions of the window. UDiFF stands before the older bhavcopy and that before the full file;
-- what the first lacks (ISIN, average, delivery) comes from the next.
with

quotes as (
    select *
    from lake.quote
    where
        session between $window_start and $window_end
        and series in ('EQ', 'BE', 'BZ', 'SM', 'ST', 'SZ')
        and volume_shares > 0
),

udiff as (
    select * from quotes
    where feed = 'nse_udiff'
),

legacy as (
    select * from quotes
    where feed = 'nse_legacy'
),

full_file as (
    select * from quotes
    where feed = 'nse_full'
),

merged as (
    select
        coalesce(u.session, l.session, f.session) as session,
        coalesce(u.symbol, l.symbol, f.symbol) as symbol,
        coalesce(u.series, l.series, f.series) as series,
        coalesce(u.isin, l.isin) as isin,

        coalesce(u.prev_close_inr, l.prev_close_inr, f.prev_close_inr) as prev_close_inr,
        coalesce(u.open_inr, l.open_inr, f.open_inr) as open_inr,
        coalesce(u.high_inr, l.high_inr, f.high_inr) as high_inr,
        coalesce(u.low_inr, l.low_inr, f.low_inr) as low_inr,
        coalesce(u.close_inr, l.close_inr, f.close_inr) as close_inr,
        f.average_inr,

        coalesce(u.volume_shares, l.volume_shares, f.volume_shares) as volume_shares,
        coalesce(u.turnover_inr, l.turnover_inr, f.turnover_inr) as turnover_inr,
        coalesce(u.trades, l.trades, f.trades) as trades,
        f.delivered_shares,
        concat_ws('+', u.feed, l.feed, f.feed) as feeds
    from udiff as u
    full outer join legacy as l
        on u.session = l.session and u.symbol = l.symbol and u.series = l.series
    full outer join full_file as f
        on
            coalesce(u.session, l.session) = f.session
            and coalesce(u.symbol, l.symbol) = f.symbol
            and coalesce(u.series, l.series) = f.series
),

ranked as (
    select
        m.*,
        s.security_id,
        s.instrument,
        row_number() over (
            partition by m.session, s.security_id
            order by
                case m.series
                    when 'EQ' then 1
                    when 'BE' then 2
                    when 'BZ' then 3
                    when 'SM' then 4
                    when 'ST' then 5
                    else 6
                end,
                m.symbol
        ) as line_rank
    from merged as m
    inner join core.security_line as s
        on
            m.symbol = s.symbol
            and m.session >= s.valid_from
            and (m.session < s.valid_to or s.valid_to is null)
)

select
    session,
    security_id,
    symbol,
    series,
    instrument,
    isin,
    prev_close_inr,
    open_inr,
    high_inr,
    low_inr,
    close_inr,
    average_inr,
    volume_shares,
    turnover_inr,
    trades,
    delivered_shares,
    feeds
from ranked
where line_rank = 1
