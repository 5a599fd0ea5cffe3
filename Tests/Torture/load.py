"""One client of the load, and the journal that it keeps of what it sent and what it was told."""

import json
import random
import time

from machines import order, redeem, take_back

#: Members whom all clients serve at once, and in all.
HOT, MEMBERS = 4, 60


def card(number):
    return f"card-{number}"


class Journal:
    """Lines of JSON: an event before it is sent, and the word that came back. Kept by a process that is not killed."""

    def __init__(self, path):
        self.file = open(path, "a", buffering=1)

    def sent(self, event):
        self.file.write(json.dumps({"sent": event["id"], "event": event}) + "\n")

    def again(self, id):
        self.file.write(json.dumps({"sent": id}) + "\n")

    def told(self, id, status, body):
        """`status` 0 is no answer at all."""
        line = {"told": id, "status": status}
        if status in (200, 201):
            line["event"] = body["event"]
            line["points"] = body["points"].get("points", 0)
            line["replayed"] = body["replayed"]
        elif isinstance(body, dict):
            line["problem"] = body.get("type", "").rsplit("/", 1)[-1]
        self.file.write(json.dumps(line) + "\n")


class Client:
    """Sends a mix of events to one of the servers after the other, and some of them again."""

    def __init__(self, number, seed, callers, journal, until):
        self.number = number
        self.random = random.Random(f"{seed}/{number}")
        self.callers = callers
        self.journal = journal
        self.until = until
        self.count = 0
        self.events = []
        self.orders = []
        # Those of which no final word came: they are sent again before long, as a till does it.
        self.open = []

    def run(self):
        while not self.until():
            draw = self.random.random()
            if self.open and draw < 0.3:
                self.send_again(self.open.pop(self.random.randrange(len(self.open))))
            elif self.events and draw < 0.42:
                self.send_again(self.random.choice(self.events[-300:]))
            elif draw < 0.52:
                self.send_batch([self.new_event() for _ in range(20)])
            else:
                self.send(self.new_event())

    def new_event(self):
        self.count += 1
        id = f"c{self.number}-{self.count}"
        draw = self.random.random()
        if self.orders and draw < 0.15:
            return self.note(take_back(id, self.orders.pop(self.random.randrange(len(self.orders)))))
        if draw < 0.35:
            return self.note(redeem(id, self.some_card(), self.random.randint(1, 40)))
        if draw < 0.38:
            # Somebody whom nobody knows yet: the event makes a prospect.
            return self.note(order(id, f"new-{id}", self.random.randint(100, 9_999)))
        self.orders.append(id)
        return self.note(order(id, self.some_card(), self.random.randint(1, 9_999)))

    def some_card(self):
        return card(self.random.randrange(HOT if self.random.random() < 0.4 else MEMBERS))

    def note(self, event):
        self.events.append(event)
        return event

    def send(self, event):
        self.journal.sent(event)
        self.post(event)

    def send_again(self, event):
        self.journal.again(event["id"])
        self.post(event)

    def post(self, event):
        try:
            answer = self.random.choice(self.callers).post(event)
        except OSError:
            self.unanswered([event])
            return
        self.take(event, answer.status, answer.json)

    def send_batch(self, events):
        for event in events:
            self.journal.sent(event)
        try:
            answer = self.random.choice(self.callers).post_batch(events)
        except OSError:
            self.unanswered(events)
            return
        if answer.status != 200:
            for event in events:
                self.take(event, answer.status, answer.json)
            return
        for event, item in zip(events, answer.json["items"], strict=True):
            self.take(event, item["status"], item.get("receipt") or item.get("problem"))

    def take(self, event, status, body):
        self.journal.told(event["id"], status, body)
        if status >= 500:
            self.open.append(event)
            time.sleep(self.random.uniform(0, 0.1))

    def unanswered(self, events):
        for event in events:
            self.journal.told(event["id"], 0, None)
        self.open += events
        # The server is being started again.
        time.sleep(self.random.uniform(0.02, 0.2))
