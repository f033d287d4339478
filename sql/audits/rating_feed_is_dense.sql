-- feed_seq counts 1, 2, 3 ... without a gap, so that a consumer who polls misses nothing.
select
    count(*) as events,
    max(feed_seq) as last_seq
from marts.rating_change_feed
having count(*) != coalesce(max(feed_seq), 0)
