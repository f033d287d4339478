-- core.price_change: one row per session and security that traded: its change on one basis, and its windows.
-- Replaces the sessions of the window; reads 280 sessions before it, which hold every window.
-- A session that is not comparable starts a new basis, and no window reaches back over it.
with

sessions as (
    select
        session,
        session_index,
        session_index - row_number() over (order by session) as missing_before,
        min(session_index) over (partition by date_trunc('month', session)) as month_index,
        min(session_index) over (partition by calendar_year) as calendar_year_index,
        min(session_index) over (partition by fiscal_year) as fiscal_year_index
    from core.dim_session
    where session in (select p.session from core.fact_daily_price as p)
),

prices as (
    select
        p.*,
        s.session_index,
        s.month_index,
        s.calendar_year_index,
        s.fiscal_year_index,
        lag(p.session) over own as last_session,
        lag(p.close_inr) over own as last_close_inr,
        lag(s.session_index) over own as last_index,
        s.missing_before - lag(s.missing_before) over own as missing_since,
        100.0 * p.delivered_shares / nullif(p.volume_shares, 0) as delivery_pct,
        -- A share of the volume has no basis, so this window reaches over a new one. Decimals add up to the same
        -- wherever the window's file begins, reals do not.
        case
            when
                count(p.delivered_shares / nullif(p.volume_shares, 0)) over twenty_before = 20
                and lag(s.session_index, 20) over own >= s.session_index - 25
                then cast(
                    sum(cast(100.0 * p.delivered_shares / nullif(p.volume_shares, 0) as decimal(18, 8)))
                        over twenty_before
                    as double
                ) / 20
        end as delivery_pct_before
    from core.fact_daily_price as p
    inner join sessions as s on p.session = s.session
    where p.session between $read_start and $window_end
    window
        own as (partition by p.security_id order by p.session),
        twenty_before as (
            partition by p.security_id
            order by p.session
            rows between 20 preceding and 1 preceding
        )
),

-- An action takes effect in the first session of the security on or after its ex-date.
effects as (
    select
        p.session,
        p.security_id,
        round(exp(sum(ln(coalesce(a.price_factor, 1)))), 12) as factor,
        round(exp(sum(case when a.ex_date = p.session then ln(coalesce(a.price_factor, 1)) else 0 end)), 12)
            as factor_today,
        max(
            case
                when a.price_factor is not null or (p.missing_since > 25 and a.ex_date != p.session) then 0
                when a.kind in ('demerger', 'scheme') then 2
                else 1
            end
        ) as unknown_factor,
        max(a.known_on) as restated_on
    from prices as p
    inner join core.corporate_action as a
        on
            p.security_id = a.security_id
            and p.session >= a.ex_date
            and (p.last_session < a.ex_date or (p.last_session is null and p.session = a.ex_date))
    group by p.session, p.security_id
),

paid as (
    select
        p.session,
        p.security_id,
        case when count(*) = count(d.dividend_inr) then sum(d.dividend_inr) end as dividend_inr
    from prices as p
    inner join core.dividend as d
        on
            p.security_id = d.security_id
            and p.session >= d.ex_date
            and (p.last_session < d.ex_date or (p.last_session is null and p.session = d.ex_date))
    group by p.session, p.security_id
),

-- A few previous closes are printed on the new basis already: those nearer to it than to the old one. After a
-- hole of more than a month the last close held tells nothing of it, and only an action of the day itself can
-- be missing from the printed figure.
priced as (
    select
        p.*,
        coalesce(e.factor, 1) as price_factor,
        coalesce(e.unknown_factor, 0) as unknown_factor,
        e.restated_on,
        d.dividend_inr,
        case
            when e.factor is null then p.prev_close_inr
            when p.missing_since > 25 then p.prev_close_inr * e.factor_today
            when abs(p.prev_close_inr - p.last_close_inr * e.factor) < abs(p.prev_close_inr - p.last_close_inr)
                then p.prev_close_inr
            else p.prev_close_inr * e.factor
        end as prior_price_inr
    from prices as p
    left join effects as e on p.session = e.session and p.security_id = e.security_id
    left join paid as d on p.session = d.session and p.security_id = d.security_id
),

listings as (
    select distinct
        security_id,
        listing_session
    from core.security_line
),

judged as (
    select
        p.*,
        case
            when l.listing_session is not null then 'listing_day'
            when p.unknown_factor = 2 then 'demerger_or_scheme'
            when p.unknown_factor = 1 then 'unreadable_terms'
            when p.prior_price_inr is null or p.prior_price_inr <= 0 then 'no_prior_price'
            when p.open_inr < 0.78 * p.prior_price_inr or p.open_inr > 1.30 * p.prior_price_inr
                then 'unexplained_gap'
        end as not_comparable_reason
    from priced as p
    left join listings as l on p.security_id = l.security_id and p.session = l.listing_session
),

-- Cumulative factor and basis give every row of a basis one unit: close over factor so far.
based as (
    select
        *,
        round(exp(sum(ln(price_factor)) over (partition by security_id order by session)), 12) as factor_so_far,
        sum(case when not_comparable_reason is not null then 1 else 0 end)
            over (partition by security_id order by session)
            as basis
    from judged
),

adjusted as (
    select
        *,
        close_inr / factor_so_far as close_adj,
        high_inr / factor_so_far as high_adj,
        low_inr / factor_so_far as low_adj,
        case when not_comparable_reason is null then last_close_inr * price_factor / factor_so_far end
            as last_close_adj
    from based
),

