-- marts.index_valuation: one row per session, pair of indices and measure that both have: their gap and its place.
-- A place among the values held so far, of the last 1,260 sessions of the exchange (five years), this one included.
with

-- Small, mid and large against each other, in the provider's broad indices and in its narrow ones.
pairs as (
    select
        'nifty_smallcap_250' as index_name,
        'nifty_midcap_150' as against
    union all
    select
        'nifty_smallcap_250' as index_name,
        'nifty_100' as against
    union all
    select
        'nifty_midcap_150' as index_name,
        'nifty_100' as against
    union all
    select
        'nifty_smallcap_100' as index_name,
        'nifty_midcap_100' as against
    union all
    select
        'nifty_smallcap_100' as index_name,
        'nifty_50' as against
    union all
    select
        'nifty_midcap_100' as index_name,
        'nifty_50' as against
),

calendar as (
    select
        session,
        row_number() over (order by session) as n
    from (select distinct session_on_or_after as session from core.calendar_day) as days
),

valued as (
    select
        session,
        index_name,
        'pe_ratio' as measure,
        pe_ratio as value
    from marts.index_history
    where pe_ratio > 0
    union all
    select
        session,
        index_name,
        'pb_ratio' as measure,
        pb_ratio as value
    from marts.index_history
    where pb_ratio > 0
    union all
    select
        session,
        index_name,
        'dividend_yield_pct' as measure,
        dividend_yield_pct as value
    from marts.index_history
    where dividend_yield_pct > 0
),

gaps as (
    select
        c.session,
        c.n,
        p.index_name,
        p.against,
        o.measure,
        o.value,
        a.value as against_value,
        round(o.value - a.value, 8) as gap,
        round(100 * (o.value / a.value - 1), 8) as premium_pct
    from pairs as p
    inner join valued as o on p.index_name = o.index_name
    inner join valued as a on p.against = a.index_name and o.session = a.session and o.measure = a.measure
    inner join calendar as c on o.session = c.session
),

placed as (
    select
        g.session,
        g.index_name,
        g.against,
        g.measure,
        count(*) as observations,
        count(*) filter (where e.value <= g.value) as values_below,
        count(*) filter (where e.premium_pct <= g.premium_pct) as premiums_below
    from gaps as g
    inner join gaps as e
        on
            g.index_name = e.index_name
            and g.against = e.against
            and g.measure = e.measure
            and e.n between g.n - 1259 and g.n
    group by g.session, g.index_name, g.against, g.measure
)

select
    g.session,
    g.index_name,
    g.against,
    g.measure,
    g.value,
    g.against_value,
    g.gap,
    g.premium_pct,
    case when p.observations >= 10 then round(100.0 * p.values_below / p.observations, 8) end as value_percentile,
    case when p.observations >= 10 then round(100.0 * p.premiums_below / p.observations, 8) end
        as premium_percentile,
    p.observations
from gaps as g
inner join placed as p
    on
        g.session = p.session
        and g.index_name = p.index_name
        and g.against = p.against
        and g.measure = p.measure
