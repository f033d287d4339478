-- core.universe_membership: which securities belong to a universe besides the boards, by date.
with

told as (
    select
        'sector:' || trim(regexp_replace(lower(sector), '[^a-z0-9]+', '_', 'g'), '_') as universe,
        security_id,
        valid_from,
        valid_to,
        'nse_main' as board,
        'classification' as basis,
        is_carried_back as is_estimated,
        is_carried_back,
        classified_as_of as as_of
    from core.sector_membership
    where level = 'sector'
    union all
    select
        universe,
        security_id,
        valid_from,
        valid_to,
        null as board,
        'watchlist' as basis,
        false as is_estimated,
        false as is_carried_back,
        as_of
    from core.watchlist_entry
    where security_id is not null
    union all
    select
        'index:' || index_name as universe,
        security_id,
        valid_from,
        valid_to,
        null as board,
        basis,
        false as is_estimated,
        false as is_carried_back,
        as_of
    from core.index_membership
    union all
    select
        'cap:' || segment as universe,
        security_id,
        valid_from,
        valid_to,
        null as board,
        'ranked' as basis,
        is_estimated,
        false as is_carried_back,
        valid_from as as_of
    from core.size_segment
),

bounded as (
    select
        *,
        coalesce(valid_to, date '9999-12-31') as until
    from told
),

-- A list that says again what the one before it said begins no window.
begun as (
    select
        *,
        case when valid_from <= max(until) over before then 0 else 1 end as begins
    from bounded
    window
        before as (
            partition by universe, security_id, board, basis, is_estimated, is_carried_back
            order by valid_from, until
            rows between unbounded preceding and 1 preceding
        )
),

spans as (
    select
        *,
        sum(begins) over (
            partition by universe, security_id, board, basis, is_estimated, is_carried_back
            order by valid_from, until
            rows between unbounded preceding and current row
        ) as span
    from begun
)

select
    universe,
    security_id,
    min(valid_from) as valid_from,
    nullif(max(until), date '9999-12-31') as valid_to,
    board,
    basis,
    is_estimated,
    is_carried_back,
    min(as_of) as as_of
from spans
group by universe, security_id, board, basis, is_estimated, is_carried_back, span
