"""A receiver of webhooks that keeps all it is sent, one JSON object a line.

usage: receiver.py FOLDER

It writes its port to FOLDER/port, reads the secret of each message's path from FOLDER/NAME.secret, and verifies messages
with the library of Standard Webhooks. What is posted to /NAME stands in FOLDER/NAME.jsonl. It answers 204, or 400 to what
does not verify. With ?once=STATUS the first attempt of each message gets that status, with ?always=STATUS all do.
It ends when its input does.
"""

import http.server
import json
import pathlib
import sys
import threading
import urllib.parse

import standardwebhooks

folder = pathlib.Path(sys.argv[1])
lock = threading.Lock()
seen = set()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        address = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(address.query)
        name = address.path.strip("/")
        message = self.headers.get("webhook-id", "")
        verified = True
        try:
            secret = (folder / f"{name}.secret").read_text().strip()
            standardwebhooks.Webhook(secret).verify(body, dict(self.headers.items()))
        except Exception as error:  # Whatever is wrong, the message is not taken.
            verified = str(error)
        with lock:
            first = (name, message) not in seen
            seen.add((name, message))
            status = 204 if verified is True else 400
            if "always" in query:
                status = int(query["always"][0])
            elif "once" in query and first:
                status = int(query["once"][0])
            line = {
                "id": message,
                "verified": verified,
                "status": status,
                "signatures": len(self.headers.get("webhook-signature", "").split()),
                "body": body.decode(),
            }
            with open(folder / f"{name}.jsonl", "a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        self.send_response(status)
        text = b"" if status == 204 else b"not now"
        if status != 204:
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
(folder / "port.new").write_text(str(server.server_port))
(folder / "port.new").rename(folder / "port")
sys.stdin.read()
