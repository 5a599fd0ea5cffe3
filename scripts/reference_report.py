#!/usr/bin/env python3
"""The figures of the two shops, counted a second time, in plain Python: what tests hold `setia report --json` against.

Written from the definitions, not from Setia's sources. Every number is a whole number; a share is printed as its
numerator and denominator. Days and months are those of --zone.

    repeat by orders   customers with two orders or more / customers
    repeat by days     customers with orders on two days or more / customers (orders of one day count once)
    within k days      customers whose second day is at most k days after their first / customers
    retention of m     customers with an order in m−1 and in m / customers with an order in m−1; churn is the rest
    cohort             customers whose first order fell in the month: how many have an order 0, 1, 2 … months later
    rfm                cells of quintiles (ntile 5, ties by customer) of last day, count and spend; 5 is best

usage: reference_report.py [--zone NAME] [NAME …]      NAME: completejourney, cdnow, cdnow-sample; default all
"""

import argparse
import csv
import json
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).resolve().parent.parent / "data"
SHOPS = {
    "completejourney": ("completejourney/baskets.csv", "household_id", "basket_id"),
    "cdnow": ("cdnow/purchases.csv", "customer_id", "purchase_id"),
    "cdnow-sample": ("cdnow/sample.csv", "customer_id", "purchase_id"),
}
WITHIN = [30, 60, 90, 180, 365]


def quintiles(customers: list[str], value) -> dict[str, int]:
    """SQL's ntile(5) over the customers by value, ties by customer number; the largest values get 5."""
    ordered = sorted(customers, key=lambda customer: (value(customer), int(customer)))
    size, larger = divmod(len(ordered), 5)
    result: dict[str, int] = {}
    begin = 0
    for tile in range(1, 6):
        end = begin + size + (1 if tile <= larger else 0)
        result.update((customer, tile) for customer in ordered[begin:end])
        begin = end
    return result


def report(name: str, zone: ZoneInfo) -> dict:
    file, customer_column, order_column = SHOPS[name]
    lines = 0
    cents_of: Counter[str] = Counter()  # by order
    owner: dict[str, str] = {}
    time_of: dict[str, str] = {}
    with (DATA / file).open(encoding="ascii", newline="") as source:
        for row in csv.DictReader(source):
            lines += 1
            order = row[order_column]
            dollars, hundredths = row["amount"].split(".")
            cents_of[order] += int(dollars) * 100 + int(hundredths)
            owner[order] = row[customer_column]
            time_of[order] = row["time"]

    days: dict[str, set] = defaultdict(set)
    orders: Counter[str] = Counter()
    spend: Counter[str] = Counter()
    zero = 0
    for order, customer in owner.items():
        moment = datetime.fromisoformat(time_of[order].replace("Z", "+00:00"))
        days[customer].add(moment.astimezone(zone).date())
        orders[customer] += 1
        spend[customer] += cents_of[order]
        zero += cents_of[order] == 0
    customers = sorted(days)
    count = len(customers)

    within: Counter[int] = Counter()
    active: dict[int, set[str]] = defaultdict(set)  # by month, counted from year 0
    cohorts: dict[int, Counter[int]] = defaultdict(Counter)
    for customer in customers:
        sequence = sorted(days[customer])
        if len(sequence) > 1:
            gap = (sequence[1] - sequence[0]).days
            for limit in WITHIN:
                within[limit] += gap <= limit
        months = {day.year * 12 + day.month - 1 for day in sequence}
        for month in months:
            active[month].add(customer)
            cohorts[min(months)][month - min(months)] += 1

    def text(month: int) -> str:
        return f"{month // 12:04}-{month % 12 + 1:02}"

    first, last = min(active), max(active)
    series = []
    for month in range(first, last + 1):
        line = {"month": text(month), "active": len(active[month])}
        if month > first:
            line["kept"] = len(active[month - 1] & active[month])
            line["of"] = len(active[month - 1])
        series.append(line)

    recency = quintiles(customers, lambda customer: max(days[customer]))
    spent = quintiles(customers, lambda customer: spend[customer])

    def cells(frequency: dict[str, int]) -> dict:
        found = Counter((recency[c], frequency[c], spent[c]) for c in customers)
        return {"cells": len(found), "555": found[5, 5, 5], "111": found[1, 1, 1]}

    return {
        "zone": str(zone),
        "lines": lines,
        "orders": len(owner),
        "ordersOfZero": zero,
        "customers": count,
        "revenueMinorUnits": sum(cents_of.values()),
        "customerDays": sum(len(s) for s in days.values()),
        "repeat": {
            "of": count,
            "byOrders": sum(orders[c] > 1 for c in customers),
            "byDays": sum(len(days[c]) > 1 for c in customers),
            "withinDays": {str(limit): within[limit] for limit in WITHIN},
        },
        "months": series,
        "cohorts": {
            text(month): [cohorts[month][age] for age in range(last - month + 1)] for month in sorted(cohorts)
        },
        "rfm": {
            "byOrders": cells(quintiles(customers, lambda customer: orders[customer])),
            "byDays": cells(quintiles(customers, lambda customer: len(days[customer]))),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a shop")
    parser.add_argument("--zone", default="UTC", help="time zone of days and months")
    options = parser.parse_args()
    for name in options.names:
        if name not in SHOPS:
            parser.error(f"no shop is called {name}; there are {', '.join(SHOPS)}")
    names = options.names or list(SHOPS)
    print(json.dumps({name: report(name, ZoneInfo(options.zone)) for name in names}, indent=2))


if __name__ == "__main__":
    main()
