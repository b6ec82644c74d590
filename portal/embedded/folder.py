"""Where an embedded service keeps its files, its socket and its log."""

import hashlib
import os
import socket
import tempfile
from pathlib import Path

LONGEST_SOCKET = 100
"""The kernel takes 107 bytes for a socket's path on Linux and 103 on macOS."""


class CannotStart(RuntimeError):
    """An embedded service did not come up; the text says why and what to do."""


def socket_folder(var: Path, service: str, socket_name: str) -> Path:
    """The folder of a service's socket: its own in var, or a short one where var lies too deep."""
    own = var / service
    if len(os.fsencode(own / socket_name)) <= LONGEST_SOCKET:
        return own
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"porchlight-{digest}-{service}"


def make_private(folder: Path, owner: int, group: int) -> None:
    """Create the folder for that owner alone; refuse one that somebody else put there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != owner and os.geteuid() == 0:
        os.chown(folder, owner, group, follow_symlinks=False)
    elif found.st_uid != owner:
        raise CannotStart(f"{folder} belongs to another user. Remove it, or set PORTAL_VAR.")
    if folder.is_symlink():
        raise CannotStart(f"{folder} is a link. Remove it, or set PORTAL_VAR.")
    folder.chmod(0o700)


def answers(path: Path) -> bool:
    """Whether somebody listens on the Unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def last_lines(log: Path, count: int = 5) -> str:
    if not log.exists():
        return "It wrote no log."
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
