"""Load from eight clients while servers and the database are killed; then an audit of what is left.

usage: torture.py sqlite|postgres --seconds N --kills N [--seed N] [--out FILE]
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import time

from audit import LISTENER, audit, read_journals
from load import MEMBERS, Client, Journal, card
from machines import Brand, Caller, Cluster

CLIENTS = 8
#: How many acknowledged events are sent once more at the end, to compare the answer with the first.
REPEATED_AT_END = 5_000


def client(number, seed, ports, key, journal, stop):
    callers = [Caller(port, key, timeout=60) for port in ports]
    Client(number, seed, callers, Journal(journal), stop.is_set).run()


class Killer:
    """Kills a random server or the database, waits until all is up again, and counts."""

    def __init__(self, brand, cluster, seed):
        self.brand, self.cluster = brand, cluster
        self.random = random.Random(seed)
        self.kills = {"server": 0, "database": 0, "backend": 0}

    @property
    def total(self):
        return sum(self.kills.values())

    def strike(self):
        draw = self.random.random()
        if self.cluster and draw < 0.35:
            self.kills["database"] += 1
            self.cluster.kill()
            # Sometimes a server falls into the time without a database.
            if self.random.random() < 0.3:
                self.strike_server()
            time.sleep(self.random.uniform(0, 0.5))
            self.cluster.start()
        elif self.cluster and draw < 0.5:
            self.kills["backend"] += self.cluster.kill_backend()
        else:
            self.strike_server()
        for server in self.brand.servers:
            if not server.is_running:
                server.launch()

    def strike_server(self):
        server = self.random.choice(self.brand.servers)
        if server.is_running:
            self.kills["server"] += 1
            server.kill()


def answers_again(brand, fates, wrong, seed):
    """Sends acknowledged events once more, to any server: each gets its first answer."""
    acknowledged = sorted(id for id, fate in fates.items() if fate.receipts)
    sample = random.Random(seed).sample(acknowledged, min(len(acknowledged), REPEATED_AT_END))
    callers = [server.caller() for server in brand.servers]
    for number, id in enumerate(sample):
        answer = callers[number % len(callers)].post(fates[id].event)
        got = (answer.json.get("event"), answer.json.get("points", {}).get("points", 0))
        if answer.status != 200 or not answer.json["replayed"] or got != fates[id].receipts[0]:
            wrong.append(f"{id}: sent again after all: {answer.status} {got}, first {fates[id].receipts[0]}")
    return len(sample)


def run(kind, seconds, kills, seed):
    cluster = Cluster() if kind == "postgres" else None
    brand = Brand(cluster).prepare()
    stop = multiprocessing.Event()
    clients = []
    try:
        for type in ("order.paid", "order.returned", "points.redeemed"):
            brand.write(f"INSERT INTO listener (listener_id, topic) VALUES ('{LISTENER}', '{type}')")
        servers = [brand.server().start() for _ in range(2 if cluster else 1)]
        caller = servers[0].caller()
        for number in range(MEMBERS):
            assert caller.enrol(card(number)).status == 201
        journals = [brand.folder / f"journal-{number}.jsonl" for number in range(CLIENTS)]
        ports = [server.port for server in servers]
        clients = [
            multiprocessing.Process(
                target=client, args=(number, seed, ports, brand.key, journals[number], stop), daemon=True
            )
            for number in range(CLIENTS)
        ]
        for process in clients:
            process.start()
        killer = Killer(brand, cluster, seed)
        began = time.monotonic()
        pause = max(0.2, seconds / kills)
        while killer.total < kills:
            time.sleep(killer.random.uniform(0.3, 1.7) * pause)
            killer.strike()
            if sys.stderr.isatty() or killer.total % 20 == 0:
                print(f"  {kind}: {killer.total} of {kills} kills, {time.monotonic() - began:.0f} s", file=sys.stderr)
        time.sleep(1)
        stop.set()
        for process in clients:
            process.join(timeout=120)
        hung = sum(process.is_alive() for process in clients)
        took = time.monotonic() - began

        for server in servers:
            server.wait_until_ready()
        # What was under way when its sender hung up is written before the count, or never.
        for server in servers:
            server.stop()
        fates, statuses, wrong = read_journals(journals)
        if hung:
            wrong.append(f"{hung} clients wait for an answer that never comes")
        if any(status.startswith("500") for status in statuses):
            wrong.append("a server answered 500")
        broken = [process.exitcode for process in clients if process.exitcode not in (0, None)]
        if broken:
            wrong.append(f"{len(broken)} clients broke off: the load was not what it should be")
        found, counted = audit(brand, fates, MEMBERS)
        wrong += found
        # A run in which little happened proves little.
        if counted["acknowledged"] < 20 * killer.total:
            wrong.append(f"only {counted['acknowledged']} events were acknowledged in {killer.total} kills")
        verified = brand.run("verify")
        if verified.returncode != 0:
            wrong.append(f"setia verify: {verified.stdout}{verified.stderr}")
        for server in servers:
            server.start()
        counted["repeatedAtEnd"] = answers_again(brand, fates, wrong, seed)
        after, _ = audit(brand, fates, MEMBERS)
        if after != found:
            wrong.append(f"the repeats at the end changed something: {after[:5]}")
        if wrong and (keep := os.environ.get("TORTURE_KEEP")):
            import shutil

            shutil.copytree(brand.folder, keep, dirs_exist_ok=True)
        return {
            "database": kind, "seed": seed, "seconds": round(took), "kills": killer.kills, "killsInAll": killer.total,
            "servers": len(servers), "clients": CLIENTS, **counted, "answers": dict(sorted(statuses.items())),
            "verified": verified.stdout.strip().splitlines()[-1:] , "wrong": wrong,
        }
    finally:
        stop.set()
        for process in clients:
            if process.is_alive():
                process.kill()
        brand.close()
        if cluster:
            cluster.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("database", choices=["sqlite", "postgres"])
    parser.add_argument("--seconds", type=float, default=40, help="how long the kills are spread over, about")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--out", help="where the counts go as JSON")
    options = parser.parse_args()
    result = run(options.database, options.seconds, options.kills, options.seed)
    if options.out:
        with open(options.out, "w") as file:
            json.dump(result, file, indent=1)
    wrong = result.pop("wrong")
    print(json.dumps(result, indent=1))
    for complaint in wrong[:50]:
        print(f"WRONG: {complaint}")
    print(f"{'PASS' if not wrong else 'FAIL'}: torture on {options.database}, seed {options.seed}, "
          f"{result['killsInAll']} kills, {result['acknowledged']} acknowledged, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
