"""In whatever order and portions files come, the same rows are published, from the same files."""

import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from bhavhouse.archive import offers
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.pipelines.publish import publish
from bhavhouse.sources import Cadence
from houses import assert_same_rows, open_house, published_rows
from integration.test_replay import priced, without_receipt

Portion = tuple[date, date]


@pytest.fixture
def parted(market, tmp_path: Path) -> tuple[Path, Path]:
    """The exchange in two folders: its daily files, and its lists."""
    first, last = market.summary.first_session, market.summary.last_session
    folders = tmp_path / "daily", tmp_path / "lists"
    for offer in offers([market.exchange], first, last):
        place = folders[offer.feed.cadence is Cadence.REFERENCE] / offer.path.relative_to(market.exchange)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(offer.path, place)
    for folder in folders:
        shutil.copy(market.exchange / "archive.json", folder)
    return folders


def portions(market, chance: random.Random, count: int) -> list[Portion]:
    """The interval cut at random days, each piece inclusive, in order."""
    first, last = market.summary.first_session, market.summary.last_session
    days = [first + timedelta(n) for n in range(1, (last - first).days + 1)]
    starts = [first, *sorted(chance.sample(days, count - 1))]
    return list(zip(starts, [start - timedelta(1) for start in starts[1:]] + [last], strict=True))


def take(house: House, portion: Portion, *, show: bool) -> None:
    ingest(house, *portion)
    if show:
        build(house)
        publish(house)


def same_as_at_once(market, house: House) -> None:
    got, wanted = (without_receipt(published_rows(h)) for h in (house, market.house))
    assert_same_rows(got, wanted)
    assert priced(house) == priced(market.house)


def test_portions_in_random_order_with_lists_last_give_the_same_rows(market, parted, tmp_path):
    """Built and shown halfway, without the lists and with a hole in the middle."""
    daily, lists = parted
    chance = random.Random(market.seed)
    pieces = portions(market, chance, 8)
    chance.shuffle(pieces)
    house = open_house(tmp_path / "home", daily)
    for n, piece in enumerate(pieces):
        take(house, piece, show=n == 3)
    house = open_house(tmp_path / "home", daily, lists)
    take(house, pieces[0], show=True)
    same_as_at_once(market, house)


def test_portions_backwards_with_lists_first_give_the_same_rows(market, parted, tmp_path):
    daily, lists = parted
    ingest(open_house(tmp_path / "home", lists), market.summary.first_session, market.summary.last_session)
    house = open_house(tmp_path / "home", daily)
    for n, piece in enumerate(reversed(portions(market, random.Random(market.seed + 1), 6))):
        take(house, piece, show=n == 5)
    same_as_at_once(market, house)
