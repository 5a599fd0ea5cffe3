"""One fault of the world after the other, under load: what is promised, and what was seen.

Each case makes a brand of its own, sends load from four clients, brings the fault about and ends it again. Then nothing
may have been answered but successes, refusals and 503 with Retry-After; the server must take events again by itself;
and the audit of the torture must find nothing wrong.

usage: faults.py [--long] [--jobs N] [--json FILE] [CASE …]      without a name: all; --list names them
"""

import argparse
import collections
import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from audit import LISTENER, audit, read_journals
from load import MEMBERS, Client, Journal, card
from machines import BINARY, FOLDER, Brand, Caller, Cluster, order, wait_for
from proxy import Proxy

CASES = {}
#: Words that must not reach a caller: they are for the log.
INTERNALS = ("SQL", "sqlite", "postgres", "libpq", "errno", "/var/", "/tmp/", "swift", "constraint")


class Skipped(Exception):
    pass


def case(promise):
    def add(function):
        CASES[function.__name__.replace("_", "-")] = (function, promise)
        return function

    return add


class Watched(Caller):
    """Counts the answers, and looks whether a no is said as it should be."""

    def __init__(self, port, key, seen, wrong):
        super().__init__(port, key, timeout=75)
        self.seen, self.wrong = seen, wrong

    def call(self, method, *arguments, **more):
        began = time.monotonic()
        try:
            answer = super().call(method, *arguments, **more)
        except OSError as error:
            self.seen["no answer"] += 1
            self.wrong.append(f"a server that runs did not answer: {error!r}")
            raise
        took = time.monotonic() - began
        self.seen["slowest"] = max(self.seen["slowest"], round(took, 1))
        self.seen[f"{answer.status} {answer.problem or ''}".strip()] += 1
        # Each event of a batch has an answer of its own.
        items = answer.json.get("items", []) if method == "POST" and isinstance(answer.json, dict) else []
        for item in items:
            if item["status"] >= 500:
                self.seen[f"{item['status']} {item['problem']['type'].rsplit('/', 1)[-1]}"] += 1
        if answer.status == 503 and "Retry-After" not in answer.headers:
            self.wrong.append("a 503 without Retry-After")
        if answer.status >= 500:
            if answer.status != 503:
                self.wrong.append(f"{answer.status}: {answer.body[:200]!r}")
            said = answer.body.decode(errors="replace")
            self.wrong += [f"says {word!r} to its caller: {said[:200]}" for word in INTERNALS if word in said]
        return answer


class Trial:
    """A brand under load, through a fault."""

    def __init__(self, brand, server):
        self.brand, self.server = brand, server
        self.seen = collections.Counter()
        self.wrong = []
        self.stop = threading.Event()
        # Not beside the brand, whose disk may be full.
        self.folder = tempfile.TemporaryDirectory(prefix="setia-journals-", dir=FOLDER)
        self.journals = [pathlib.Path(self.folder.name) / f"journal-{number}.jsonl" for number in range(4)]
        self.threads = []

    def begin(self):
        for type in ("order.paid", "order.returned", "points.redeemed"):
            self.brand.write(f"INSERT INTO listener (listener_id, topic) VALUES ('{LISTENER}', '{type}')")
        caller = self.server.caller()
        for number in range(MEMBERS):
            assert caller.enrol(card(number)).status == 201
        for number, path in enumerate(self.journals):
            callers = [Watched(self.server.port, self.brand.key, self.seen, self.wrong)]
            client = Client(number, 1, callers, Journal(path), self.stop.is_set)
            self.threads.append(threading.Thread(target=self.work, args=(client,), daemon=True))
        for thread in self.threads:
            thread.start()
        wait_for("the load is under way", lambda: self.seen["201"] >= 50, 60)
        return self

    def work(self, client):
        try:
            client.run()
        except Exception as error:  # noqa: BLE001 — a client that breaks off is no load
            self.wrong.append(f"a client broke off: {error!r}")

    def recovers(self, seconds):
        """Waits until an event is taken again, and gives how long that took."""
        began = time.monotonic()
        caller = Caller(self.server.port, self.brand.key, timeout=75)

        def is_taken():
            try:
                # Of no member of the load, and of another source: the audit does not count it.
                probe = order(f"probe-{time.monotonic_ns()}", card(0), 1, source="probe")
                return caller.post(probe).status == 201
            except OSError:
                return False

        wait_for("an event is taken again", is_taken, seconds, between=0.1)
        assert self.server.is_running, "the server has ended"
        return time.monotonic() - began

    def end(self):
        """Ends the load, and audits."""
        time.sleep(0.5)
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=100)
        self.wrong += ["a client waits for an answer that never comes" for thread in self.threads if thread.is_alive()]
        assert self.server.stop() == 0, f"the server did not end well: {self.server.log()[-1000:]}"
        fates, _, complaints = read_journals(self.journals)
        found, counted = audit(self.brand, fates, MEMBERS)
        verified = self.brand.run("verify")
        self.folder.cleanup()
        wrong = [*self.wrong, *complaints, *found]
        if counted["acknowledged"] < 50:
            wrong.append(f"only {counted['acknowledged']} events were acknowledged")
        if verified.returncode != 0:
            wrong.append(f"setia verify: {verified.stdout}{verified.stderr}")
        assert not wrong, "; ".join(dict.fromkeys(wrong[:8]))
        answers = {key: count for key, count in sorted(self.seen.items()) if key != "slowest"}
        return (f"{counted['acknowledged']} acknowledged, {counted['lost']} lost, {counted['doubled']} doubled; "
                f"slowest answer {self.seen['slowest']} s; {answers}")

    def saw(self, problem):
        return sum(count for key, count in self.seen.items() if key.startswith("503") and problem in key)


