"""A printed word stands for a name's word, or for none: never for one that merely has its letters."""

import pytest

from bhavhouse.market.names.shortened import distance, expanded, pointed, stands_for
from bhavhouse.market.names.spelling import significant, squeezed, tells_its_form, without_india


@pytest.mark.parametrize(
    ("short", "word"),
    [
        ("inds", "industries"), ("mfg", "manufacturing"), ("engg", "engineering"), ("intl", "international"),
        ("labs", "laboratories"), ("corpn", "corporation"), ("hsg", "housing"), ("tech", "technologies"),
        ("industrie", "industries"), ("power", "power"),
    ],
)  # fmt: skip
def test_what_is_short_for_a_word(short, word):
    assert stands_for(short, word, has_point=False)


@pytest.mark.parametrize(
    ("short", "word"),
    [
        ("te", "technologies"), ("finds", "industries"),  # two letters without a full stop
        ("greenl", "greenpanel"), ("dustries", "industries"), ("industriess", "industries"),
        ("indian", "indianoil"), ("sun", "sundaram"), ("3m", "3mindia"), ("motor", "metal"), ("aln", "allan"),
    ],
)  # fmt: skip
def test_what_is_not_short_for_a_word(short, word):
    assert not stands_for(short, word, has_point=False, is_first=True)


def test_a_full_stop_lets_two_letters_or_a_common_word_be_short():
    assert stands_for("sh", "shipbuilders", has_point=True)
    assert stands_for("sun", "sundaram", has_point=True)
    assert not stands_for("s", "sundaram", has_point=True)
    assert pointed("Haz.Multi Proj.") == {"haz", "proj"}


def test_of_a_first_word_more_is_asked():
    assert stands_for("mngl", "mongol", has_point=False)
    assert not stands_for("mngl", "mongol", has_point=False, is_first=True)


def test_words_expand_one_for_one_in_order():
    name = significant("Gujarat Industries Power Company Limited")
    assert expanded(significant("Guj Inds. Power"), name, pointed("Guj Inds. Power")) == name
    assert expanded(("guj", "power"), name, frozenset()) is None
    assert expanded((*name, "extra"), name, frozenset()) is None


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("cement", "cement", 0), ("cement", "cements", 1), ("cemnet", "cement", 1), ("cemant", "cement", 1),
     ("alpha", "omega", 3), ("ab", "abcdefgh", 3)],
)  # fmt: skip
def test_slips_are_counted_up_to_a_limit(one, other, count):
    assert distance(one, other, 2) == min(count, 3)


def test_spellings_of_one_name_compare_alike():
    for printed in (
        "Colgate Palmolive (I) Ltd.",
        "COLGATE-PALMOLIVE (INDIA) LIMITED",
        "Colgate Palmolive India",
    ):
        assert squeezed(printed) == "colgatepalmoliveindia"
    assert squeezed("Dr. Reddy’s") == squeezed("DR REDDYS") == "drreddys"
    assert squeezed("Nestlé") == "nestle" and squeezed("L&T") == "landt" and squeezed("The Ltd. Co.") == ""


def test_the_words_that_tell_names_apart():
    assert significant("J B Chemicals & Pharmaceuticals Ltd") == ("jb", "chemicals", "pharmaceuticals")
    assert significant("The Whirlpool of India Limited") == ("whirlpool", "india")
    assert without_india(("whirlpool", "india")) == ("whirlpool",)
    assert without_india(("india", "cements")) == ("india", "cements")
    assert tells_its_form("Twin LTD.") and not tells_its_form("Limitedless")
