-- marts.institutional_flows_current: the latest version of what institutions bought and sold in a session.
select *
from marts.institutional_flows
where is_latest