@contextlib.contextmanager
def on_sqlite(folder=None):
    brand = Brand(folder=folder).prepare()
    try:
        yield Trial(brand, brand.server().start()).begin()
    finally:
        brand.close()


@contextlib.contextmanager
def on_postgres(settings=(), through=False, cluster=None):
    """A trial on a cluster, and where asked for a proxy between them."""
    cluster = cluster or Cluster(settings)
    proxy = Proxy(cluster.port) if through else None
    brand = None
    try:
        brand = Brand(cluster).prepare()
        server = brand.server(database=cluster.url(proxy.port) if proxy else None).start()
        yield Trial(brand, server).begin(), cluster, proxy
    finally:
        if brand:
            brand.close()
        if proxy:
            proxy.close()
        cluster.close()


@contextlib.contextmanager
def small_disk(megabytes):
    """A file system of its own; needs root, and a mount namespace of our own (scripts/faults.sh makes it)."""
    if os.geteuid() != 0 or not os.environ.get("SETIA_OWN_MOUNTS"):
        raise Skipped("needs root")
    folder = tempfile.mkdtemp(prefix="setia-disk-", dir=FOLDER)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]).returncode != 0:
        os.rmdir(folder)
        raise Skipped("no file system can be mounted here")
    try:
        yield pathlib.Path(folder)
    finally:
        subprocess.run(["umount", "-l", folder])
        os.rmdir(folder)


