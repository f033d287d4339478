"""The backfill against the bare limit: parsing the same files with pyarrow and writing the same Parquet.

Each side runs as a process of its own, in pairs, so that a machine whose speed drifts slows both.
Writes bench/results.json: a list of {measure, value, aim, holds}.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOOR = Path(__file__).with_name("floor.py")
PAIRS = 3
SESSIONS, SECURITIES = 290, 2_500
# Landing, checks, every model and publishing, within ten times the bare reading and writing.
MOST_RATIO = 10.0
MOST_MEBIBYTES = 1_500.0


def archive(work: Path) -> tuple[Path, str]:
    """The folder of full files to read: the exchange's own where they are to be had, else simulated ones."""
    real = os.environ.get("BHAVHOUSE_REAL_DATA")
    if real:
        return Path(real) / "nse" / "sec_bhavdata_full", "the exchange's own files"
    from bhavhouse.simulate import simulate

    made = simulate(work / "exchange", SESSIONS, SECURITIES, 7)
    return made.out / "nse" / "sec_bhavdata_full", "simulated files (BHAVHOUSE_REAL_DATA is not set)"


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak MiB of a command as a whole process."""
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, {**os.environ, **environment}, file_actions=_QUIET)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


_QUIET = [
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
]


def _result(measure: str, value: float, aim: float | None = None) -> dict[str, object]:
    return {"measure": measure, "value": value, "aim": aim, "holds": aim is None or value <= aim}


def main() -> None:
    work = Path(tempfile.mkdtemp(prefix="bhavhouse-bench-"))
    try:
        folder, what = archive(work)
        days = ["--from", "2025-01-01", "--to", "2026-02-27"]
        ours, bare, memory, bare_memory = [], [], [], []
        for n in range(PAIRS + 1):
            home = {"BHAVHOUSE_HOME": str(work / f"home{n}"), "BHAVHOUSE_ARCHIVE": str(folder)}
            a, a_mib = timed([str(Path(sys.executable).with_name("bhavhouse")), "backfill", *days], home)
            b, b_mib = timed(
                [sys.executable, str(FLOOR), str(folder), str(work / f"floor{n}"), *days[1::2]], {}
            )
            shutil.rmtree(work / f"home{n}")
            shutil.rmtree(work / f"floor{n}")
            if n:  # the first pair warms the caches
                ours.append(a)
                bare.append(b)
                memory.append(a_mib)
                bare_memory.append(b_mib)
                print(
                    f"pair {n}: backfill {a:.1f} s, {a_mib:.0f} MiB; bare {b:.1f} s, {b_mib:.0f} MiB; "
                    f"ratio {a / b:.1f}"
                )
    finally:
        shutil.rmtree(work)
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    results = [
        _result(f"backfill over bare parse and write, {what}", round(ratio, 2), MOST_RATIO),
        _result("backfill, seconds", round(statistics.median(ours), 2)),
        _result("bare parse and write, seconds", round(statistics.median(bare), 2)),
        _result("backfill, peak MiB", round(max(memory)), MOST_MEBIBYTES),
        _result("bare parse and write, peak MiB", round(max(bare_memory))),
    ]
    (ROOT / "bench" / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    for result in results:
        verdict = "holds" if result["holds"] else "missed"
        aim = "" if result["aim"] is None else f"  (aim {result['aim']:g}, {verdict})"
        print(f"{result['measure']}: {result['value']:g}{aim}")


if __name__ == "__main__":
    main()
