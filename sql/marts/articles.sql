-- marts.articles: one row per article, its latest version and the story that it tells.
with

seen as (
    select
        article_id,
        min(first_seen_at) as first_seen_at
    from core.article
    group by article_id
)

select
    article.article_id,
    article.version,
    article.cluster_id,
    article.cluster_articles,
    article.cluster_publishers,
    article.publisher,
    article.title,
    article.canonical_url,
    article.published_at,
    article.published_source,
    seen.first_seen_at,
    length(article.text) as text_characters
from core.article as article
inner join seen on article.article_id = seen.article_id
where article.is_latest
order by article.article_id
