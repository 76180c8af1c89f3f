"""A mailbox on this machine: as much of IMAP (RFC 9051) as reading it needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Mailbox(socketserver.ThreadingTCPServer):
    """Letters by their number, and which were read."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.letters: dict[str, bytes] = {}
        self.seen: set[str] = set()
        self.signed_in: list[str] = []

    def put(self, letter: bytes) -> None:
        self.letters[str(len(self.letters) + 1)] = letter

    @property
    def url(self) -> str:
        return f"imap://reply:secret%2Fword@127.0.0.1:{self.server_address[1]}/INBOX"


class Session(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ", 2)
            self.answer(tag, command.upper(), rest[0] if rest else "")
            if command.upper() == "LOGOUT":
                return

    def answer(self, tag: str, command: str, rest: str) -> None:
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command == "LOGIN":
            self.server.signed_in.append(rest)
        elif command == "SELECT":
            self.say(f"* {len(self.server.letters)} EXISTS")
        elif command == "UID":
            self.by_uid(rest)
        elif command == "LOGOUT":
            self.say("* BYE")
        self.say(f"{tag} OK done")

    def by_uid(self, rest: str) -> None:
        verb, _, what = rest.partition(" ")
        if verb.upper() == "SEARCH":
            unread = [uid for uid in self.server.letters if uid not in self.server.seen]
            self.say(f"* SEARCH {' '.join(unread)}")
        elif verb.upper() == "FETCH":
            uid = what.split(" ")[0]
            letter = self.server.letters[uid]
            self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(letter)}}}\r\n".encode() + letter + b")\r\n")
        elif verb.upper() == "STORE" and re.search(r"\+FLAGS \(\\Seen\)", what):
            self.server.seen.add(what.split(" ")[0])

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
