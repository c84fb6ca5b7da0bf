"""Settings of the test suite: those of Pakhuis, with a folder and a database of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_folder = Path(tempfile.gettempdir()) / f"pakhuis-tests-{os.getuid()}"
os.environ["PAKHUIS_DATA"] = str(_folder)
os.environ.setdefault("PAKHUIS_SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ["PAKHUIS_ALLOW_PRIVATE_ADDRESSES"] = "true"
_folder.mkdir(exist_ok=True)

from pakhuis.config.settings import *  # noqa: E402, F403
from pakhuis.config.settings import DATABASES  # noqa: E402

# A file, as threads and processes of one test share it; named per run, so that two runs do not meet.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    DATABASES["default"]["TEST"] = {"NAME": _folder / f"{_run}.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}"}
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 30, "timeout": 30}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
