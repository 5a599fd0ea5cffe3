"""An SMTP server for tests that keeps each mail as a file; started by scripts/with-mail.sh.

usage: mailbox.py DIRECTORY PORT_FILE CERTIFICATE KEY PARENT
It listens on three free ports of the loopback address and writes their numbers to PORT_FILE, each on a line: in clear;
with STARTTLS and a password (user, "p:@ss"); with TLS from the beginning and the same password. It ends when the process
PARENT is gone, so that nothing is left running should that one be killed outright.
"""

import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    """Keeps mail in a directory, behind two lines that say from whom and to whom it was handed over."""

    def __init__(self, directory):
        self.directory = directory
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "refused@example.com":
            return "550 no such mailbox"
        if address == "busy@example.com":
            return "450 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = os.path.join(self.directory, f"{self.count:06}")
        with open(name + ".part", "wb") as file:
            file.write(f"X-MailFrom: {envelope.mail_from}\r\n".encode())
            for address in envelope.rcpt_tos:
                file.write(f"X-RcptTo: {address}\r\n".encode())
            file.write(envelope.original_content)
        os.rename(name + ".part", name + ".eml")
        return "250 kept"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"user" and data.password == b"p:@ss", handled=False)


async def main(directory, port_file, certificate, key, parent):
    keeper = Keeper(directory)
    loop = asyncio.get_running_loop()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    common = {"hostname": "localhost", "loop": loop, "data_size_limit": 26_214_400}
    login = {"authenticator": authenticate, "auth_required": True}
    servers = [
        await loop.create_server(lambda: SMTP(keeper, **common), "127.0.0.1", 0),
        await loop.create_server(
            lambda: SMTP(keeper, tls_context=tls, require_starttls=True, **login, **common), "127.0.0.1", 0
        ),
        await loop.create_server(
            lambda: SMTP(keeper, auth_require_tls=False, **login, **common), "127.0.0.1", 0, ssl=tls
        ),
    ]
    with open(port_file + ".part", "w", encoding="ascii") as file:
        file.writelines(f"{server.sockets[0].getsockname()[1]}\n" for server in servers)
    os.rename(port_file + ".part", port_file)
    while True:
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            return
        await asyncio.sleep(1)


asyncio.run(main(*sys.argv[1:5], int(sys.argv[5])))
