"""Which securities an index holds, by date, and whom its sources name that nobody could be found for."""

from bhavhouse.contracts.base import Contract, day, text

INDEX_BASES = ("list", "changed", "walked_back", "replayed")

INDEX_MEMBERSHIP = Contract(
    "core.index_membership",
    grain=("index_name", "security_id", "valid_from"),
    meaning="Which securities an index holds, by date.",
    notes="A list holds from its day to the next of its index, and says nothing of the time before it. Only "
    "the exchange's workbook of changes reaches further back, and only as far as each of its changes fits "
    "the members. No rows means that the members are not known, never that there are none; a member "
    "without a security stands in core.index_unmatched.",
    dated_by=("valid_from", "valid_to"),
    source="lake.industry, lake.index_constituent, lake.index_change",
    columns=(
        text("index_name", "The index, in snake case.", source="market/index_names.csv"),
        text("security_id", "Internal id.", source="core.security_line, core.security_identifier"),
        day("valid_from", "First day of the membership, as far as the sources show it."),
        day("valid_to", "First day after it; null while it lasts.", nullable=True),
        text(
            "basis",
            "What shows it: a complete list; a list and the changes since; a list walked back through the "
            "changes before it; the changes alone, from the index's first list on.",
            one_of=INDEX_BASES,
        ),
        day("as_of", "The day of the list, or of the workbook where no list is needed."),
    ),
)

INDEX_UNMATCHED = Contract(
    "core.index_unmatched",
    grain=("index_name", "printed", "valid_from", "reason"),
    meaning="Members and changes of indices that name a company or symbol of no security known.",
    source="lake.industry, lake.index_constituent, lake.index_change",
    columns=(
        text("index_name", "The index, in snake case."),
        text("printed", "Company or symbol as printed."),
        day("valid_from", "First day on which it is a member, or the day of the change."),
        day("valid_to", "First day on which it is none; null while it lasts or for a change.", nullable=True),
        text(
            "reason",
            "unknown: the member has no security; ambiguous: it may be several; contradiction: the change "
            "takes out whom the index does not hold or takes in whom it holds, and history ends there.",
            one_of=("unknown", "ambiguous", "contradiction"),
        ),
        text("candidates", "Securities that bear the name, joined by a space."),
    ),
)
