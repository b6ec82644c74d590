"""Put a lock file's packages into .venv: ``python3 deploy/install.py requirements.txt``.

Runs before anything is installed, so it uses the standard library only. Does nothing when the lock
has not changed since the last time. As root on Debian or Ubuntu it also installs what Python's
packages cannot bring; as anyone else it says in a sentence what to install.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = ("chromium-headless-shell",)
REDIS = ("redis-server", "valkey-server")
CLAMAV = ("clamd",)


def main(lock_name: str) -> None:
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"This needs Python 3.11 or newer; {sys.executable} is {found}. Set PYTHON=…")
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "install.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        install_lock(ROOT / lock_name)
        if sys.version_info >= (3, 13) and not os.environ.get("REDIS_URL"):
            need_program(REDIS, "redis-server", "Redis, which has no wheel for this Python")
        if lock_name == "requirements-dev.txt":
            need_program(CHROMIUM, "chromium", "Chromium, for the browser tests")
            wish_for_program(SHELL, "chromium-headless-shell", "quicker browser tests")
            need_program(CLAMAV, "clamav-daemon", "ClamAV, for the tests of what members send")
            # The program inside the playwright wheel needs it, and a minimal Debian has none.
            need_library("libatomic.so.1", "libatomic1", "a library, for the browser tests")


def install_lock(lock: Path) -> None:
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"{lock.stem}.sha256"
    if stamp.exists() and stamp.read_text() == digest and python_works():
        return
    make_venv()
    say(f"Installing {lock.name}; the first time takes a minute or two.")
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if run(*pip, "--no-input", "--require-hashes", "-r", str(lock)):
        sys.exit(f"Installing {lock.name} failed; the lines above say why.")
    stamp.write_text(digest)


def make_venv() -> None:
    if python_works():
        return
    if VENV.is_symlink():
        sys.exit(".venv is a link to an environment that does not work. Remove it and try again.")
    if try_venv():
        return
    need_package(f"python3.{sys.version_info.minor}-venv", "Python's venv module")
    if not try_venv():
        sys.exit("No virtual environment could be made; the lines above say why.")


def try_venv() -> bool:
    shutil.rmtree(VENV, ignore_errors=True)
    return run(sys.executable, "-m", "venv", str(VENV), quiet=True) == 0 and python_works()


def python_works() -> bool:
    return PYTHON.exists() and run(str(PYTHON), "-c", "import pip", quiet=True) == 0


def need_program(names: tuple[str, ...], package: str, what: str) -> None:
    if not is_there(names):
        need_package(package, what)


def wish_for_program(names: tuple[str, ...], package: str, what: str) -> None:
    """Do without where it cannot be had."""
    if not is_there(names) and may_install() and install_package(package, what):
        say(f"{package} cannot be had here; all goes on without it, but for {what}.")


def is_there(names: tuple[str, ...]) -> bool:
    # A daemon lies where a plain user's PATH does not look.
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
    return any(shutil.which(name, path=path) for name in names)


def need_library(name: str, package: str, what: str) -> None:
    try:
        ctypes.CDLL(name)
    except OSError:
        need_package(package, what)


def need_package(package: str, what: str) -> None:
    """Install a Debian package when we may; otherwise say which one is missing and stop."""
    if not may_install():
        sys.exit(f"Missing: {what}. On Debian or Ubuntu: sudo apt-get install {package}")
    if install_package(package, what):
        sys.exit(f"Missing: {what}; apt-get install {package} failed.")


def may_install() -> bool:
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install_package(package: str, what: str) -> int:
    """The exit code of apt-get."""
    say(f"Installing {package}: {what}.")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run("apt-get", "update", "-qq", quiet=True)
    return run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package, quiet=True)


def run(*command: str, quiet: bool = False) -> int:
    """Run to the end and return the exit code; a quiet one speaks only when it fails."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if quiet and done.returncode:
        say(done.stdout.strip())
    return done.returncode


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
