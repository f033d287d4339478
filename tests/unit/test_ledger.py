"""What the ledger promises: one current partition a key, all of a transaction or none."""

from datetime import date

import pytest
import sqlalchemy as sa

from bhavhouse.ledger import PARTITION, RUN, Partition, make_current, retire


def partition(key: str, file: str) -> Partition:
    return Partition("nse_full", key, file, 1, f"print of {file}")


def test_making_a_partition_current_takes_the_former_one_out_of_use_and_keeps_it(house):
    ledger = house.ledger
    for file in ("old", "new"):
        with ledger.transaction() as connection:
            make_current(connection, [partition("2025-01-01", file), partition("2025-01-02", file)])
    assert {key: p.file for key, p in ledger.partitions("nse_full").items()} == {
        "2025-01-01": "new",
        "2025-01-02": "new",
    }
    assert len(ledger.rows(PARTITION.select())) == 4


def test_a_second_current_partition_for_a_key_cannot_be_written(house):
    row = {"dataset": "d", "key": "k", "file": "f", "rows": 1, "fingerprint": "", "is_current": True}
    with pytest.raises(sa.exc.IntegrityError), house.ledger.transaction() as connection:
        connection.execute(PARTITION.insert(), [row, row])
    assert house.ledger.rows(PARTITION.select()) == []


def test_a_transaction_that_fails_leaves_nothing(house):
    with house.ledger.transaction() as connection:
        make_current(connection, [partition("2025-01-01", "old")])
    with pytest.raises(RuntimeError), house.ledger.transaction() as connection:
        make_current(connection, [partition("2025-01-01", "new")])
        raise RuntimeError("the disk is full")
    assert [p.file for p in house.ledger.partitions("nse_full").values()] == ["old"]


def test_a_retired_partition_is_no_longer_current(house):
    with house.ledger.transaction() as connection:
        make_current(connection, [partition("a", "f"), partition("b", "f")])
        retire(connection, [("nse_full", "a"), ("another", "b")])
    assert list(house.ledger.partitions("nse_full")) == ["b"]


def test_a_run_tells_how_it_ended(house):
    with house.ledger.run("build", start=date(2025, 1, 1)) as figures:
        figures["files"] = 3
    with pytest.raises(RuntimeError), house.ledger.run("build"):
        raise RuntimeError
    done, failed = house.ledger.rows(RUN.select().order_by(RUN.c.run_id))
    assert (done.outcome, done.figures, done.arguments) == ("done", {"files": 3}, {"start": "2025-01-01"})
    assert failed.outcome == "failed" and failed.ended_at is not None
