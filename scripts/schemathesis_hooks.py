"""What a description cannot say and a server must know before it gets to work: which members, stores, currencies and times
there are. Half of the events are given such; the other half go as they were made up.

Used by schemathesis.sh through SCHEMATHESIS_HOOKS.
"""

import random
import time

import schemathesis

chance = random.Random(1)
count = 0


@schemathesis.hook
def before_call(context, case, kwargs):
    global count
    count += 1
    headers = case.headers or {}
    # Made-up keys are short, so nearly all would be the key of another request; one in four may be.
    key = headers.get("Idempotency-Key")
    if isinstance(key, str) and key and chance.random() < 0.75:
        case.headers["Idempotency-Key"] = f"{key[:100]}-{count}"
    if case.operation.path == "/v1/events" and case.method.upper() == "POST":
        if chance.random() < 0.5:
            for event in case.body if isinstance(case.body, list) else [case.body]:
                fit(event)


def fit(event):
    """Lets an event be about somebody, somewhere and some time that there are, where it has the form of one."""
    if not isinstance(event, dict):
        return
    data = event.get("data") if "specversion" in event else event
    if not isinstance(data, dict):
        return
    if "time" in event:
        event["time"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - chance.randrange(10_000_000)))
    event.pop("subject", None)
    for name in ("store", "total", "currency"):
        data.pop(name, None)
    data["identity"] = {"kind": "card", "value": f"card-{chance.randrange(20)}"}
    lines = data.get("lines")
    for line in lines if isinstance(lines, list) else []:
        if isinstance(line, dict) and isinstance(line.get("amount"), dict):
            line["amount"]["currency"] = "MYR"
    if "wallet" in data:
        data["wallet"] = "points"
