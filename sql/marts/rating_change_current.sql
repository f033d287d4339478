-- marts.rating_change_current: the latest version of every rating change that was not withdrawn.
-- The latest by the vendor's own clock: a correction may be received before what it corrects.
select *
from marts.rating_change_feed
qualify
    row_number() over (partition by event_id order by known_at desc, version desc) = 1
    and status != 'withdrawn'
    and (kind != 'removal' or count(*) over (partition by event_id) = 1)
