-- Every name of a universe is in exactly one bucket: the counts of breadth_history add up.
select
    session,
    universe,
    universe_size,
    traded,
    comparable
from marts.breadth_history
where
    advances + declines + unchanged != comparable
    or comparable + not_comparable != traded
    or traded + not_traded != universe_size
    or net_advances != advances - declines
