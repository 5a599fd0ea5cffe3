"""How long an event takes at a given part of the highest load, as its sender sees it.

First as many events as 64 connections get through, one a request: the highest load. Then events by a clock, at half of
that: each has its moment, and how long it took counts from that moment and not from when a connection was free for it.
So a stall of the server is seen by every event that should have been sent in it (coordinated omission avoided).

usage: latency.py PORT --label NAME [--seconds N] [--part 0.5] [--members N] [--out FILE]      key: SETIA_KEY
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time

from hdrh.histogram import HdrHistogram

CONNECTIONS = 64
#: Microseconds, to a minute, three digits kept.
SMALLEST, LARGEST, DIGITS = 1, 60_000_000, 3


class Sender:
    """Makes events and sends them over one connection each."""

    #: The answer that says that it was recorded.
    wanted = 201

    def __init__(self, port, key, members, label):
        self.port, self.members, self.label = port, members, label
        self.count = 0
        self.random = random.Random(7)
        self.head = (
            f"POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
            "Content-Type: application/cloudevents+json\r\nContent-Length: "
        ).encode()
        self.moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def request(self):
        self.count += 1
        id = f"{self.label}-{self.count}"
        lines = [
            {"sku": f"sku-{line}", "amount": {"amount": self.random.randint(100, 5_000), "currency": "MYR"}}
            for line in range(self.random.randint(1, 3))
        ]
        body = json.dumps(
            {
                "specversion": "1.0", "id": id, "source": "latency", "type": "order.paid", "time": self.moment,
                "data": {
                    "orderId": id, "lines": lines,
                    "identity": {"kind": "card", "value": f"latency-{self.random.randrange(self.members)}"},
                },
            }
        ).encode()
        return self.head + str(len(body)).encode() + b"\r\n\r\n" + body

    async def connect(self):
        return await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)

    async def exchange(self, line):
        """Sends one event and gives the status of the answer."""
        reader, writer = line
        writer.write(self.request())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(word.split(b":")[1]) for word in head.split(b"\r\n") if word.lower().startswith(b"content-length:")
        )
        await reader.readexactly(length)
        return int(head[9:12])


async def highest(sender, seconds):
    """Events a second where each connection sends the next as soon as the last is answered."""
    end = time.monotonic() + seconds
    done = 0

    async def one():
        nonlocal done
        line = await sender.connect()
        while time.monotonic() < end:
            if await sender.exchange(line) == sender.wanted:
                done += 1
        line[1].close()

    began = time.monotonic()
    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return done / (time.monotonic() - began)


async def at_rate(sender, rate, seconds):
    """A histogram of microseconds from each event's moment to its answer, and how many were not recorded."""
    histogram = HdrHistogram(SMALLEST, LARGEST, DIGITS)
    waiting = asyncio.Queue()
    other = 0

    async def one():
        nonlocal other
        line = await sender.connect()
        while (moment := await waiting.get()) is not None:
            status = await sender.exchange(line)
            histogram.record_value(max(SMALLEST, min(LARGEST, round((time.monotonic() - moment) * 1e6))))
            other += status != sender.wanted
        line[1].close()

    lines = [asyncio.create_task(one()) for _ in range(CONNECTIONS)]
    began = time.monotonic() + 0.1
    number = 0
    total = round(rate * seconds)
    while number < total:
        due = min(total, int((time.monotonic() - began) * rate) + 1)
        while number < due:
            waiting.put_nowait(began + number / rate)
            number += 1
        await asyncio.sleep(0.001)
    for _ in lines:
        waiting.put_nowait(None)
    await asyncio.gather(*lines)
    return histogram, other


async def measure(options):
    sender = Sender(options.port, os.environ["SETIA_KEY"], options.members, options.label)
    await highest(sender, min(options.seconds, 5))  # warm
    most = await highest(sender, options.seconds)
    rate = most * options.part
    histogram, other = await at_rate(sender, rate, options.seconds)
    percentiles = {name: histogram.get_value_at_percentile(at) / 1_000 for name, at in
                   [("p50", 50), ("p99", 99), ("p99.9", 99.9)]}
    return {
        "label": options.label, "highestPerSecond": round(most), "ratePerSecond": round(rate),
        "events": histogram.get_total_count(), "notRecorded": other,
        "milliseconds": {**percentiles, "max": histogram.get_max_value() / 1_000},
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--label", required=True)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--part", type=float, default=0.5)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--out", help="a file of JSON lines to add to")
    options = parser.parse_args()
    result = asyncio.run(measure(options))
    times = result["milliseconds"]
    print(f"| {result['label']} | {result['highestPerSecond']} | {result['ratePerSecond']} | {times['p50']:.1f} ms "
          f"| {times['p99']:.1f} ms | {times['p99.9']:.1f} ms | {times['max']:.1f} ms |")
    if options.out:
        with open(options.out, "a") as file:
            file.write(json.dumps(result) + "\n")
    if result["notRecorded"]:
        print(f"{result['notRecorded']} events were answered by something else than 201", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
