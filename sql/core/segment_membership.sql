-- core.segment_membership: one row per security, segment and window of days: who is in what sector, size, theme.
with

classified as (
    select
        security_id,
        level,
        sector,
        valid_from,
        valid_to,
        classified_as_of,
        is_carried_back
    from core.sector_membership
),

sizes as (
    select
        security_id,
        'size' as level,
        segment as sector,
        valid_from,
        valid_to,
        cast(null as date) as classified_as_of,
        false as is_carried_back
    from core.size_segment
),

themes as (
    select
        m.security_id,
        d.level,
        d.sector,
        m.valid_from,
        m.valid_to,
        m.classified_as_of,
        m.is_carried_back
    from core.declared_segment as d
    inner join classified as m
        on
            d.selected_by = m.level
            and d.value = m.sector
),

-- A symbol means whoever held it on the day of the review, under whatever symbol before and after.
by_symbol as (
    select distinct
        s.security_id,
        d.level,
        d.sector,
        d.reviewed_on
    from core.declared_segment as d
    inner join core.security_line as s
        on
            d.selected_by = 'symbol'
            and d.value = s.symbol
            and d.reviewed_on >= s.valid_from
            and (d.reviewed_on < s.valid_to or s.valid_to is null)
),

funds as (
    select
        security_id,
        level,
        sector,
        date '1990-01-01' as valid_from,
        cast(null as date) as valid_to,
        cast(null as date) as classified_as_of,
        false as is_carried_back
    from by_symbol
    where level = 'asset'
),

listed_themes as (
    select
        security_id,
        level,
        sector,
        date '1990-01-01' as valid_from,
        max(reviewed_on) as valid_to,
        max(reviewed_on) as classified_as_of,
        true as is_carried_back
    from by_symbol
    where level = 'theme'
    group by security_id, level, sector
    union all
    select
        security_id,
        level,
        sector,
        max(reviewed_on) as valid_from,
        cast(null as date) as valid_to,
        max(reviewed_on) as classified_as_of,
        false as is_carried_back
    from by_symbol
    where level = 'theme'
    group by security_id, level, sector
)

select * from classified
union all
select * from sizes
union all
select * from themes
union all
select * from funds
union all
select * from listed_themes
