"""A mail server: aiosmtpd, with TLS, authentication and a list of the mails that it took.

Its one argument is a JSON object: the port (0 for any), the file of the list, and what mail_server.rs says. It prints
its port. The list has a line of JSON for each mail, as Python's parser reads it.
"""

import asyncio
import email
import email.policy
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

OPTIONS = json.loads(sys.argv[1])


class Handler:
    def __init__(self):
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        if not hasattr(session, "number"):
            self.connections += 1
            session.number = self.connections
        return responses

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text, html = mail.get_body(["plain"]), mail.get_body(["html"])
        encryption = server.transport.get_extra_info("ssl_object")
        line = {
            "connection": session.number,
            "hello": session.host_name,
            "tls": encryption.version() if encryption else "",
            "user": getattr(session, "user", ""),
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "options": envelope.mail_options,
            "id": mail["Message-ID"],
            "from": str(mail["From"]),
            "from_name": mail["From"].addresses[0].display_name,
            "to": str(mail["To"]),
            "subject": mail["Subject"],
            "headers": mail.keys(),
            "defects": [str(defect) for part in mail.walk() for defect in part.defects],
            "types": [part.get_content_type() for part in mail.walk()],
            "text": text.get_content().replace("\r\n", "\n"),
            "html": html.get_content().replace("\r\n", "\n"),
        }
        with open(OPTIONS["list"], "a", encoding="utf-8") as taken:
            taken.write(json.dumps(line) + "\n")
        return "250 2.0.0 taken"


def known(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and [data.login.decode(), data.password.decode()] == OPTIONS["login"]
    if right:
        session.user = data.login.decode()
    return AuthResult(success=right, handled=False)


async def serve():
    folder, tls = OPTIONS["folder"], OPTIONS["tls"]
    context = None
    if tls != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(os.path.join(folder, "crt"), os.path.join(folder, "key"))
    handler = Handler()

    def connected():
        return SMTP(
            handler,
            hostname="localhost",
            enable_SMTPUTF8=OPTIONS["utf8"],
            tls_context=context if tls == "starttls" else None,
            require_starttls=tls == "starttls",
            authenticator=known,
            auth_required=OPTIONS["login"] is not None,
            auth_require_tls=tls == "starttls",
        )

    implicit = context if tls == "implicit" else None
    server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", OPTIONS["port"], ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(serve())
