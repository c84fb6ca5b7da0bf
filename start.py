#!/usr/bin/env python3
"""The two commands of a fresh machine: `python3 start.py demo` and `python3 start.py test`.

Uses nothing but Python's standard library: makes a virtual environment beside this file, installs the locked
requirements into it (again only when the lock has changed) and hands over to Pakhuis itself.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
LOCKS = {"demo": "requirements/base.txt", "test": "requirements/dev.txt"}
OLDEST = (3, 11)


def main(arguments):
    if sys.version_info < OLDEST:
        return fail("Pakhuis needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info[:2]))
    if not arguments or arguments[0] not in LOCKS:
        return fail("Usage: python3 start.py demo [--port 8000]   or   python3 start.py test")
    verb, rest = arguments[0], arguments[1:]
    problem = prepare(LOCKS[verb])
    if problem:
        return fail(problem)
    os.environ.setdefault("PAKHUIS_DATA", str(ROOT / "var"))
    module = ["-m", "pakhuis", "demo"] if verb == "demo" else ["-m", "tools.check"]
    command = [str(python()), *module, *rest]
    if verb == "test":
        os.chdir(ROOT)
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)
    return 0


def prepare(lock):
    """Make the environment fit the lock; gives what is wrong in plain words, or nothing."""
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = ENVIRONMENT / f"pakhuis-{Path(lock).stem}.sha256"
    if python().exists() and stamp.exists() and stamp.read_text() == wanted:
        return ""
    if not python().exists():
        print("Making a virtual environment in .venv …", flush=True)
        try:
            venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
        except (subprocess.CalledProcessError, OSError) as error:
            return (
                f"The virtual environment could not be made: {error}\n"
                "On Debian or Ubuntu:  sudo apt install python3-venv   and run this again."
            )
    print(f"Installing what {lock} lists (once) …", flush=True)
    pip = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--require-hashes", "-r", str(ROOT / lock)]):
        return "The requirements could not be installed: is there a connection to a package index?"
    link()
    stamp.write_text(wanted)
    return ""


def link():
    """Let the environment find Pakhuis where it lies: nothing to build, nothing to download."""
    place = subprocess.check_output(
        [str(python()), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    (Path(place) / "pakhuis.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def python():
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fail(text):
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
