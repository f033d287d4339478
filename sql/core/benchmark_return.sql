-- core.benchmark_return: one row per session and benchmark: its returns over sessions of the exchange.
-- Replaces the sessions of the window; reads 252 sessions before it.
-- Logarithms as decimals add up to the same wherever the window's file begins, reals do not.
with

daily as (
    select
        b.session,
        b.benchmark,
        b.basis,
        d.session_index,
        cast(ln(1 + b.return_1_pct / 100) as decimal(18, 15)) as log_return
    from core.benchmark_change as b
    inner join core.dim_session as d on b.session = d.session
    where
        b.session between $read_start and $window_end
        and b.return_1_pct > -100
),

summed as (
    select
        session,
        benchmark,
        log_return as log_1,
        case
            when lag(session_index, 4) over so_far = session_index - 4
                then sum(log_return) over (so_far rows between 4 preceding and current row)
        end as log_5,
        case
            when lag(session_index, 20) over so_far = session_index - 20
                then sum(log_return) over (so_far rows between 20 preceding and current row)
        end as log_21,
        case
            when lag(session_index, 62) over so_far = session_index - 62
                then sum(log_return) over (so_far rows between 62 preceding and current row)
        end as log_63,
        case
            when lag(session_index, 125) over so_far = session_index - 125
                then sum(log_return) over (so_far rows between 125 preceding and current row)
        end as log_126,
        case
            when lag(session_index, 251) over so_far = session_index - 251
                then sum(log_return) over (so_far rows between 251 preceding and current row)
        end as log_252,
        min(basis) over (so_far rows between 251 preceding and current row) as least_basis,
        max(basis) over (so_far rows between 251 preceding and current row) as most_basis
    from daily
    window so_far as (partition by benchmark order by session)
)

select
    session,
    benchmark,
    round(100 * (exp(cast(log_1 as double)) - 1), 8) as return_1_pct,
    round(100 * (exp(cast(log_5 as double)) - 1), 8) as return_5_pct,
    round(100 * (exp(cast(log_21 as double)) - 1), 8) as return_21_pct,
    round(100 * (exp(cast(log_63 as double)) - 1), 8) as return_63_pct,
    round(100 * (exp(cast(log_126 as double)) - 1), 8) as return_126_pct,
    round(100 * (exp(cast(log_252 as double)) - 1), 8) as return_252_pct,
    case when least_basis = most_basis then least_basis else 'mixed' end as basis
from summed
where session between $window_start and $window_end
