-- core.sector_membership: one row per security, level of the classification and window of days, from the lists.
-- The first list that names a security is carried back to before itself, and marked.
with

nse as (
    select
        s.security_id,
        i.as_of,
        'nse' as list,
        'sector' as level,
        i.industry as printed
    from lake.industry as i
    inner join core.security_line as s
        on
            i.symbol = s.symbol
            and i.as_of >= s.valid_from
            and (i.as_of < s.valid_to or s.valid_to is null)
),

-- Where one ISIN has several scrips, the active one, then the lowest code, speaks for it.
bse_line as (
    select
        d.security_id,
        b.as_of,
        b.macro_sector,
        b.sector,
        b.industry,
        b.basic_industry
    from lake.bse_security as b
    inner join core.security_identifier as d
        on
            b.isin = d.value
            and d.scheme = 'isin'
            and b.as_of >= d.valid_from
            and (b.as_of < d.valid_to or d.valid_to is null)
    qualify
        row_number() over (
            partition by d.security_id, b.as_of
            order by case when b.status = 'Active' then 0 else 1 end, b.scrip_code
        ) = 1
),

bse as (
    select
        security_id,
        as_of,
        'bse' as list,
        'macro_sector' as level,
        macro_sector as printed
    from bse_line
    union all
    select
        security_id,
        as_of,
        'bse' as list,
        'sector' as level,
        sector as printed
    from bse_line
    union all
    select
        security_id,
        as_of,
        'bse' as list,
        'industry' as level,
        industry as printed
    from bse_line
    union all
    select
        security_id,
        as_of,
        'bse' as list,
        'basic_industry' as level,
        basic_industry as printed
    from bse_line
),

told as (
    select * from nse
    union all
    select * from bse
),

spelt as (
    select
        *,
        trim(lower(regexp_replace(replace(printed, '&', ' and '), '[^A-Za-z0-9]+', '_', 'g')), '_') as spelling
    from told
    where printed is not null
),

-- A name that the reviewed list lacks goes by its earliest spelling, so that a later list renames nothing.
named as (
    select
        s.security_id,
        s.as_of,
        s.list,
        s.level,
        coalesce(
            case when s.level = 'sector' then n.sector end,
            first_value(s.printed) over (
                partition by s.level, s.spelling
                order by s.as_of asc, s.list desc, s.printed asc
                rows between unbounded preceding and current row
            )
        ) as sector,
        n.macro_sector
    from spelt as s
    left join core.sector_name as n on s.spelling = n.spelling
    where s.spelling != ''
),

-- NSE prints no macro sector; the one that its sector lies in stands for it.
with_macro as (
    select
        security_id,
        as_of,
        list,
        level,
        sector
    from named
    union all
    select
        security_id,
        as_of,
        list,
        'macro_sector' as level,
        macro_sector as sector
    from named
    where
        list = 'nse'
        and macro_sector is not null
),

-- From NSE's first word on a security BSE's no longer counts, so that it does not go to and fro between them.
listed as (
    select
        *,
        min(case when list = 'nse' then as_of end) over (partition by security_id, level) as nse_from
    from with_macro
),

chosen as (
    select
        security_id,
        level,
        as_of,
        max(sector) as sector
    from listed
    where
        list = 'nse'
        or nse_from is null
        or as_of < nse_from
    group by security_id, level, as_of
),

windows as (
    select
        *,
        lead(as_of) over (partition by security_id, level order by as_of) as next_as_of,
        row_number() over (partition by security_id, level order by as_of) as n
    from chosen
)

select
    security_id,
    level,
    sector,
    as_of as valid_from,
    next_as_of as valid_to,
    as_of as classified_as_of,
    false as is_carried_back
from windows
union all
select
    security_id,
    level,
    sector,
    date '1990-01-01' as valid_from,
    as_of as valid_to,
    as_of as classified_as_of,
    true as is_carried_back
from windows
where n = 1
