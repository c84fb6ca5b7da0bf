"""The logo above the text of mails: made small, carried along, and never in the way of the text."""

from __future__ import annotations

import io
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from pakhuis.accounts.actions import create_template
from pakhuis.accounts.models import Template
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.papers.actions import remove_logo, send_mail, set_logo
from pakhuis.papers.actions.logos import scaled_logo
from pakhuis.papers.models import Mail, TemplateLogo
from tests.catalogue.test_images import picture
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def template() -> Template:
    stocked(a_warehouse(), A=10)
    return create_template("Winkel", is_default=True, confirms_orders=True, color="#0e7490", **WHO)


def sized(width: int, height: int, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, kind)
    return out.getvalue()


def sent_with(name: str) -> Message:
    """The confirmation of an order of this customer, as it goes over the wire."""
    customer = a_customer(name, email="joke@kade.example", language="nl")
    order = a_processed_order(customer, lines=lines(A=2), reference="<b>R&D</b> https://kade.example/x")
    send_mail(Mail.objects.get(order=order).pk, now=MOMENT)
    return message_from_bytes(outbox.outbox[-1].message().as_bytes())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [((1000, 500), (200, 100)), ((60, 900), (13, 200)), ((40, 20), (40, 20)), ((200, 200), (200, 200))],
)
def test_a_logo_is_at_most_two_hundred_pixels(sent: tuple[int, int], kept: tuple[int, int]) -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        with Image.open(io.BytesIO(scaled_logo(sized(*sent, kind)))) as made:
            assert (made.format, made.size) == ("PNG", kept)


def text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def test_a_mail_carries_logo_and_text_and_nothing_in_it_is_markup(template: Template) -> None:
    set_logo(template.pk, sized(400, 100), **WHO)
    message = sent_with("Café & Co")
    parts = {part.get_content_type(): part for part in message.walk()}
    assert message.get_content_type() == "multipart/related"
    plain, page = (text_of(parts[kind]) for kind in ("text/plain", "text/html"))
    assert "Jouw referentie: <b>R&D</b> https://kade.example/x" in plain
    assert "<b>" not in page
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in page
    assert '<a href="https://kade.example/x">' in page
    assert '<img src="cid:logo"' in page
    assert '<html lang="nl">' in page
    assert "#0e7490" in page
    assert parts["image/png"]["Content-ID"] == "<logo>"
    assert parts["image/png"].get_payload(decode=True) == bytes(TemplateLogo.objects.get().picture)


def test_without_a_logo_a_mail_is_plain_text(template: Template) -> None:
    set_logo(template.pk, sized(10, 10), **WHO)
    set_logo(template.pk, sized(20, 20), **WHO)
    remove_logo(template.pk, **WHO)
    remove_logo(template.pk, **WHO)
    assert sent_with("Kade").get_content_type() == "text/plain"
    changes = [one.data["changes"][0] for one in logbook("template", template.pk) if "changes" in one.data]
    told = [(one["field"], one["old"], one["new"]) for one in changes if one["field"] == "logo"]
    assert told == [("logo", "PNG", ""), ("logo", "PNG", "PNG"), ("logo", "", "PNG")]


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", picture("PNG")[:40]])
def test_what_is_no_picture_is_refused(template: Template, content: bytes) -> None:
    with pytest.raises(Refused):
        set_logo(template.pk, content, **WHO)
    with pytest.raises(Refused):
        set_logo(10**9, sized(1, 1), **WHO)
    assert not TemplateLogo.objects.exists()


def test_it_is_chosen_shown_and_taken_away_on_the_page(admin_client: Client, template: Template) -> None:
    page = f"/settings/templates/{template.pk}/"
    assert admin_client.get(f"{page}logo/").status_code == 404
    file = SimpleUploadedFile("logo.svg", sized(300, 300), content_type="text/html")
    admin_client.post(f"{page}logo/keep/", {"logo": file})
    assert f'src="{page}logo/"' in admin_client.get(page).content.decode()
    shown = admin_client.get(f"{page}logo/")
    assert (shown.headers["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    wrong = SimpleUploadedFile("logo.png", b"not a picture")
    said = admin_client.post(
        f"{page}logo/keep/", {"logo": wrong}, follow=True, headers={"accept-language": "en"}
    )
    assert "This is no picture that can be kept" in said.content.decode()
    none = admin_client.post(f"{page}logo/keep/", {}, follow=True, headers={"accept-language": "en"})
    assert "Choose a picture first." in none.content.decode()
    admin_client.post(f"{page}logo/remove/")
    assert not TemplateLogo.objects.exists()
