-- core.watchlist_entry: one row per line of each user's list: the security it names and when it counts, or why not.
with

-- A list holds until the next one of its name.
lists as (
    select
        watchlist,
        as_of,
        lead(as_of) over (partition by watchlist order by as_of) as next_as_of
    from lake.watchlist
    group by watchlist, as_of
),

lines as (
    select
        w.as_of,
        w.source,
        w.at_line,
        w.watchlist,
        w.symbol,
        w.isin,
        coalesce(w.valid_from, w.as_of) as valid_from,
        nullif(
            least(coalesce(w.valid_to, date '9999-12-31'), coalesce(l.next_as_of, date '9999-12-31')),
            date '9999-12-31'
        ) as valid_to
    from lake.watchlist as w
    inner join lists as l on w.watchlist = l.watchlist and w.as_of = l.as_of
),

-- A symbol means its first holder in the window, from the day it has it.
holders as (
    select
        l.as_of,
        l.source,
        l.at_line,
        s.security_id,
        s.valid_from
    from lines as l
    inner join core.security_line as s
        on
            l.symbol = s.symbol
            and (l.valid_from < s.valid_to or s.valid_to is null)
            and (l.valid_to > s.valid_from or l.valid_to is null)
    qualify row_number() over (partition by l.as_of, l.source, l.at_line order by s.valid_from) = 1
),

-- An ISIN means its security on every day.
isins as (
    select
        value as isin,
        min(security_id) as security_id,
        count(distinct security_id) as securities
    from core.security_identifier
    where scheme = 'isin'
    group by value
),

found as (
    select
        l.*,
        coalesce(i.security_id, h.security_id) as found_id,
        h.security_id as holder_id,
        h.valid_from as held_from,
        i.security_id as isin_id,
        i.securities
    from lines as l
    left join isins as i on l.isin = i.isin
    left join holders as h on l.as_of = h.as_of and l.source = h.source and l.at_line = h.at_line
),

judged as (
    select
        f.*,
        case
            when f.valid_from >= f.valid_to then 'no_day'
            when f.found_id is null then 'unknown'
            when f.securities > 1 then 'ambiguous_isin'
            when f.isin_id != f.holder_id then 'symbol_and_isin_differ'
            when d.instrument not in ('common', 'dvr') then 'not_a_share'
        end as problem
    from found as f
    left join core.dim_security as d on f.found_id = d.security_id
)

select
    as_of,
    source,
    at_line,
    'watch:' || watchlist as universe,
    symbol,
    isin,
    case when problem is null then found_id end as security_id,
    case when isin_id is null then greatest(valid_from, coalesce(held_from, valid_from)) else valid_from end
        as valid_from,
    valid_to,
    problem
from judged
