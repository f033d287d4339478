-- core.vendor_rating: every version of every rating change that vendors delivered, by event and version.
-- Rows that carry the same version are one; versions follow the order of receipt.
with

delivered as (
    select
        r.*,
        coalesce(
            r.vendor_event_id,
            md5(concat_ws(
                '|', r.symbol, r.company_as_printed, r.firm, r.from_grade, r.to_grade,
                cast(r.published_at as varchar)
            ))
        ) as event_id,
        lower(coalesce(r.action, '')) as said,
        cast(r.published_at as timestamp) + interval '5 hours 30 minutes' as published_ist
    from lake.rating_change as r
),

versions as (
    select
        *,
        row_number() over (
            partition by
                event_id, symbol, company_as_printed, firm, analyst, said, from_grade, to_grade,
                from_target_inr, to_target_inr, published_at
            order by received_order, at_line
        ) as n
    from delivered
),

numbered as (
    select
        *,
        row_number() over (partition by event_id order by received_order, at_line) as version
    from versions
    where n = 1
),

-- A pair of grades stands on the first scale that knows all that is told: the usual one, else that of houses
-- which add between hold and buy.
placed as (
    select
        v.event_id,
        v.version,
        f.ordinal as from_ordinal,
        t.ordinal as to_ordinal,
        s.scale_id
    from numbered as v
    cross join (values ('broker_five', 1), ('broker_add', 2)) as s (scale_id, place)
    left join core.rating_scale as f
        on
            s.scale_id = f.scale_id
            and replace(lower(trim(v.from_grade)), '-', ' ') = f.grade
    left join core.rating_scale as t
        on
            s.scale_id = t.scale_id
            and replace(lower(trim(v.to_grade)), '-', ' ') = t.grade
    where f.ordinal is not null or t.ordinal is not null
    qualify
        row_number() over (
            partition by v.event_id, v.version
            order by
                (v.from_grade is null or f.ordinal is not null)
                and (v.to_grade is null or t.ordinal is not null) desc,
                s.place
        ) = 1
),

graded as (
    select
        v.*,
        p.from_ordinal,
        p.to_ordinal,
        p.scale_id,
        case
            when v.said like 'init%' then 'initiation'
            when v.said like 'remov%' or v.said like 'suspend%' or v.said like 'terminat%' then 'removal'
            when v.said like 'reiterat%' or v.said like 'maintain%' or v.said like 'reinstat%' then 'reiteration'
            when v.said = '' and v.from_grade is null then 'initiation'
            when v.said = '' and lower(v.from_grade) = lower(v.to_grade) then 'reiteration'
            else 'rating_change'
        end as kind
    from numbered as v
    left join placed as p on v.event_id = p.event_id and v.version = p.version
),

resolved as (
    select
        g.*,
        s.security_id,
        c.session_on_or_after as effective_session
    from graded as g
    left join core.security_line as s
        on
            g.symbol = s.symbol
            and cast(g.published_ist as date) >= s.valid_from
            and (cast(g.published_ist as date) < s.valid_to or s.valid_to is null)
    left join core.calendar_day as c
        on cast(g.published_ist + interval '8 hours 30 minutes' - interval '1 microsecond' as date) = c.day
)

select
    event_id as vendor_event_id,
    version,
    security_id,
    symbol as symbol_as_printed,
    company_as_printed,
    'broker' as rater,
    firm,
    analyst,
    scale_id,
    kind,
    from_grade,
    to_grade,
    case
        when kind in ('initiation', 'reiteration', 'removal') then 'none'
        when to_ordinal > from_ordinal then 'upgrade'
        when to_ordinal < from_ordinal then 'downgrade'
        when to_ordinal = from_ordinal then 'none'
        when said like 'upgrad%' then 'upgrade'
        when said like 'downgrad%' then 'downgrade'
    end as direction,
    case when kind in ('rating_change', 'reiteration') then to_ordinal - from_ordinal end as steps,
    from_target_inr,
    to_target_inr,
    effective_session,
    published_at,
    greatest(published_at, coalesce(updated_at, published_at)) as known_at,
    delivery as source,
    received_order,
    at_line,
    received_at
from resolved
