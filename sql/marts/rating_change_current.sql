-- marts.rating_change_current: the latest version of every rating change that was not withdrawn.
select *
from marts.rating_change_feed
qualify
    row_number() over (partition by event_id order by version desc) = 1
    and status != 'withdrawn'
