-- marts.index_history: one row per session and index of the exchange's closing file.
-- Replaces the sessions of the window.
select
    session,
    lower(regexp_replace(trim(index_name), '[^A-Za-z0-9]+', '_', 'g')) as index_name,
    index_name as printed_name,
    open_points as open,
    high_points as high,
    low_points as low,
    close_points as close,
    pe_ratio,
    pb_ratio,
    dividend_yield_pct
from lake.index_close
where session between $window_start and $window_end
