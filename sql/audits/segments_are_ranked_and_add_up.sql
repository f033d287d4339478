-- Shares of turnover of a level add to 100 (sizes and themes overlap), ranks count the better, buckets fit.
select
    session,
    level,
    'turnover_share_pct' as measure,
    sum(turnover_share_pct) as found
from marts.sector_rotation
where level not in ('size', 'theme')
group by session, level
having abs(sum(turnover_share_pct) - 100) > 0.0001
union all
select
    session,
    level,
    'rank_1' as measure,
    count(rank_1) as found
from (
    select
        *,
        count(return_1_pct) over (partition by session, level) as ranked,
        rank() over (partition by session, level order by return_1_pct desc nulls last) as place
    from marts.sector_rotation
) as placed
where
    (rank_1 is null) != (return_1_pct is null)
    or rank_1 != place
    or rank_1 > ranked
group by session, level
union all
select
    session,
    level,
    'members' as measure,
    max(advances + declines + unchanged - members) as found
from marts.sector_rotation
where advances + declines + unchanged > members
group by session, level
order by session, level, measure
