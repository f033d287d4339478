"""Which companies an index holds by date: names become securities, lists and changes become spans."""

from bhavhouse.market.membership.companies import Companies, Found
from bhavhouse.market.membership.spans import Change, Span, spans
from bhavhouse.market.membership.tables import IndexSources, Memberships, memberships

__all__ = ["Change", "Companies", "Found", "IndexSources", "Memberships", "Span", "memberships", "spans"]
