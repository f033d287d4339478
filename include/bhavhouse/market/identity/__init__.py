"""Who is who: securities behind exchange symbols, by date.

A symbol's life is cut where it passes to another security; the pieces are joined into securities where a
security takes another symbol. Every question has one form: is the holder of a symbol from a session on the
holder of a former symbol before it? An operator's decision stands above the exchange's list of changes, that
above ISINs, listing dates and carried-over closes; what these leave open is answered for the time being and
put in a queue. A security's id is its exchange and the oldest symbol of its chain, so that a later change of
symbol leaves it as it is.

BSE's scrip codes join those securities by ISIN; what BSE alone lists is a security of its own.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bhavhouse.contracts.identity import DIM_SECURITY, IDENTITY_QUEUE, SECURITY_IDENTIFIER, SECURITY_LINE
from bhavhouse.market.identity.decisions import Case, Decision, read_decisions
from bhavhouse.market.identity.evidence import SERIES_ORDER, Evidence, Sessions
from bhavhouse.market.identity.joined import with_scrips
from bhavhouse.market.identity.scrips import EXCHANGE as BSE
from bhavhouse.market.identity.scrips import ScripSeen
from bhavhouse.market.identity.settle import settle
from bhavhouse.market.identity.tables import Identity, Lists, tables
from bhavhouse.market.identity.tenures import Change, Registry, changes_from
from bhavhouse.market.tables import table_of

__all__ = [
    "Case",
    "Change",
    "Decision",
    "Evidence",
    "Identity",
    "Lists",
    "Registry",
    "ScripSeen",
    "changes_from",
    "identify",
    "read_decisions",
]


def identify(
    evidence: Iterable[Evidence],
    lists: Lists,
    sessions: Iterable[date],
    scrips: Iterable[ScripSeen] = (),
) -> Identity:
    """Evidence of the cash files and what lists tell -> lines, identifiers, securities and open questions.

    `sessions` are NSE's. Evidence of other than equity series says nothing of a symbol's holder, and is left
    out.
    """
    on_bse = {case: d for case, d in lists.decisions.items() if case.former_symbol.startswith(f"{BSE}:")}
    on_nse = {case: d for case, d in lists.decisions.items() if case not in on_bse}
    nse = _on_nse(evidence, replace(lists, decisions=on_nse), sorted(sessions))
    return with_scrips(nse, scrips, lists.bse, on_bse)


def _on_nse(evidence: Iterable[Evidence], lists: Lists, held: list[date]) -> Identity:
    equity = [e for e in evidence if e.series in SERIES_ORDER]
    if not held or not equity:
        made = (SECURITY_LINE, SECURITY_IDENTIFIER, DIM_SECURITY, IDENTITY_QUEUE)
        lines, identifiers, securities, queue = (table_of(contract, []) for contract in made)
        return Identity(lines, identifiers, securities, queue, Registry({}))
    known = Sessions(held)
    settled = settle(equity, lists.changes, lists.masters, lists.decisions, known)
    return tables(settled, lists, known)
