-- The names of both boards are those of the exchange in every bucket, and all with a 52-week window stand in one.
select
    session,
    reference,
    bucket,
    sum(case when universe = 'nse_all' then names else -names end) as names_missing
from marts.return_distribution
where universe in ('nse_all', 'nse_main', 'nse_sme')
group by session, reference, bucket
having sum(case when universe = 'nse_all' then names else -names end) != 0
union all
select
    h.session,
    'high_52w' as reference,
    h.universe as bucket,
    h.with_52w_window - coalesce(sum(d.names), 0) as names_missing
from marts.breadth_history as h
left join marts.return_distribution as d
    on
        h.session = d.session
        and h.universe = d.universe
        and d.reference = 'high_52w'
where h.universe not in ('bse_all', 'india_all')
group by h.session, h.universe, h.with_52w_window
having h.with_52w_window != coalesce(sum(d.names), 0)
