"""The real programs under trial: a PostgreSQL of its own that can be killed, brands, servers, and calls to them.

Whatever is started here ends with the process that started it, however that ends.
"""

import ctypes
import http.client
import json
import os
import pathlib
import pwd
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("SETIA_BINARY", str(ROOT / ".build/debug/setia"))
# On a disk and not in memory: a commit is to wait for it.
FOLDER = os.environ.get("TMPDIR", "/var/tmp")
PROGRAMME = """
programme: torture
engine: 1
languages: [en]
timeZone: Asia/Kuala_Lumpur
currencies:
  MYR: {decimals: 2}
wallets:
  points:
    name: {en: points}
    activation: immediate
    expiry: none
    rates: {MYR: 1 per 1.00}
rules:
  - id: base
    on: order.paid
    earn: {wallet: points, by: rate}
"""


def ends_with_us(which=signal.SIGKILL):
    """For `preexec_fn`: the kernel ends the child when its parent is gone."""
    library = ctypes.CDLL(None)

    def ask():
        library.prctl(1, which)

    return ask


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition, seconds=60, between=0.05):
    """Waits until `condition` gives something true, and gives it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(between)
    raise TimeoutError(f"{what}: not within {seconds} s")


class Cluster:
    """A PostgreSQL of its own, with its default durability, that can be killed and started again."""

    def __init__(self, settings=(), folder=None):
        programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not programs:
            raise RuntimeError("there is no PostgreSQL here; make install-test installs it")
        self.programs = programs[-1]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="setia-cluster-", dir=folder or FOLDER))
        self.port = free_port()
        self.settings = ["listen_addresses=127.0.0.1", f"port={self.port}", f"unix_socket_directories={self.folder}"]
        self.settings += settings
        self.owner = {}
        if os.geteuid() == 0:
            # The server refuses to run as root.
            entry = pwd.getpwnam("postgres")
            shutil.chown(self.folder, entry.pw_uid, entry.pw_gid)
            self.owner = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        self.process = None
        self._run(
            "initdb", f"--pgdata={self.folder}/data", "--username=setia", "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )
        self.start()
        self.query("CREATE DATABASE brand", database="postgres")

    def url(self, port=None):
        return f"postgres://setia@127.0.0.1:{port or self.port}/brand"

    def _run(self, program, *arguments):
        run = subprocess.run(
            [str(self.programs / program), *arguments], capture_output=True, text=True, cwd="/", timeout=120, **self.owner
        )
        if run.returncode != 0:
            raise RuntimeError(f"{program}: {run.stdout}{run.stderr}")

    def start(self):
        """Starts it and waits until it takes connections; after a kill the recovery is part of the wait."""
        def attempt():
            # Where children of the one that was killed still live, the new one refuses, and is tried again.
            if self.process is None or self.process.poll() is not None:
                words = [word for setting in self.settings for word in ("-c", setting)]
                self.process = subprocess.Popen(
                    [str(self.programs / "postgres"), "-D", f"{self.folder}/data", *words],
                    stdout=self.log, stderr=self.log, cwd="/", preexec_fn=ends_with_us(signal.SIGQUIT), **self.owner,
                )
            ready = subprocess.run(
                [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], timeout=30
            )
            return ready.returncode == 0

        self.log = open(self.folder / "log", "ab")
        wait_for("PostgreSQL starts", attempt, seconds=120, between=0.1)

    def children(self):
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    # The fourth word after the name in brackets is the parent.
                    if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == self.process.pid:
                        found.append(int(entry.name))
                except (OSError, IndexError):
                    continue
        return found

    def kill(self):
        """All of its processes at once, as a loss of power would."""
        children = self.children()
        for process in [self.process.pid, *children]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()

    def kill_backend(self):
        """One process that serves a connection: PostgreSQL then ends all others and recovers.

        Gives whether there was one.
        """
        backends = []
        for child in self.children():
            try:
                if b": setia brand " in pathlib.Path(f"/proc/{child}/cmdline").read_bytes():
                    backends.append(child)
            except OSError:
                continue
        try:
            os.kill(random.choice(backends), signal.SIGKILL)
        except (IndexError, ProcessLookupError):
            return False
        return True

    def query(self, text, database="brand"):
        run = subprocess.run(
            ["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "setia", "-d", database, "-X", "-q", "-t", "-A",
             "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", "-c", text],
            capture_output=True, text=True, timeout=600,
        )
        if run.returncode != 0:
            raise RuntimeError(f"psql: {run.stderr}")
        return [row.split("\x1f") for row in run.stdout.rstrip("\n").split("\x1e") if row]

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=60)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Brand:
    """A brand with the programme above, on SQLite or on a cluster."""

    def __init__(self, cluster=None, folder=None, address=None):
        self.cluster = cluster
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="setia-brand-", dir=FOLDER))
        self.is_ours = folder is None
        self.database = address or (cluster.url() if cluster else str(self.folder / "brand.db"))
        self.keys = str(self.folder / "brand.keys")
        self.servers = []

    def prepare(self):
        (self.folder / "programme.yaml").write_text(PROGRAMME)
        self.setia("programme", "publish", str(self.folder / "programme.yaml"))
        self.key = self.setia("key", "create", "--name", "torture", "--scopes", "all", "--rate", "1000000").strip()
        return self

    def run(self, *arguments, timeout=900):
        return subprocess.run(
            [BINARY, *arguments, "--database", self.database, "--keys", self.keys],
            capture_output=True, text=True, timeout=timeout,
        )

    def setia(self, *arguments):
        run = self.run(*arguments)
        if run.returncode != 0:
            raise RuntimeError(f"setia {' '.join(arguments)}: {run.returncode}\n{run.stdout}\n{run.stderr}")
        return run.stdout

    def server(self, **more):
        server = Server(self, **more)
        self.servers.append(server)
        return server

    def rows(self, text):
        """What a query answers, as texts, from whichever database it is."""
        if self.cluster:
            return self.cluster.query(text)
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=60) as connection:
            return [["" if value is None else str(value) for value in row] for row in connection.execute(text)]

    def write(self, text):
        if self.cluster:
            self.cluster.query(text)
        else:
            with sqlite3.connect(self.database, timeout=60) as connection:
                connection.execute(text)

    def close(self):
        for server in self.servers:
            server.kill()
        if self.is_ours:
            shutil.rmtree(self.folder, ignore_errors=True)


class Server:
    """`setia serve` as a process that can be killed and started again on the same port."""

    def __init__(self, brand, environment=None, database=None, wrapper=()):
        self.brand = brand
        self.environment = {**os.environ, **(environment or {})}
        self.database = database or brand.database
        self.wrapper = list(wrapper)
        self.port = free_port()
        self.log_path = brand.folder / f"server-{self.port}.log"
        self.process = None

    def launch(self):
        """Starts it and does not wait."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [*self.wrapper, BINARY, "serve", "--port", str(self.port), "--database", self.database, "--keys",
                 self.brand.keys, "--log", "warning"],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment, preexec_fn=ends_with_us(),
            )
        return self

    def start(self, seconds=60):
        self.launch()
        return self.wait_until_ready(seconds)

    def wait_until_ready(self, seconds=60):
        def is_ready():
            # It ends at once where its database is away; whoever runs it starts it again.
            if self.process.poll() is not None:
                self.launch()
            try:
                return Caller(self.port, None, timeout=5).get("/health/ready").status == 200
            except OSError:
                return False

        wait_for(f"a server is ready ({self.log()[-500:]})", is_ready, seconds)
        return self

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def caller(self, timeout=60):
        return Caller(self.port, self.brand.key, timeout)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        try:
            self.json = json.loads(body) if body else None
        except ValueError:
            self.json = None

    @property
    def problem(self):
        """The last word of the problem's type, or none."""
        return self.json.get("type", "").rsplit("/", 1)[-1] if isinstance(self.json, dict) and self.status >= 400 else None


