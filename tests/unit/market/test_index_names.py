"""One spelling for each index."""

import csv
import re

import duckdb
import pytest

from bhavhouse.market.index_names import NAMES, index_name, index_of_list, known_names, spelled
from bhavhouse.settings import SQL


def rows() -> list[dict[str, str]]:
    with NAMES.open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Nifty Smallcap 250", "nifty_smallcap_250"),
        ("NIFTY SMLCAP 250", "nifty_smallcap_250"),
        ("NIFTY MIDSML 400", "nifty_midsmallcap_400"),
        (" Nifty Fin Service ", "nifty_financial_services"),
        ("NIFTY OIL & GAS", "nifty_oil_gas"),
        ("NIFTY OIL AND GAS", "nifty_oil_gas"),
        ("Nifty Free Float Midcap 100", "nifty_midcap_100"),
        ("S&P BSE SENSEX", "s_p_bse_sensex"),
        ("NIFTY CORP MAATR", "nifty_india_select_5_corporate_groups_maatr"),
        ("*Unheard (of)", "unheard_of"),
    ],
)
def test_an_index_goes_by_one_name_whatever_prints_it(printed, name):
    assert index_name(printed) == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("ind_nifty50list", "nifty_50"),
        ("ind_niftynext50list", "nifty_next_50"),
        ("ind_niftysmallcap250list", "nifty_smallcap_250"),
        ("ind_niftymidsmallcap400list", "nifty_midsmallcap_400"),
        ("ind_niftymicrocap250_list", "nifty_microcap_250"),
        ("ind_niftytotalmarket_list", "nifty_total_market"),
        ("ind_niftyunheardoflist", None),
        ("symbol_industry_2026-05-25", None),
    ],
)
def test_a_constituent_list_tells_its_index_by_its_file_name_or_is_not_known(source, name):
    assert index_of_list(source) == name


def test_the_reviewed_list_says_nothing_twice_and_every_name_in_it_is_its_own():
    listed = [spelled(row["printed"]) for row in rows()]
    assert len(listed) > 200 and len(set(listed)) == len(listed)
    names = {row["index_name"] for row in rows()}
    assert all(re.fullmatch("[a-z0-9]+(_[a-z0-9]+)*", n) and known_names()[n] == n for n in names)


def test_names_are_spelled_as_the_model_of_index_history_spells_them():
    form = "trim(lower(regexp_replace({}, '[^A-Za-z0-9]+', '_', 'g')), '_')"
    assert form.format("printed_name") in (SQL / "marts/index_history.sql").read_text()
    printed = [row["printed"] for row in rows()] + ["  *S&P BSE SENSEX) "]
    sql = f"select {form.format('printed')} from (select unnest(?) as printed)"
    with duckdb.connect() as connection:
        assert connection.execute(sql, [printed]).fetchall() == [(spelled(name),) for name in printed]
