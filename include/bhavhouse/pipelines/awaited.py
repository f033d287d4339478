"""Whether a session's files are there yet: a look at the folders, and a question to the addresses."""

import logging
from collections.abc import Sequence
from datetime import date

from bhavhouse import archive
from bhavhouse.archive import Offer
from bhavhouse.errors import Refused
from bhavhouse.pipelines.fetch import fetch
from bhavhouse.pipelines.house import House
from bhavhouse.sources.feed import Asked

log = logging.getLogger("bhavhouse")
_SECONDS_BETWEEN_LOOKS = 60.0
# An exchange is asked for one file or two, as often as a patient person would.
_SECONDS_BETWEEN_QUESTIONS = 300.0


def pause(house: House) -> float:
    """The seconds to let pass between two calls of `lacking`."""
    return _SECONDS_BETWEEN_QUESTIONS if house.settings.archive_urls else _SECONDS_BETWEEN_LOOKS


def lacking(house: House, session: date, feeds: Sequence[str]) -> list[str]:
    """Those of `feeds` of which no good file of `session` is there; addresses are asked for it.

    A file that would be refused counts as not there: it may be half copied, or the page of an error, and a
    good one may follow it. Nothing is landed.
    """
    open_ = [feed for feed in feeds if f"{session}" not in house.ledger.partitions(feed)]
    if not open_:
        return []
    fetch(house, session, session, frozenset(open_))
    folders = house.settings.folders
    floor = archive.minimum_rows(folders)
    offers = archive.offers(folders, session, session, frozenset(open_))
    there = {offer.feed.name for offer in offers if _is_good(offer, floor)}
    return [feed for feed in open_ if feed not in there]


def _is_good(offer: Offer, floor: int) -> bool:
    try:
        offer.feed.parse(offer.read(), Asked(offer.name, offer.day, floor))
    except Refused as refusal:
        log.info("%s is not taken for the file: %s", offer.source, refusal)
        return False
    except Exception as error:  # landing tells of it; to wait on is no harm
        log.warning("%s: %r", offer.source, error)
        return False
    return True
