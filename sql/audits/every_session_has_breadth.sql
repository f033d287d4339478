-- Each confirmed session has a row of breadth for the whole of each exchange whose files hold it.
select
    s.session,
    'nse_all' as universe
from core.dim_session as s
left join marts.breadth_history as b on s.session = b.session and b.universe = 'nse_all'
where
    b.session is null
    and s.feeds not like 'bse%'
union all
select distinct
    p.session,
    'bse_all' as universe
from core.bse_price_change as p
left join marts.breadth_history as b on p.session = b.session and b.universe = 'bse_all'
where
    b.session is null
    and p.instrument in ('common', 'dvr')
order by session, universe
