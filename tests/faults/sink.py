"""A mail server that keeps only what each e-mail is called: one line in a file, then "250"."""

import re
import socketserver
import sys
import time
from pathlib import Path


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, kept: Path) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.kept = kept.open("a", buffering=1)


class Talk(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs. The line is in the file before the client may know."""

    server: Sink

    def handle(self) -> None:
        self.say("220 sink")
        self.talk()

    def talk(self) -> None:
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"DATA":
                self.say("354 go on")
                self.take()
            else:
                self.say(self.answer(verb.decode()))

    def answer(self, verb: str) -> str:
        return "250 sink" if verb in ("EHLO", "HELO") else "250 ok"

    def take(self) -> None:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            if not line:
                return  # the client died: nothing was taken
            lines.append(line)
        self.keep(b"".join(lines))

    def keep(self, content: bytes) -> None:
        found = re.search(rb"^message-id:\s*(\S+)", content, re.IGNORECASE | re.MULTILINE)
        called = found[1].decode() if found else ""
        self.server.kept.write(f"{called} {time.time()}\n")
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def main() -> None:
    """``python -m tests.faults.sink FILE`` prints its port, then listens until it is killed."""
    with Sink(Path(sys.argv[1])) as sink:
        sys.stdout.write(f"{sink.server_address[1]}\n")
        sys.stdout.flush()
        sink.serve_forever()


if __name__ == "__main__":
    main()
