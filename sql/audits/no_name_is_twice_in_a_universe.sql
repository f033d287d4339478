-- On no day is a security twice in one universe: it would be counted twice.
select
    a.universe,
    a.security_id,
    a.valid_from,
    b.valid_from as again_from
from core.universe_membership as a
inner join core.universe_membership as b
    on
        a.universe = b.universe
        and a.security_id = b.security_id
        and a.valid_from < b.valid_from
        and (a.valid_to > b.valid_from or a.valid_to is null)