def fill(folder):
    """Fills a disk to the last byte, and gives the file that does."""
    path = pathlib.Path(folder) / "filler"
    with open(path, "ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    return path


def readers_still_work(trial):
    answer = trial.server.caller().get("/v1/members?kind=card&value=card-1")
    assert answer.status == 200, f"reading: {answer.status} {answer.body[:200]}"


@case("503 and nothing written; readers go on; goes on by itself once there is space")
def disk_full_sqlite(long):
    with small_disk(48) as disk:
        with on_sqlite(disk) as trial:
            filler = fill(disk)
            wait_for("a 503", lambda: trial.saw("unavailable"), 30)
            time.sleep(3)
            readers_still_work(trial)
            # What frees a page now and then is taken again at once.
            filler = fill(disk)
            time.sleep(1)
            filler.unlink()
            took = trial.recovers(20)
            assert trial.saw("unavailable") >= 5
            return f"took events again {took:.1f} s after; {trial.end()}"


@case("503; PostgreSQL itself stops where its log cannot grow, and once it is started again Setia goes on by itself")
def disk_full_postgres(long):
    with small_disk(160) as disk:
        os.chmod(disk, 0o777)
        cluster = Cluster(["max_wal_size=64MB", "min_wal_size=32MB"], folder=disk)
        with on_postgres(cluster=cluster) as (trial, cluster, _):
            filler = fill(disk)
            wait_for("a 503", lambda: trial.saw("un"), 60)
            time.sleep(3)
            filler.unlink()
            if cluster.process.poll() is not None:
                cluster.start()
            took = trial.recovers(60)
            return f"took events again {took:.1f} s after; {trial.end()}"


@case("does not start, says that the database cannot be written, ends with a status; starts once it can be")
def read_only_sqlite(long):
    with small_disk(48) as disk:
        brand = Brand(folder=disk).prepare()
        try:
            server = brand.server().start()
            caller = server.caller()
            assert caller.post(order("before", card(1), 1_000)).status == 201
            assert server.stop() == 0
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            refused = subprocess.run(
                [BINARY, "serve", "--port", "0", "--database", brand.database,
                 "--keys", brand.keys],
                capture_output=True, text=True, timeout=60,
            )
            assert refused.returncode not in (0, None) and refused.returncode > 0, refused
            said = refused.stderr.strip().splitlines()
            assert any("cannot be written" in line for line in said), refused.stderr
            subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
            server.start()
            answer = server.caller().post(order("before", card(1), 1_000))
            assert answer.status == 200 and answer.json["replayed"], answer.body
            assert server.stop() == 0
            return f"status {refused.returncode}: {next(line for line in said if 'cannot be written' in line)}"
        finally:
            subprocess.run(["mount", "-o", "remount,rw", str(disk)])
            brand.close()


@case("503 and nothing written while the server is a read-only one; readers go on; goes on by itself")
def read_only_postgres(long):
    with on_postgres() as (trial, cluster, _):
        cluster.query("ALTER SYSTEM SET default_transaction_read_only = on")
        cluster.query("SELECT pg_reload_conf()")
        wait_for("a 503", lambda: trial.saw("unavailable"), 30)
        time.sleep(2)
        readers_still_work(trial)
        cluster.query("ALTER SYSTEM RESET default_transaction_read_only")
        cluster.query("SELECT pg_reload_conf()")
        took = trial.recovers(20)
        return f"took events again {took:.1f} s after; {trial.end()}"


@case("503 once it has waited for 5 s, nothing written; readers go on; goes on by itself")
def locked_sqlite(long):
    with on_sqlite() as trial:
        other = sqlite3.connect(trial.brand.database, timeout=30, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        time.sleep(8)
        # Those who write wait one after the other, so the first no comes within a few times 5 s.
        wait_for("a 503", lambda: trial.saw("unavailable") > 0, 30)
        readers_still_work(trial)
        held = time.monotonic() - began
        other.execute("ROLLBACK")
        other.close()
        took = trial.recovers(20)
        return f"held for {held:.0f} s; took events again {took:.1f} s after; {trial.end()}"


@case("503 and nothing written while no connection is to be had; goes on by itself")
def out_of_connections(long):
    with on_postgres(["max_connections=14", "superuser_reserved_connections=1"]) as (trial, cluster, _):
        stop = threading.Event()

        def hog():
            # Raw: the words that begin a connection, then nothing more, for as long as the server lets us.
            while not stop.is_set():
                words = b"user\0setia\0database\0brand\0application_name\0hog\0\0"
                try:
                    with socket.create_connection(("127.0.0.1", cluster.port), timeout=10) as line:
                        line.sendall((len(words) + 8).to_bytes(4, "big") + (196_608).to_bytes(4, "big") + words)
                        if line.recv(1) == b"R":
                            stop.wait()
                            return
                except OSError:
                    pass
                stop.wait(0.02)

        # Setia stands still while others take all places, its own too.
        trial.server.process.send_signal(signal.SIGSTOP)
        hogs = [threading.Thread(target=hog, daemon=True) for _ in range(24)]
        try:
            cluster.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'setia'")
            for one in hogs:
                one.start()
            wait_for("no connection is to be had", lambda: is_full(cluster), 30)
        finally:
            trial.server.process.send_signal(signal.SIGCONT)
        wait_for("a 503", lambda: trial.saw("unavailable") >= 4, 30)
        time.sleep(10 if long else 2)
        stop.set()
        for one in hogs:
            one.join(timeout=15)
        took = trial.recovers(30)
        return f"took events again {took:.1f} s after; {trial.end()}"


def is_full(cluster):
    try:
        cluster.query("SELECT 1")
        return False
    except RuntimeError as error:
        return "too many clients" in str(error)


@case("most go on unseen; where a commit was under way 503 unknown-outcome, and the repeat gets the truth")
def killed_backend(long):
    with on_postgres() as (trial, cluster, _):
        ended = 0
        end = time.monotonic() + (20 if long else 6)
        while time.monotonic() < end:
            rows = cluster.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'setia'"
                " ORDER BY random() LIMIT 2"
            )
            ended += len(rows)
            time.sleep(0.05)
        took = trial.recovers(20)
        return f"{ended} connections ended; took events again {took:.1f} s after; {trial.end()}"


@case("goes on by itself when the database is stopped and started")
def restarted_postgres(long):
    with on_postgres() as (trial, cluster, _):
        for pause in (0.2, 6):
            cluster.process.send_signal(signal.SIGINT)  # a fast shutdown
            cluster.process.wait(timeout=60)
            time.sleep(pause)
            cluster.start()
            took = trial.recovers(30)
        return f"took events again {took:.1f} s after 6 s without; {trial.end()}"


def network(way, long):
    seconds = 30 if long else 18
    with on_postgres(through=True) as (trial, cluster, proxy):
        proxy.way = way
        time.sleep(seconds)
        seen = trial.saw("un")
        proxy.way = "pass"
        took = trial.recovers(40)
        assert seen > 0, f"nobody was told within {seconds} s: {trial.seen}"
        return f"{seconds} s; took events again {took:.1f} s after; {trial.end()}"


@case("503 within 20 s, unknown-outcome where a commit was under way; goes on by itself; what was held does no harm")
def network_held(long):
    return network("hold", long)


@case("503 within 20 s, unknown-outcome where a commit was under way; goes on by itself though old lines stay silent")
def network_lost(long):
    return network("lose", long)


@case("slower, and nothing else")
def slow_replies(long):
    with on_postgres(through=True) as (trial, _, proxy):
        proxy.delay = 0.15
        proxy.way = "slow"
        time.sleep(15 if long else 6)
        proxy.way = "pass"
        trial.recovers(10)
        assert trial.saw("") == 0, f"nobody should be turned away: {trial.seen}"
        return f"0.15 s a journey; {trial.end()}"


@case("what says a later time than that clock is refused and not written; what does not is taken, and its repeat gets its receipt")
def clock_set_back(long):
    if not shutil.which("faketime"):
        raise Skipped("needs Debian's package faketime")
    library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        raise Skipped("needs Debian's package faketime")
    brand = Brand().prepare()
    try:
        clock = brand.folder / "clock"
        clock.write_text("+0s\n")
        server = brand.server(
            environment={
                "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
                "DONT_FAKE_MONOTONIC": "1",
            },
            # The library adds to the environment of the first process that has it, in which Swift then misses its
            # arguments (26 November 2026; once Swift no longer looks for them beside the environment, this can go).
            wrapper=["env"],
        ).start()
        trial = Trial(brand, server).begin()
        before = recorded_ms(brand)
        clock.write_text("-3600s\n")
        # The load's events now say a time an hour ahead of the server's clock: refused, and nothing of them is written.
        wait_for("events of the future are refused", lambda: trial.seen["422 in-the-future"], 20)
        trial.stop.set()
        for thread in trial.threads:
            thread.join(timeout=60)
        caller = server.caller()
        late = order("late", card(2), 1, source="probe")
        late["time"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3_600))
        answer = caller.post(late)
        assert answer.status == 201, answer.body
        again = caller.post(late)
        assert again.status == 200 and again.json["event"] == answer.json["event"], again.body
        assert recorded_ms(brand, "probe") < before, "the server's clock was not set back"
        clock.write_text("+0s\n")
        took = trial.recovers(10)
        return f"an hour back and forth again; {trial.end()}"
    finally:
        brand.close()


