"""Times cel-python on the expressions of a file and prints its figures beside ours, with the ratio.

usage: compare.py EXPRESSIONS OURS

OURS has a line an expression: nanoseconds, a tab, the expression.
"""
import datetime
import math
import sys
import timeit
from importlib.metadata import version

import celpy

EVENT = {
    "total": 12000,
    "channel": "app",
    "zone": "Asia/Kuala_Lumpur",
    "lines": [
        {"categories": ["cake"], "amount": 10000, "quantity": 1},
        {"categories": ["drink", "coffee"], "amount": 2000, "quantity": 2},
    ],
    "coupon": "RAYA26",
}
MEMBER = {"tier": "gold", "country": "TH"}


def activation():
    event = celpy.json_to_cel(EVENT)
    moment = datetime.datetime.fromtimestamp(1_772_328_600, datetime.timezone.utc)
    event[celpy.celtypes.StringType("occurredAt")] = celpy.celtypes.TimestampType(moment)
    return {"event": event, "member": celpy.json_to_cel(MEMBER)}


def nanoseconds(text, values):
    environment = celpy.Environment()
    program = environment.program(environment.compile(text))
    if not program.evaluate(values):
        raise SystemExit(f"{text} does not hold")
    rounds = 10
    return min(timeit.repeat(lambda: program.evaluate(values), number=rounds, repeat=150)) / rounds * 1e9


def main(expressions, figures):
    ours = {}
    for line in open(figures, encoding="utf-8"):
        number, text = line.rstrip("\n").split("\t")[:2]
        ours[text] = int(number)
    values = activation()
    ratios = []
    print(f"{'ours ns':>8} {'cel-python ns':>14} {'ratio':>7}  expression")
    for text in open(expressions, encoding="utf-8").read().splitlines():
        theirs = nanoseconds(text, values)
        ratio = theirs / max(ours[text], 1)
        ratios.append(ratio)
        print(f"{ours.pop(text):8d} {theirs:14.0f} {ratio:7.0f}  {text}")
    for text, number in ours.items():
        print(f"{number:8d} {'-':>14} {'-':>7}  {text}")
    mean = math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))
    print(f"least ratio {min(ratios):.0f}, geometric mean {mean:.0f}; cel-python {version('cel-python')}")


main(*sys.argv[1:])
