-- marts.realised_risk: volatility and beta of each universe, by session.
-- Replaces the sessions of the window; reads 278 sessions before it, which hold every window.
with

returns as (
    select
        s.session,
        d.session_index,
        s.universe,
        s.comparable as members,
        s.mean_return_1_pct,
        b.return_1_pct as benchmark_pct,
        b.basis
    from core.breadth_daily as s
    inner join core.dim_session as d on s.session = d.session
    left join core.benchmark_change as b on s.session = b.session and b.benchmark = 'nifty_50'
    where
        s.session between $read_start and $window_end
        and s.comparable > 0
),

own as (
    select
        *,
        case
            when lag(session_index, 20) over so_far >= session_index - 25
                then stddev_samp(mean_return_1_pct) over last_21
        end as deviation_21,
        case
            when lag(session_index, 62) over so_far >= session_index - 68
                then stddev_samp(mean_return_1_pct) over last_63
        end as deviation_63
    from returns
    window
        so_far as (partition by universe order by session),
        last_21 as (partition by universe order by session rows between 20 preceding and current row),
        last_63 as (partition by universe order by session rows between 62 preceding and current row)
),

-- Only sessions with both returns count; one without the benchmark's shows what the last of them came to.
paired as (
    select
        session,
        universe,
        session_index as pair_index,
        lag(session_index, 62) over so_far as first_index_63,
        covar_samp(mean_return_1_pct, benchmark_pct) over last_63
        / nullif(var_samp(benchmark_pct) over last_63, 0) as beta_63,
        min(basis) over last_63 as least_basis_63,
        max(basis) over last_63 as most_basis_63,
        lag(session_index, 251) over so_far as first_index_252,
        covar_samp(mean_return_1_pct, benchmark_pct) over last_252
        / nullif(var_samp(benchmark_pct) over last_252, 0) as beta_252,
        min(basis) over last_252 as least_basis_252,
        max(basis) over last_252 as most_basis_252
    from returns
    where benchmark_pct is not null
    window
        so_far as (partition by universe order by session),
        last_63 as (partition by universe order by session rows between 62 preceding and current row),
        last_252 as (partition by universe order by session rows between 251 preceding and current row)
),

latest as (
    select
        o.*,
        last_value(p.pair_index ignore nulls) over (
            partition by o.universe
            order by o.session
            rows between unbounded preceding and current row
        ) as pair_index
    from own as o
    left join paired as p on o.session = p.session and o.universe = p.universe
)

select
    l.session,
    l.universe,
    l.members,
    l.mean_return_1_pct,
    round(l.deviation_21 * sqrt(252), 8) as realised_volatility_21_pct,
    round(l.deviation_63 * sqrt(252), 8) as realised_volatility_63_pct,
    case when p.first_index_63 >= l.session_index - 68 then round(p.beta_63, 8) end as beta_63,
    case when p.first_index_252 >= l.session_index - 276 then round(p.beta_252, 8) end as beta_252,
    case
        when p.first_index_63 >= l.session_index - 68 and p.beta_63 is not null
            then case when p.least_basis_63 = p.most_basis_63 then p.least_basis_63 else 'mixed' end
    end as beta_63_basis,
    case
        when p.first_index_252 >= l.session_index - 276 and p.beta_252 is not null
            then case when p.least_basis_252 = p.most_basis_252 then p.least_basis_252 else 'mixed' end
    end as beta_252_basis
from latest as l
left join paired as p on l.universe = p.universe and l.pair_index = p.pair_index
where l.session between $window_start and $window_end
