"""Whether what is in the database is what was promised, by sums of the audit's own.

It knows nothing of Setia's code: it adds up what the clients sent, and compares with the rows of the tables.
"""

import collections
import json

#: Whose outbox lines are counted; who listens is written into the table before the load begins.
LISTENER = "torture"


class Fate:
    """What one event's sender knows of it."""

    def __init__(self):
        self.event = None
        #: The receipts: (Setia's id, points).
        self.receipts = []
        self.sent = 0
        self.refused = 0
        #: Answers that it waits: a return that came before its order.
        self.kept = 0
        #: Answers that leave it open: none at all, or `unknown-outcome`.
        self.unknown = 0
        #: 503 that say that nothing was written.
        self.away = 0
        self.first_was_replay = None


def read_journals(paths):
    fates = collections.defaultdict(Fate)
    complaints = []
    statuses = collections.Counter()
    for path in paths:
        with open(path) as lines:
            for line in lines:
                word = json.loads(line)
                if "sent" in word:
                    fate = fates[word["sent"]]
                    fate.sent += 1
                    fate.event = word.get("event", fate.event)
                    continue
                fate = fates[word["told"]]
                status = word["status"]
                statuses[f"{status} {word.get('problem', '')}".strip()] += 1
                if status in (200, 201):
                    fate.receipts.append((word["event"], word["points"]))
                    if fate.receipts[0] != fate.receipts[-1]:
                        complaints.append(f"{word['told']}: a repeat got another answer: {fate.receipts}")
                    if status == 201 and len(fate.receipts) > 1:
                        complaints.append(f"{word['told']}: was recorded as new a second time")
                elif status == 202:
                    fate.kept += 1
                    if fate.receipts:
                        complaints.append(f"{word['told']}: was recorded, and is kept when it is repeated")
                elif status == 0 or word.get("problem") == "unknown-outcome":
                    fate.unknown += 1
                elif status == 503:
                    fate.away += 1
                elif 400 <= status < 500:
                    fate.refused += 1
                    if fate.receipts:
                        complaints.append(f"{word['told']}: was recorded, and its repeat refused: {word}")
                else:
                    complaints.append(f"{word['told']}: {word}")
    return fates, statuses, complaints


def points_of(event, orders):
    """What an event moves, by this audit's own rule: a point for each whole ringgit."""
    data = event["data"]
    match event["type"]:
        case "order.paid":
            return sum(line["amount"]["amount"] for line in data["lines"]) // 100
        case "order.returned":
            return -points_of(orders[data["orderId"]], orders)
        case "points.redeemed":
            return -data["points"]


def audit(brand, fates, enrolled):
    """All that is wrong, in words; and what was counted."""
    wrong = []
    events = {}
    # Of another source than the load: not ours to judge.
    others = set()
    doubled = 0
    for member, number, source, key, kind in brand.rows("SELECT member_id, number, source, key, type FROM event"):
        if source != "torture":
            others.add((member, int(number)))
            continue
        if key in events:
            doubled += 1
            wrong.append(f"{key}: is there twice")
        events[key] = (member, int(number), kind)
    lost = [id for id, fate in fates.items() if fate.receipts and id not in events]
    # What waits is there to be looked at, and is no event before it is applied.
    waiting = {}
    for source, key, kind, state in brand.rows("SELECT source, key, type, state FROM review"):
        if source != "torture":
            continue
        waiting[key] = state
        if kind != "order.returned" or key not in fates or fates[key].sent == 0:
            wrong.append(f"{key}: waits, and is no return that was sent")
        if (state == "applied") != (key in events):
            wrong.append(f"{key}: is {state} in the list, and {'an' if key in events else 'no'} event")
    lost += [id for id, fate in fates.items() if fate.kept and id not in events and id not in waiting]
    wrong += [f"{id}: was acknowledged and is lost" for id in lost]
    for id in events.keys() - fates.keys():
        wrong.append(f"{id}: is there and was never sent")
    unacknowledged = [id for id, fate in fates.items() if not fate.receipts]
    for id in unacknowledged:
        fate = fates[id]
        if id in events and fate.unknown == 0 and fate.sent == fate.refused + fate.away:
            wrong.append(f"{id}: is there though each answer said that nothing was written")

    # Every entry proves itself, and each member's sum is ours.
    orders = {id: fate.event for id, fate in fates.items() if fate.event}
    ours = collections.Counter()
    for id, (member, _, _) in events.items():
        if id in fates:
            points = points_of(fates[id].event, orders)
            ours[member] += points
            if fates[id].receipts and fates[id].receipts[0][1] != points:
                wrong.append(f"{id}: the receipt says {fates[id].receipts[0][1]}, it is {points}")
    theirs = collections.Counter()
    by_event = collections.Counter()
    entries = 0
    for member, points, balance, number in brand.rows(
        "SELECT member_id, points, balance, event_number FROM entry ORDER BY member_id, number"
    ):
        entries += 1
        theirs[member] += int(points)
        by_event[member, int(number)] += int(points)
        if theirs[member] != int(balance):
            wrong.append(f"{member}: an entry says {balance}, the entries add up to {theirs[member]}")
    for member, number in others:
        ours[member] += by_event[member, number]
    for member in ours.keys() | theirs.keys():
        if ours[member] != theirs[member]:
            wrong.append(f"{member}: the entries add up to {theirs[member]}, the events to {ours[member]}")
    for id, (member, number, _) in events.items():
        if id in fates and by_event[member, number] != points_of(fates[id].event, orders):
            wrong.append(f"{id}: its entries add up to {by_event[member, number]}")
    for source, kind, key, member, number in brand.rows(
        "SELECT source, kind, key, member_id, number FROM event_key WHERE kind = 'event'"
    ):
        if source == "torture" and events.get(key, ())[:2] != (member, int(number)):
            wrong.append(f"{key}: is claimed by another event than the one that is there")

    # Nobody is there twice: one member for each card that was enrolled or that a recorded order named first.
    newcomers = {
        id for id in events
        if id in fates and fates[id].event["data"].get("identity", {}).get("value", "").startswith("new-")
    }
    members = int(brand.rows("SELECT count(*) FROM member")[0][0])
    if members != enrolled + len(newcomers):
        wrong.append(f"there are {members} members for {enrolled + len(newcomers)} cards")

    # The outbox: each event once, with its own id.
    lines = collections.Counter(
        (member, id) for member, id in brand.rows("SELECT member_id, id FROM outbox")
        if id.endswith(f"/{LISTENER}") and (member, int(id.split("/")[0])) not in others
    )
    expected = {(member, f"{number}/{LISTENER}") for member, number, _ in events.values()}
    for line in expected - lines.keys():
        wrong.append(f"the outbox lacks {line}")
    for line in lines.keys() - expected:
        wrong.append(f"the outbox has {line} of an event that is not there")
    wrong += [f"the outbox has {line} {count} times" for line, count in lines.items() if count > 1]

    counted = {
        "sent": len(fates),
        "sendings": sum(fate.sent for fate in fates.values()),
        "acknowledged": sum(1 for fate in fates.values() if fate.receipts),
        "lost": len(lost),
        "doubled": doubled,
        "waiting": sum(1 for state in waiting.values() if state == "open"),
        "unacknowledged": len(unacknowledged),
        "unacknowledgedKept": sum(1 for id in unacknowledged if id in events),
        "entries": entries,
        "members": members,
        "outboxLines": sum(lines.values()),
    }
    return wrong, counted
