-- core.issue_size: one row per session and share of the daily bundle's market capitalisation file.
-- Replaces the sessions of the window; reads 40 sessions before it. Of several lines of a security the primary
-- one counts. New shares of a split or bonus are printed late: the figure of before is left out after its ex-date.
with

lines as (
    select
        m.session,
        l.security_id,
        m.issue_size_shares as shares,
        row_number() over (
            partition by m.session, l.security_id
            order by
                case m.series
                    when 'EQ' then 1
                    when 'BE' then 2
                    when 'BZ' then 3
                    when 'SM' then 4
                    when 'ST' then 5
                    else 6
                end,
                m.symbol
        ) as line_rank
    from lake.market_cap as m
    inner join core.security_line as l
        on
            m.symbol = l.symbol
            and m.session >= l.valid_from
            and (m.session < l.valid_to or l.valid_to is null)
    where
        m.session between $read_start and $window_end
        and m.series in ('EQ', 'BE', 'BZ', 'SM', 'ST', 'SZ')
        and m.issue_size_shares > 0
        and l.instrument in ('common', 'dvr')
),

before_action as (
    select
        a.security_id,
        a.ex_date,
        max_by(l.shares, l.session) as shares
    from core.corporate_action as a
    inner join lines as l
        on
            a.security_id = l.security_id
            and a.ex_date > l.session
    where
        a.kind in ('split', 'bonus', 'consolidation', 'split_or_bonus')
        and a.price_factor != 1
        and l.line_rank = 1
    group by a.security_id, a.ex_date
)

select
    l.session,
    l.security_id,
    l.shares
from lines as l
left join before_action as b
    on
        l.security_id = b.security_id
        and l.session >= b.ex_date
        and l.session <= b.ex_date + interval 21 day
        and l.shares = b.shares
where
    l.session >= $window_start
    and l.line_rank = 1
    and b.security_id is null
