"""The command line: what each command does, says, and refuses."""

from __future__ import annotations

import io
import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from pakhuis.accounts.actions import api_key_for
from pakhuis.accounts.models import ApiKey, User
from pakhuis.config import cli
from pakhuis.config.commands import demo, key, user
from pakhuis.config.commands.serve import server
from pakhuis.config.secret import secret_key_at
from tests.concurrency.race import ROOT

NEEDED = {"user": ["x"], "key": ["x"], "import": ["customers", "x.csv"]}
"""What a command cannot do without."""


def test_every_command_can_be_run() -> None:
    for name in cli.COMMANDS:
        given = cli.parser().parse_args([name, *NEEDED.get(name, [])])
        assert given.command == name
        module = cli.MODULES.get(name, name)
        assert (ROOT / "pakhuis" / "config" / "commands" / f"{module}.py").exists()


@pytest.mark.parametrize("words", [[], ["dance"], ["serve", "--port", "x"], ["user"]])
def test_nonsense_is_told_with_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.parser().parse_args(words)
    assert stopped.value.code == 64
    assert "usage: pakhuis" in capsys.readouterr().err


@pytest.mark.django_db
def test_making_an_administrator(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("hop-en-gist-2026\n"))
    assert cli.main(["user", "sanne", "--password-stdin"]) == 0
    assert "sanne can log in now." in capsys.readouterr().out
    made = User.objects.get()
    assert made.is_superuser
    assert made.check_password("hop-en-gist-2026")
    client = Client()
    assert client.login(username="sanne", password="hop-en-gist-2026")
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert cli.main(["user", "Sanne", "--password-stdin"]) == 1
    told = capsys.readouterr().out
    assert "in use already" in told
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_password_for_a_new_user_is_a_plain_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user, "getpass", lambda _prompt: "short")
    with pytest.raises(CommandError):
        user.run(cli.parser().parse_args(["user", "sanne"]))
    assert not User.objects.exists()


@pytest.mark.django_db
def test_making_a_key_shows_it_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["key", "Kassa", "--read-only"]) == 0
    text = capsys.readouterr().out.strip()
    found = api_key_for(text, now=timezone.now())
    assert found is not None
    assert (found.name, found.can_write) == ("Kassa", False)
    with pytest.raises(CommandError):
        key.run(cli.parser().parse_args(["key", " "]))
    assert ApiKey.objects.count() == 1


def test_the_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=str(port)):
            demo._port("127.0.0.1", port)
        assert demo._port("127.0.0.1", None) != port


def test_the_server_is_bounded_by_its_threads() -> None:
    one = server("127.0.0.1", 8123, workers=2, threads=4)
    assert (one.workers, one.blocking_threads, one.bind_port) == (2, 4, 8123)


def test_one_secret_key_for_all_who_start_at_once(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(secret_key_at(tmp_path))) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) > 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["secret_key"], "no drafts are left"


def test_an_unwritable_folder_is_not_silently_another_key(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(OSError):
        secret_key_at(tmp_path / "data")


@pytest.mark.once
@pytest.mark.parametrize("words", [[], ["dance"]])
def test_start_explains_itself(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "start.py"), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "python3 start.py demo" in done.stderr


@pytest.mark.once
def test_a_whole_installation_from_nothing(tmp_path: Path) -> None:
    """Migrate, a user, a key, the check: as the installation page says, on a database of its own."""
    environment = {
        **os.environ,
        "PAKHUIS_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
        "PAKHUIS_HTTPS": "true",
        "PAKHUIS_HOSTS": "pakhuis.example",
        "PAKHUIS_SECRET_KEY": "",
    }
    # The browser tests set this for their own process, which may be the one this test runs in.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)

    def pakhuis(*words: str, entered: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "pakhuis", *words],
            capture_output=True,
            text=True,
            input=entered,
            env=environment,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    pakhuis("migrate")
    pakhuis("migrate")
    assert "can log in" in pakhuis("user", "sanne", "--password-stdin", entered="hop-en-gist-2026\n")
    assert pakhuis("key", "Kassa").startswith("pk_")
    assert "up to date" in pakhuis("check")
