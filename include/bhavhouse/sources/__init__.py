"""The publishers: which files they are known by and what is in them. No database, no Airflow, no clock."""

from bhavhouse.sources import (
    articles,
    bse_cash,
    bse_lists,
    index_import,
    institutional_flows,
    nse_actions,
    nse_activity,
    nse_board_meeting,
    nse_bundle,
    nse_bundle_index,
    nse_cash,
    nse_index,
    nse_index_changes,
    nse_lists,
    nse_pages,
    rating_log,
    rating_vendor,
    readings,
    watchlist,
)
from bhavhouse.sources.feed import Cadence, Feed

__all__ = ["BSE_CASH", "CASH", "FEEDS", "NEWS", "OWN", "RECEIVED", "Cadence", "Feed"]

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for module in (
        nse_cash,
        nse_index,
        nse_lists,
        nse_actions,
        nse_bundle,
        nse_activity,
        bse_lists,
        rating_vendor,
        bse_cash,
        nse_pages,
        nse_index_changes,
        nse_bundle_index,
        nse_board_meeting,
        institutional_flows,
        index_import,
        watchlist,
    )
    for feed in module.FEEDS
}
# The feeds that confirm a session, in their order of precedence: NSE's, then BSE's.
CASH = tuple(feed.name for feed in nse_cash.FEEDS)
BSE_CASH = tuple(feed.name for feed in bse_cash.FEEDS)
# Articles: kept in folders and feeds of their own, whose file names say nothing.
NEWS: dict[str, Feed] = {feed.name: feed for feed in articles.FEEDS}
# What this program keeps of its own doings, received like the rest so that it can be replayed.
OWN: dict[str, Feed] = {feed.name: feed for module in (readings, rating_log) for feed in module.FEEDS}
RECEIVED = {**FEEDS, **NEWS, **OWN}
