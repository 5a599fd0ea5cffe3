"""How long a webhook of WhatsApp takes from its moment until it is answered, which is when it is stored.

Requests go by a clock, 200 a second: each has its moment, and its time counts from then and not from when a connection was
free for it. Each is signed as Meta signs, tells one message, and comes of one of so many people; all of them have written
before the time is taken, so that nobody is made a prospect in it.

usage: webhook.py PORT --label NAME [--rate 200] [--seconds 30] [--people N] [--out FILE]      app secret: SETIA_APP_SECRET
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import random
import sys
import time

from latency import Sender, at_rate


class Meta(Sender):
    """Makes messages as WhatsApp tells them."""

    wanted = 200

    def __init__(self, port, people, label):
        super().__init__(port, "", people, label)
        self.secret = os.environ["SETIA_APP_SECRET"].encode()
        self.order = 0

    def request(self):
        self.count += 1
        # Everybody once, then anybody.
        person = self.order if self.order < self.members else self.random.randrange(self.members)
        self.order += 1
        number = f"6011555{person:05}"
        body = json.dumps(
            {
                "object": "whatsapp_business_account",
                "entry": [{"id": "1", "changes": [{"field": "messages", "value": {
                    "messaging_product": "whatsapp",
                    "metadata": {"display_phone_number": "6011", "phone_number_id": "1066"},
                    "contacts": [{"profile": {"name": f"Person {person}"}, "wa_id": number}],
                    "messages": [{
                        "from": number, "id": f"wamid.{self.label}-{self.count}", "timestamp": str(int(time.time())),
                        "type": "text", "text": {"body": f"Is the kopi at the corner open on day {self.count}?"},
                    }],
                }}]}],
            }
        ).encode()
        mark = hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        head = (
            f"POST /v1/channels/wa/hook HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
            f"X-Hub-Signature-256: sha256={mark}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


async def measure(options):
    sender = Meta(options.port, options.people, options.label)
    sender.random = random.Random(7)
    _, unkept = await at_rate(sender, options.rate, options.people / options.rate)
    histogram, other = await at_rate(sender, options.rate, options.seconds)
    times = {name: histogram.get_value_at_percentile(at) / 1_000 for name, at in
             [("p50", 50), ("p99", 99), ("p99.9", 99.9)]}
    return {
        "label": options.label, "ratePerSecond": options.rate, "webhooks": histogram.get_total_count(),
        "notStored": unkept + other, "milliseconds": {**times, "max": histogram.get_max_value() / 1_000},
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--label", required=True)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--out", help="a file of JSON lines to add to")
    options = parser.parse_args()
    result = asyncio.run(measure(options))
    times = result["milliseconds"]
    print(f"| {result['label']} | {result['ratePerSecond']:.0f} | {result['webhooks']} | {times['p50']:.1f} ms "
          f"| {times['p99']:.1f} ms | {times['p99.9']:.1f} ms | {times['max']:.1f} ms |")
    if options.out:
        with open(options.out, "a") as file:
            file.write(json.dumps(result) + "\n")
    if result["notStored"]:
        print(f"{result['notStored']} webhooks were answered by something else than 200", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