class Caller:
    """One connection to a server, made again where it was lost. Not reached is an OSError."""

    def __init__(self, port, key, timeout=60):
        self.port, self.key, self.timeout = port, key, timeout
        self.connection = None

    def call(self, method, path, body=None, kind="application/json"):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        headers = {"Content-Type": kind}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            data = None if body is None else json.dumps(body).encode()
            self.connection.request(method, path, body=data, headers=headers)
            response = self.connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        except (http.client.HTTPException, OSError) as error:
            self.close()
            raise error if isinstance(error, OSError) else ConnectionError(repr(error))

    def get(self, path):
        return self.call("GET", path)

    def post(self, event):
        return self.call("POST", "/v1/events", event, "application/cloudevents+json")

    def post_batch(self, events):
        return self.call("POST", "/v1/events", events, "application/cloudevents-batch+json")

    def enrol(self, card):
        return self.call("POST", "/v1/members", {"identities": [{"kind": "card", "value": card}], "country": "MY"})

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


def event(id, kind, data, source="torture"):
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {"specversion": "1.0", "id": id, "source": source, "type": kind, "time": moment, "data": data}


def order(id, card, minor, source="torture"):
    lines = [{"sku": "latte", "amount": {"amount": minor, "currency": "MYR"}}]
    who = {"identity": {"kind": "card", "value": card}}
    return event(id, "order.paid", {"orderId": id, "lines": lines, **who}, source)


def take_back(id, order_id, source="torture"):
    return event(id, "order.returned", {"orderId": order_id, "returnId": id}, source)


def redeem(id, card, points, source="torture"):
    who = {"identity": {"kind": "card", "value": card}}
    return event(id, "points.redeemed", {"redemptionId": id, "wallet": "points", "points": points, **who}, source)
