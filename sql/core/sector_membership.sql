-- core.sector_membership: one row per security, level and window of days, from the lists that name its industry.
-- The first list that names a security is carried back to before itself, and marked.
with

listed as (
    select
        s.security_id,
        i.as_of,
        max(i.industry) as sector
    from lake.industry as i
    inner join core.security_line as s
        on
            i.symbol = s.symbol
            and (i.as_of >= s.valid_from)
            and (i.as_of < s.valid_to or s.valid_to is null)
    group by s.security_id, i.as_of
),

windows as (
    select
        *,
        lead(as_of) over (partition by security_id order by as_of) as next_as_of,
        row_number() over (partition by security_id order by as_of) as n
    from listed
)

select
    security_id,
    'industry' as level,
    sector,
    as_of as valid_from,
    next_as_of as valid_to,
    as_of as classified_as_of,
    false as is_carried_back
from windows
union all
select
    security_id,
    'industry' as level,
    sector,
    date '1990-01-01' as valid_from,
    as_of as valid_to,
    as_of as classified_as_of,
    true as is_carried_back
from windows
where n = 1