-- The first own session of a month or year marks the close that its returns refer to; 0 says that there is none.
marked as (
    select
        *,
        case
            when last_index < month_index - 6 then 0
            when last_index < month_index then coalesce(last_close_adj, 0)
        end as month_mark,
        case
            when last_index < calendar_year_index - 6 then 0
            when last_index < calendar_year_index then coalesce(last_close_adj, 0)
        end as calendar_year_mark,
        case
            when last_index < fiscal_year_index - 6 then 0
            when last_index < fiscal_year_index then coalesce(last_close_adj, 0)
        end as fiscal_year_mark
    from adjusted
),

windowed as (
    select
        *,
        lag(session_index, 19) over own >= session_index - 24 as has_20,
        lag(session_index, 49) over own >= session_index - 54 as has_50,
        lag(session_index, 99) over own >= session_index - 109 as has_100,
        lag(session_index, 199) over own >= session_index - 219 as has_200,
        lag(session_index, 252) over own >= session_index - 277 as has_252,
        avg(close_adj) over (own rows between 19 preceding and current row) as average_20,
        avg(close_adj) over (own rows between 49 preceding and current row) as average_50,
        avg(close_adj) over (own rows between 99 preceding and current row) as average_100,
        avg(close_adj) over (own rows between 199 preceding and current row) as average_200,
        max(close_adj) over (own rows between 252 preceding and 1 preceding) as highest_close,
        min(close_adj) over (own rows between 252 preceding and 1 preceding) as lowest_close,
        max(high_adj) over (own rows between 252 preceding and 1 preceding) as highest_high,
        min(low_adj) over (own rows between 252 preceding and 1 preceding) as lowest_low,
        case when lag(session_index, 5) over own >= session_index - 10 then lag(close_adj, 5) over own end
            as close_5_back,
        case when lag(session_index, 21) over own >= session_index - 26 then lag(close_adj, 21) over own end
            as close_21_back,
        case when lag(session_index, 63) over own >= session_index - 69 then lag(close_adj, 63) over own end
            as close_63_back,
        case when lag(session_index, 126) over own >= session_index - 138 then lag(close_adj, 126) over own end
            as close_126_back,
        case when lag(session_index, 252) over own >= session_index - 277 then lag(close_adj, 252) over own end
            as close_252_back,
        last_value(month_mark ignore nulls) over sofar as month_reference,
        last_value(calendar_year_mark ignore nulls) over sofar as calendar_year_reference,
        last_value(fiscal_year_mark ignore nulls) over sofar as fiscal_year_reference
    from marked
    window
        own as (partition by security_id, basis order by session),
        sofar as (
            partition by security_id, basis
            order by session
            rows between unbounded preceding and current row
        )
)

select
    session,
    session_index,
    security_id,
    symbol,
    series,
    instrument,
    close_inr,
    volume_shares,
    turnover_inr,
    delivered_shares,
    round(delivery_pct, 8) as delivery_pct,
    round(delivery_pct - delivery_pct_before, 8) as delivery_pct_change_20,

    price_factor,
    prior_price_inr,
    dividend_inr,
    case
        when dividend_inr < prior_price_inr then round(1 - dividend_inr / prior_price_inr, 12)
        else 1
    end as total_return_factor,
    restated_on,
    not_comparable_reason is null as is_comparable,
    not_comparable_reason,
    case
        when not_comparable_reason is not null then null
        when abs(close_inr / prior_price_inr - 1) <= 1e-9 then 0
        when close_inr > prior_price_inr then 1
        else -1
    end as direction,

    case when not_comparable_reason is null then round(100 * (close_inr / prior_price_inr - 1), 8) end
        as return_1_pct,
    round(100 * (close_adj / close_5_back - 1), 8) as return_5_pct,
    round(100 * (close_adj / close_21_back - 1), 8) as return_21_pct,
    round(100 * (close_adj / close_63_back - 1), 8) as return_63_pct,
    round(100 * (close_adj / close_126_back - 1), 8) as return_126_pct,
    round(100 * (close_adj / close_252_back - 1), 8) as return_252_pct,
    round(100 * (close_adj / nullif(month_reference, 0) - 1), 8) as return_month_pct,
    round(100 * (close_adj / nullif(calendar_year_reference, 0) - 1), 8) as return_calendar_year_pct,
    round(100 * (close_adj / nullif(fiscal_year_reference, 0) - 1), 8) as return_fiscal_year_pct,
    case when has_252 then round(100 * (close_adj / greatest(highest_close, close_adj) - 1), 8) end
        as from_high_52w_pct,

    -- One part in a thousand million, so that float noise decides nothing.
    case when has_20 then close_adj > average_20 * (1 + 1e-9) end as is_above_20dma,
    case when has_50 then close_adj > average_50 * (1 + 1e-9) end as is_above_50dma,
    case when has_100 then close_adj > average_100 * (1 + 1e-9) end as is_above_100dma,
    case when has_200 then close_adj > average_200 * (1 + 1e-9) end as is_above_200dma,
    case when has_252 then close_adj > highest_close * (1 + 1e-9) end as is_high_52w,
    case when has_252 then close_adj < lowest_close * (1 - 1e-9) end as is_low_52w,
    case when has_252 then high_adj > highest_high * (1 + 1e-9) end as is_high_52w_intraday,
    case when has_252 then low_adj < lowest_low * (1 - 1e-9) end as is_low_52w_intraday
from windowed
where session between $window_start and $window_end
