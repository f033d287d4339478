-- Each confirmed session has a row of breadth for the whole exchange.
select s.session
from core.dim_session as s
left join marts.breadth_history as b on s.session = b.session and b.universe = 'nse_all'
where b.session is null
