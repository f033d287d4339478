-- core.segment_return: the mean return of each universe and sector in a session.
-- Replaces the sessions of the window.
with

universes as (
    select
        session,
        'universe' as level,
        universe as segment,
        count(*) as members,
        round(avg(return_1_pct), 8) as mean_return_1_pct
    from marts.breadth_members
    where
        session between $window_start and $window_end
        and return_1_pct is not null
    group by session, universe
),

sectors as (
    select
        p.session,
        m.level,
        m.sector as segment,
        count(*) as members,
        round(avg(p.return_1_pct), 8) as mean_return_1_pct
    from core.price_change as p
    inner join core.sector_membership as m
        on
            p.security_id = m.security_id
            and p.session >= m.valid_from
            and (p.session < m.valid_to or m.valid_to is null)
            and m.level = 'sector'
    where
        p.session between $window_start and $window_end
        and p.instrument in ('common', 'dvr')
        and p.series in ('EQ', 'BE', 'BZ')
        and p.return_1_pct is not null
    group by p.session, m.level, m.sector
    having count(*) >= 3
)

select * from universes
union all
select * from sectors
