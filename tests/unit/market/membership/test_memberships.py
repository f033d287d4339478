"""Lists, pages and changes as they land become dated members, through every rename."""

from datetime import date, timedelta

import numpy as np
import pytest

from bhavhouse.market.membership import IndexSources, memberships

DAY = [date(2015, 1, 1) + timedelta(n) for n in range(400)]


def sources(**given):
    names = ("industry", "pages", "snapshots", "changes", "name_changes", "lines", "identifiers")
    return IndexSources(**{name: given.get(name, ()) for name in names})


def line(n, start=DAY[0]):
    return {"symbol": f"S{n}", "security_id": f"NSE:{n}", "valid_from": start, "valid_to": None}


def listed(day, *numbers, source="ind_niftyitlist"):
    return [{"source": source, "as_of": day, "symbol": f"S{n}"} for n in numbers]


def page(day, *numbers):
    return [{"index_name": "nifty_it", "as_of": day, "symbol": f"S{n}"} for n in numbers]


def counted(day, advances, declines, unchanged):
    return {"index_name": "nifty_it", "as_of": day, "advances": advances, "declines": declines,
            "unchanged": unchanged}  # fmt: skip


def rows(found):
    return [tuple(r[k] for k in ("security_id", "valid_from", "valid_to", "basis", "as_of")) for r in found]


def test_a_name_in_two_lists_is_one_interval_and_a_symbol_of_nobody_is_told():
    lists = [*listed(DAY[10], 1, 2, 9), *listed(DAY[20], 2, 3)]
    found = memberships(sources(industry=lists, lines=[line(1), line(2), line(3)]))
    assert rows(found.members) == [
        ("NSE:1", DAY[10], DAY[20], "list", DAY[10]),
        ("NSE:2", DAY[10], None, "list", DAY[10]),
        ("NSE:3", DAY[20], None, "list", DAY[20]),
    ]
    assert [(r["printed"], r["valid_from"], r["valid_to"], r["reason"]) for r in found.unmatched] == [
        ("S9", DAY[10], DAY[20], "unknown")
    ]


def test_a_page_is_a_list_only_where_it_shows_as_many_names_as_the_index_has():
    pages = [*page(DAY[10], 1, 2), *page(DAY[20], 1), *page(DAY[30], 2)]
    counts = [counted(DAY[10], 1, 1, 0), counted(DAY[20], 1, 1, 0), counted(DAY[30], 1, None, 0)]
    found = memberships(sources(pages=pages, snapshots=counts, lines=[line(1), line(2)]))
    assert rows(found.members) == [(f"NSE:{n}", DAY[10], None, "list", DAY[10]) for n in (1, 2)]


def test_files_that_are_no_list_of_an_index_make_no_members():
    found = memberships(sources(industry=listed(DAY[1], 1, source="symbol_industry"), lines=[line(1)]))
    assert found.members == found.unmatched == []


def test_of_several_workbooks_the_latest_counts():
    def told(as_of, day, out, into):
        return [
            {"as_of": as_of, "sheet": "x", "at_row": n, "index_name": "nifty_it", "changed_on": day,
             "company_as_printed": f"Name{who}", "change": change}
            for n, (who, change) in enumerate(((out, "exclusion"), (into, "inclusion")))
        ]  # fmt: skip

    names = [{"scheme": "name", "value": f"Name{n}", "security_id": f"NSE:{n}", "valid_from": DAY[0],
              "valid_to": None} for n in (1, 2, 3)]  # fmt: skip
    both = [*told(DAY[40], DAY[15], 3, 1), *told(DAY[50], DAY[20], 2, 1)]
    given = {"industry": listed(DAY[20], 1), "lines": [line(n) for n in (1, 2, 3)], "identifiers": names}
    found = memberships(sources(changes=both, **given))
    assert rows(found.members) == [("NSE:1", DAY[20], None, "list", DAY[20])]


@pytest.mark.parametrize("seed", range(10))
def test_the_members_of_every_day_come_back_through_renames_and_names_of_nobody(seed):
    """A third of the companies is renamed; of a tenth no file tells who they are."""
    random = np.random.default_rng(seed)
    pool = range(40)
    renamed = {int(n): DAY[random.integers(50, 300)] for n in random.choice(pool, 13, replace=False)}
    nobody = {int(n) for n in random.choice(pool, 4, replace=False)}
    identifiers, name_changes = [], []
    for n in set(pool) - nobody:
        window = {"scheme": "name", "security_id": f"NSE:{n}", "valid_to": None, "valid_from": DAY[0]}
        if n in renamed and n % 2:  # the windows tell of the rename
            identifiers += [{**window, "value": f"Old{n} Ltd", "valid_to": renamed[n]},
                            {**window, "value": f"NEW{n} LIMITED", "valid_from": renamed[n]}]  # fmt: skip
        elif n in renamed:  # the exchange's list of changes alone does
            identifiers.append({**window, "value": f"NEW{n} LIMITED", "valid_from": renamed[n]})
            name_changes.append(
                {
                    "symbol": "LATER",
                    "changed_on": renamed[n],
                    "previous_name": f"Old{n} Limited",
                    "new_name": f"New{n} Limited",
                }
            )
        else:
            identifiers.append({**window, "value": f"Old{n} Ltd."})

    def printed(n, day):
        return f"New{n} Ltd." if n in renamed and n not in nobody and day >= renamed[n] else f"Old{n} Ltd."

    members, truth, changes = {int(n) for n in random.choice(pool, 12, replace=False)}, {}, []

    def tell(day, n, change):
        told = {"as_of": DAY[399], "sheet": "x", "at_row": len(changes), "index_name": "nifty_it"}
        told |= {"changed_on": day, "company_as_printed": printed(n, day), "change": change}
        changes.append(told)

    for at, day in enumerate(DAY):
        leaving = set()
        if at == 390:  # so that the list names nobody without a security
            leaving = (members & nobody) | {min(members)}
        elif at >= 20 and random.random() < 0.1:
            leaving = {int(random.choice(sorted(members)))}
        others = sorted(set(pool) - members - (nobody if at == 390 else set()))
        entering = {int(n) for n in random.choice(others, len(leaving), replace=False)}
        for n in sorted(leaving):
            tell(day, n, "exclusion")
        for n in sorted(entering):
            tell(day, n, "inclusion")
        members = members - leaving | entering
        truth[day] = frozenset(members)
    list_day, first = DAY[390], changes[0]["changed_on"]
    told = sources(
        industry=listed(list_day, *truth[list_day]),
        changes=changes,
        name_changes=name_changes,
        lines=[line(n) for n in set(pool) - nobody],
        identifiers=identifiers,
    )
    found = memberships(told)
    assert not [r for r in found.unmatched if r["reason"] == "contradiction"]
    checked = 0
    for day in truth:
        held = {int(r["security_id"][4:]) for r in found.members
                if r["valid_from"] <= day and (r["valid_to"] is None or day < r["valid_to"])}  # fmt: skip
        unknown = {int(r["printed"][3:-5]) for r in found.unmatched
                   if r["valid_from"] <= day and (r["valid_to"] is None or day < r["valid_to"])}  # fmt: skip
        if day < first:
            assert held == unknown == set()
            continue
        assert held == truth[day] - nobody and unknown == truth[day] & nobody, day
        checked += 1
    assert checked > 300
