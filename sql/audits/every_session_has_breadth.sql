-- Each confirmed session has a row of breadth for the whole of each exchange whose files hold it.
select
    s.session,
    u.universe
from core.dim_session as s
cross join (values ('nse_all', '%nse%'), ('bse_all', '%bse%')) as u (universe, feeds)
left join marts.breadth_history as b on s.session = b.session and u.universe = b.universe
where
    s.feeds like u.feeds
    and b.session is null
order by s.session, u.universe
