"""`pakhuis import`: the same report as on the screen, and an exit status that tells."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from pakhuis.config.cli import main
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import batches, stop
from pakhuis.imports.models import ImportRun
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db
GOOD = "Klantnummer;Naam\n1;Kade\n2;Laan\n"


def file(folder: Path, content: str) -> str:
    path = folder / "klanten.csv"
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_everything_goes_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "customers", file(tmp_path, GOOD)]) == 0
    assert Customer.objects.count() == 2
    said = capsys.readouterr().out
    assert "2 read = 2 created, 0 changed, 0 unchanged, 0 ignored, 0 refused" in said
    assert "number" in said


def test_a_dry_run_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "customers", file(tmp_path, GOOD), "--dry-run"]) == 0
    assert not Customer.objects.exists()
    assert ImportRun.objects.get().state == "tried"
    assert "Trial, nothing was changed: 2 read = 2 created" in capsys.readouterr().out


def test_refused_rows_are_told_and_make_another_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = GOOD + ";\n" + ";;\n" + "".join("5;\n" for _ in range(30))
    assert main(["import", "customers", file(tmp_path, content)]) == 2
    said = capsys.readouterr().out
    assert "row 6: name: This is required." in said
    assert "and 10 more" in said
    assert Customer.objects.count() == 2


def test_duplicates(tmp_path: Path) -> None:
    main(["import", "customers", file(tmp_path, GOOD)])
    assert (
        main(["import", "customers", file(tmp_path, "Klantnummer;Naam\n1;X\n"), "--duplicates", "ignore"])
        == 0
    )
    assert Customer.objects.get(number="1").name == "Kade"
    assert ImportRun.objects.latest("pk").ignored == 1


@pytest.mark.parametrize("content", ["", "Iets;Anders\n1;2\n", "\x00\x01\x02\x03\x04\x05\x06\x07"])
def test_what_cannot_be_imported_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    assert main(["import", "customers", file(tmp_path, content)]) == 1
    assert capsys.readouterr().out.strip()


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "customers", "/nowhere.csv"]) == 1
    assert "no file" in capsys.readouterr().out


def test_a_folder_and_a_file_that_nobody_may_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "customers", str(tmp_path)]) == 1
    assert "is a folder" in capsys.readouterr().out
    assert main(["import", "customers", f"{tmp_path}/{'x' * 300}.csv"]) == 1
    assert "cannot be read" in capsys.readouterr().out
    assert not ImportRun.objects.exists()


def test_what_stands_in_a_file_is_no_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "[bold]x.csv"
    path.write_text("[/]Naam;[red]Korting;:smile:\nJan;5;x\n", encoding="utf-8")
    assert main(["import", "customers", str(path)]) == 0
    said = capsys.readouterr().out
    for text in ("[bold]x.csv", "[/]Naam", "[red]Korting", ":smile:"):
        assert text in said


def test_the_report_tells_the_columns_and_what_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", "customers", file(tmp_path, "Klantnummer;Naam\n00001;Kade\n")])
    table = "Klantnummer;Naam;Korting\n2;Laan;veel\n3;;nog meer\n4;Pad;\n"
    assert main(["import", "customers", file(tmp_path, table), "--dry-run"]) == 2
    said = capsys.readouterr().out
    assert "Refused for: discount 2, name 1" in said
    assert "Perhaps a spreadsheet has taken the zeros away." in said


def test_ctrl_c_waits_for_the_end_of_the_batch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = batches.take_batch

    def interrupted(*given: Any, **named: Any) -> bool:
        os.kill(os.getpid(), signal.SIGINT)
        return decide(*given, **named)

    monkeypatch.setattr(batches, "BATCH", 1)
    monkeypatch.setattr("pakhuis.imports.actions.working.take_batch", interrupted)
    before = signal.getsignal(signal.SIGINT)
    assert main(["import", "customers", file(tmp_path, GOOD)]) == 130
    run = ImportRun.objects.get()
    assert (run.state, run.read, Customer.objects.count()) == ("stopped", 1, 1)
    assert "Stopped at row 1 of 2." in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("breaks", [KeyboardInterrupt, SystemExit])
def test_who_breaks_it_off_stops_it(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    breaks: type[BaseException],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise breaks

    monkeypatch.setattr("pakhuis.config.commands.import_file.work_until", broken)
    arguments = ["import", "customers", file(tmp_path, GOOD)]
    if breaks is KeyboardInterrupt:
        assert main(arguments) == 130
    else:
        with pytest.raises(SystemExit):
            main(arguments)
    run = ImportRun.objects.get()
    assert run.state == "stopped"
    assert f"import {run.pk} can go on, or be undone" in capsys.readouterr().err


def test_output_that_nobody_reads_any_more_spoils_no_import_that_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr("pakhuis.config.commands.import_file._report", gone)
    assert main(["import", "customers", file(tmp_path, GOOD)]) == 0
    assert Customer.objects.count() == 2


def test_an_import_that_somebody_stops_meanwhile_is_not_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(run_id: int, **_: object) -> None:
        stop(run_id, now=MOMENT)

    monkeypatch.setattr("pakhuis.config.commands.import_file.work_until", stopped)
    assert main(["import", "customers", file(tmp_path, GOOD)]) == 1
    assert "Somebody stopped it meanwhile." in capsys.readouterr().out
