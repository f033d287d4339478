-- marts.results_calendar: every version of the day on which a company's results are due, and the day they came.
-- Prints of one quarter's results follow each other; a print that tells the day already told is no version.
with

resolved as (
    select
        m.*,
        s.security_id,
        coalesce(s.security_id, m.symbol) as who
    from lake.board_meeting as m
    left join core.security_line as s
        on
            m.symbol = s.symbol
            and m.session >= s.valid_from
            and (m.session < s.valid_to or s.valid_to is null)
),

-- Meetings that a print calls for results. What came of one seldom speaks of them again.
called as (
    select
        who,
        meeting_date as day
    from resolved
    where is_results
    union
    select
        who,
        moved_to as day
    from resolved
    where is_results and moved_to is not null
),

prints as (
    select
        m.security_id,
        m.company as company_as_printed,
        m.symbol,
        'exchange' as told_by,
        case
            when m.tells = 'moved' then m.moved_to
            when m.tells != 'withdrawn' then m.meeting_date
        end as expected_on,
        case m.tells when 'notice' then 'expected' when 'outcome' then 'held' else m.tells end as status,
        coalesce(m.moved_to, m.meeting_date) as about,
        cast(m.session as timestamp) + interval '13 hours 30 minutes' as known_utc,
        'bm ' || cast(m.session as varchar) || ':' || cast(m.at_line as varchar) as source
    from resolved as m
    where
        m.is_results
        or (
            m.tells != 'notice'
            and exists (
                select 1
                from called as c
                where
                    m.who = c.who
                    and m.meeting_date = c.day
            )
        )
),

articles as (
    select
        security_id,
        company_as_printed,
        cast(null as varchar) as symbol,
        'article' as told_by,
        stated_on as expected_on,
        'expected' as status,
        stated_on as about,
        cast(known_at as timestamp) as known_utc,
        fact_id || '.' || assertion as source
    from core.article_fact
    where
        kind = 'result_scheduled'
        and stated_on is not null
        and retracted_at is null
),

told as (
    select
        *,
        coalesce(security_id, 'name ' || lower(coalesce(symbol, company_as_printed))) as company,
        cast(date_trunc('quarter', about) - interval '1 day' as date) as quarter_end
    from (
        select * from prints
        union all
        select * from articles
    ) as both_kinds
),

in_order as (
    select
        *,
        row_number() over w as place,
        lag(expected_on) over w as expected_before,
        lag(status) over w as status_before,
        count(*) over (partition by company, quarter_end, expected_on, status) as evidence_count
    from told
    window w as (partition by company, quarter_end order by known_utc, told_by, about, source)
),

versions as (
    select
        *,
        row_number() over (partition by company, quarter_end order by place) as version
    from in_order
    where
        place = 1
        or expected_on is distinct from expected_before
        or (status != status_before and status in ('withdrawn', 'held'))
)

select
    company,
    quarter_end,
    version,
    security_id,
    company_as_printed,
    expected_on,
    status,
    told_by,
    cast(known_utc as timestamptz) as known_at,
    evidence_count,
    -- What the exchange prints stands above what articles say.
    row_number() over (
        partition by company, quarter_end
        order by told_by desc, version desc
    ) = 1 as is_current,
    source
from versions
order by company, quarter_end, version
