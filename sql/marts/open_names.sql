-- marts.open_names: company names that articles print and no security could be told for.
select
    company_as_printed as printed,
    count(distinct fact_id) as facts,
    max(candidates) as candidates,
    min(article_id) as an_article_id
from core.article_fact
where
    company_as_printed is not null
    and security_id is null
    and retracted_at is null
group by company_as_printed
order by company_as_printed
