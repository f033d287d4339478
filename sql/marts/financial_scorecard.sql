-- marts.financial_scorecard: the latest financial score of each security, and how its scores went in a year.
with

standing as (
    select *
    from marts.rating_change_feed
    where kind = 'financial_score_change'
    qualify row_number() over (partition by event_id order by known_at desc, version desc) = 1
),

scores as (
    select
        coalesce(security_id, 'name ' || lower(company_as_printed)) as company,
        *
    from standing
    where status != 'withdrawn'
),

latest as (
    select *
    from scores
    qualify row_number() over (partition by company order by known_at desc, feed_seq desc) = 1
)

select
    l.company,
    l.security_id,
    l.company_as_printed,
    l.event_id,
    l.from_grade,
    l.to_grade,
    l.direction,
    l.effective_session,
    l.known_at,
    l.status,
    l.evidence_count,
    count(*) filter (where s.direction = 'upgrade') as upgrades_1y,
    count(*) filter (where s.direction = 'downgrade') as downgrades_1y
from latest as l
inner join scores as s
    on
        l.company = s.company
        and s.known_at > l.known_at - interval '1 year'
group by all
order by l.company