def recorded_ms(brand, source="torture"):
    return int(brand.rows(f"SELECT max(recorded_ms) FROM event WHERE source = '{source}'")[0][0])


def attempt(name, long):
    """Tries a case, says what came of it and gives that."""
    function, promise = CASES[name]
    began = time.monotonic()
    try:
        outcome, seen = "PASS", function(long)
    except Skipped as why:
        outcome, seen = "SKIP", str(why)
    except Exception as error:  # noqa: BLE001 — whatever it is, the next case is still tried
        outcome, seen = "FAIL", f"{type(error).__name__}: {error}"
    print(f"{outcome}  {name:20} {time.monotonic() - began:5.1f} s  {seen}", flush=True)
    return {"case": name, "promise": promise, "outcome": outcome, "seen": seen}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--long", action="store_true", help="the network is away for 30 s, and the like")
    parser.add_argument("--jobs", type=int, default=1, help="how many cases at the same time")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", help="where the results go")
    options = parser.parse_args()
    if options.list:
        print("\n".join(CASES))
        return
    unknown = set(options.cases) - CASES.keys()
    if unknown:
        parser.error(f"no such case: {', '.join(unknown)}")
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as several:
        results = list(several.map(lambda name: attempt(name, options.long), options.cases or CASES))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1))
    counts = collections.Counter(result["outcome"] for result in results)
    print(f"{counts['PASS']} passed, {counts['FAIL']} failed, {counts['SKIP']} skipped")
    sys.exit(1 if counts["FAIL"] or os.environ.get("CI") and counts["SKIP"] else 0)


if __name__ == "__main__":
    main()
