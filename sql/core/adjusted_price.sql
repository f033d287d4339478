-- core.adjusted_price: one row per session and security that traded, on the basis of the security's last session.
select
    p.session,
    p.security_id,
    p.symbol,
    p.close_inr,

    p.open_inr * coalesce(a.price_factor, 1) as open_adj_inr,
    p.high_inr * coalesce(a.price_factor, 1) as high_adj_inr,
    p.low_inr * coalesce(a.price_factor, 1) as low_adj_inr,
    p.close_inr * coalesce(a.price_factor, 1) as close_adj_inr,
    p.volume_shares * coalesce(a.volume_factor, 1) as volume_adj_shares,
    p.close_inr * coalesce(a.total_return_factor, 1) as close_total_return_inr,

    coalesce(a.breaks_after, 0) as breaks_after
from core.fact_daily_price as p
left join core.adjustment as a
    on
        p.security_id = a.security_id
        and p.session >= a.valid_from
        and (p.session < a.valid_to or a.valid_to is null)
