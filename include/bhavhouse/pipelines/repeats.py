"""Files that say nowhere of which day they are: a stale one is known by its bytes.

On a holiday an archive serves the file of the session before under the holiday's name. Where the rows print
their day the parser refuses that; where they do not, two sessions with the very same bytes give it away.
"""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from bhavhouse.archive import Offer
from bhavhouse.ledger import RECEIPT, Ledger
from bhavhouse.sources import Cadence

_Identity = tuple[str, date, str, str]  # feed, day, name, hash


def earlier_day(ledger: Ledger, offer: Offer, sha256: str, others: Iterable[_Identity]) -> date | None:
    """The first earlier day under whose name these bytes came, of a feed that prints no day; else None.

    `others` are the files that come with this one.
    """
    if offer.feed.prints_day or offer.feed.cadence is not Cadence.SESSION or not sha256:
        return None
    receipts = ledger.rows(
        sa.select(RECEIPT.c.day).where(
            RECEIPT.c.feed == offer.feed.name, RECEIPT.c.sha256 == sha256, RECEIPT.c.day < offer.day
        )
    )
    together = [day for feed, day, _, sha in others if (feed, sha) == (offer.feed.name, sha256)]
    days = [row.day for row in receipts] + [day for day in together if day < offer.day]
    return min(days, default=None)
