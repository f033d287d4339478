-- Each first day of marts.listings is one that breadth_history counts for the whole exchange, and no more of them rose.
select
    h.session,
    h.listings,
    h.listings_up,
    count(l.security_id) as listed
from marts.breadth_history as h
left join marts.listings as l on h.session = l.session
where h.universe = 'nse_all'
group by h.session, h.listings, h.listings_up
having
    h.listings != count(l.security_id)
    or h.listings_up != coalesce(sum(case when l.close_return_pct > 0 then 1 else 0 end), 0)
