"""Lists and changes become spans, and nothing is said that they do not show."""

from datetime import date, timedelta

import numpy as np
import pytest

from bhavhouse.market.membership import Change, spans

DAY = [date(2025, 1, 1) + timedelta(n) for n in range(400)]


def told(found, day):
    """Members and basis on a day; None where nothing is known."""
    held = [s for s in found if s.start <= day and (s.end is None or day < s.end)]
    assert len(held) <= 1
    return (set(held[0].members), held[0].basis) if held else None


def swap(day, out, into):
    return [Change(DAY[day], False, out), Change(DAY[day], True, into)]


def test_a_list_holds_to_the_next_and_never_leaks_backwards():
    found, odd = spans({DAY[10]: frozenset("ab"), DAY[20]: frozenset("bc")}, [], date.min)
    assert odd == [] and told(found, DAY[9]) is None
    assert told(found, DAY[10]) == told(found, DAY[19]) == ({"a", "b"}, "list")
    assert told(found, DAY[20]) == told(found, DAY[399]) == ({"b", "c"}, "list")


def test_a_list_is_walked_back_to_the_first_change_and_no_further():
    found, odd = spans({DAY[30]: frozenset("bc")}, [*swap(10, "x", "a"), *swap(20, "a", "b")], DAY[40])
    assert odd == [] and told(found, DAY[9]) is None
    assert told(found, DAY[10]) == ({"a", "c"}, "walked_back")
    assert told(found, DAY[20]) == told(found, DAY[29]) == ({"b", "c"}, "walked_back")
    assert told(found, DAY[30]) == ({"b", "c"}, "list")


def test_changes_that_end_before_the_list_prove_nothing_of_it():
    found, _ = spans({DAY[30]: frozenset("bc")}, swap(20, "a", "b"), DAY[29])
    assert told(found, DAY[29]) is None and told(found, DAY[30]) is not None


def test_a_change_after_a_list_takes_effect_before_the_next_list():
    lists = {DAY[10]: frozenset("ab"), DAY[30]: frozenset("bc")}
    found, odd = spans(lists, swap(20, "a", "c"), DAY[25])
    assert odd == []
    assert told(found, DAY[19]) == ({"a", "b"}, "list")
    assert told(found, DAY[20]) == told(found, DAY[29]) == ({"b", "c"}, "changed")
    assert told(found, DAY[30]) == ({"b", "c"}, "list")


@pytest.mark.parametrize(
    ("changes", "odd"),
    [
        (swap(20, "a", "z"), Change(DAY[20], True, "z")),  # taken in, but not on the list
        (swap(20, "b", "c"), Change(DAY[20], False, "b")),  # taken out, but on the list
    ],
)
def test_a_change_that_does_not_fit_the_list_ends_the_walk_back(changes, odd):
    found, ended = spans({DAY[30]: frozenset("bc")}, [*swap(10, "y", "x"), *changes], DAY[40])
    assert told(found, DAY[20]) == ({"b", "c"}, "walked_back")
    assert told(found, DAY[19]) is None and ended == [odd]


def test_a_change_that_does_not_fit_ends_what_a_list_says():
    found, ended = spans({DAY[10]: frozenset("ab"), DAY[30]: frozenset("ab")}, swap(20, "z", "c"), DAY[40])
    assert told(found, DAY[19]) == ({"a", "b"}, "list") and told(found, DAY[20]) is None
    assert told(found, DAY[30]) == ({"a", "b"}, "list")
    assert ended == [Change(DAY[20], False, "z")]


def test_a_change_said_again_is_one_change():
    changes = [*swap(20, "a", "b"), *swap(24, "a", "b")]
    found, odd = spans({DAY[30]: frozenset("bc")}, changes, DAY[40])
    assert odd == [] and told(found, DAY[20]) == ({"b", "c"}, "walked_back")


FIRST = [Change(DAY[5], True, name) for name in "abcdefghij"]


def test_a_first_list_among_the_changes_is_replayed_to_their_last_day():
    found, odd = spans({}, [*FIRST, *swap(20, "a", "z")], DAY[50], size=10)
    assert odd == [] and told(found, DAY[4]) is None and told(found, DAY[51]) is None
    assert told(found, DAY[19]) == (set("abcdefghij"), "replayed")
    assert told(found, DAY[20]) == told(found, DAY[50]) == (set("bcdefghijz"), "replayed")


def test_a_first_day_that_is_not_the_whole_index_is_not_replayed():
    assert spans({}, FIRST[1:], DAY[50]) == ([], [])
    assert spans({}, FIRST, DAY[50], size=50) == ([], [])
    assert spans({}, [*FIRST, Change(DAY[5], False, "q")], DAY[50]) == ([], [])


def test_a_history_that_takes_out_whom_it_never_took_in_is_not_replayed_at_all():
    assert spans({}, [*FIRST, *swap(20, "q", "z")], DAY[50]) == ([], [Change(DAY[20], False, "q")])


@pytest.mark.parametrize("seed", range(25))
def test_every_earlier_truth_comes_back_from_the_last_list(seed):
    """Random histories: walked back from a list, replayed from the first, carried on after a list."""
    random = np.random.default_rng(seed)
    pool = [f"c{n}" for n in range(40)]
    first = sorted(random.choice(pool, 12, replace=False))
    truth, changes = {}, []
    members, since = set(first), 20
    for n, day in enumerate(DAY[:300]):
        if n >= since and random.random() < 0.08:
            out = random.choice(sorted(members), random.integers(1, 4), replace=False)
            into = random.choice(sorted(set(pool) - members), len(out), replace=False)
            changes += [Change(day, False, str(m)) for m in out] + [Change(day, True, str(m)) for m in into]
            members = members - set(out) | set(into)
        truth[day] = frozenset(map(str, members))
    known_to = max(c.day for c in changes)
    list_day = random.choice([c.day for c in changes][len(changes) // 2 :])
    shuffled = [changes[n] for n in random.permutation(len(changes))]

    found, odd = spans({list_day: truth[list_day]}, shuffled, known_to)
    begin = min(c.day for c in changes)
    assert odd == [] and told(found, begin - timedelta(1)) is None
    for day in truth:
        if day >= begin:
            members, basis = told(found, day)
            assert members == truth[day], day
            assert (basis == "walked_back") is (day < list_day)

    inception = [Change(DAY[0], True, m) for m in first]
    replayed, odd = spans({}, [*shuffled, *inception], known_to)
    assert odd == [] and all(told(replayed, day)[0] == truth[day] for day in truth if day <= known_to)
    assert told(replayed, known_to + timedelta(1)) is None
    # A later list alone changes nothing of what was known before its day.
    later = {list_day: truth[list_day], DAY[350]: frozenset("z")}
    again, _ = spans(later, shuffled, known_to)
    assert all(told(again, day) == told(found, day) for day in DAY[:350])
    # Nor does a later change: the workbook of an earlier day says the same as far as it reaches.
    cut = min(c.day for c in changes if c.day >= list_day)
    early, _ = spans({list_day: truth[list_day]}, [c for c in shuffled if c.day <= cut], cut)
    assert all(told(early, day) == told(found, day) for day in DAY if day <= cut)
