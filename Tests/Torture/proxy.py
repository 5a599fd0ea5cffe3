"""A network between a server and its database that can be made slow or swallow everything."""

import socket
import threading
import time


class Proxy:
    """Passes bytes on to a port of this machine, in one of these ways:

    - `pass`: as they come
    - `slow`: each piece waits for `delay` seconds
    - `hold`: nothing passes and nothing is closed; what was held passes when the way changes again
    - `lose`: nothing passes, nothing is closed, and what came meanwhile is gone: that connection stays silent for ever
    """

    def __init__(self, to):
        self.to = to
        self.way = "pass"
        self.delay = 0.0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.sockets = []
        self.is_open = True
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while self.is_open:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._begin, args=(near,), daemon=True).start()

    def _begin(self, near):
        began_lost = self.way == "lose"
        self._wait()
        try:
            far = socket.create_connection(("127.0.0.1", self.to), timeout=10)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        self.sockets += [near, far]
        silent = threading.Event()
        if began_lost:
            silent.set()
        threading.Thread(target=self._pump, args=(near, far, silent), daemon=True).start()
        threading.Thread(target=self._pump, args=(far, near, silent), daemon=True).start()

    def _wait(self):
        while self.is_open and self.way in ("hold", "lose"):
            time.sleep(0.02)

    def _pump(self, source, target, silent):
        try:
            while self.is_open:
                data = source.recv(65_536)
                if self.way == "lose":
                    silent.set()
                if silent.is_set() and data:
                    continue
                self._wait()
                if not data:
                    break
                if self.way == "slow":
                    time.sleep(self.delay)
                target.sendall(data)
        except OSError:
            pass
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.is_open = False
        self.listener.close()
        for one in self.sockets:
            one.close()
