"""A mail with the logo of its template above the text, for programs that show more than letters. Pure.

The text itself stays as it was written; it goes along plain, as before, for whoever reads that.
"""

from __future__ import annotations

from email.mime.image import MIMEImage

from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import mark_safe

LOGO = "logo"
"""Under which name the mail refers to the picture it carries."""
_PAGE = """<!doctype html>
<html lang="{}"><head><meta charset="utf-8"></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1c2331;font:15px/1.5 sans-serif">
<div style="max-width:600px;margin:0 auto;border-top:4px solid {};padding-top:20px">
<p style="margin:0 0 20px"><img src="cid:{}" alt="{}" style="max-width:200px;max-height:200px"></p>
{}</div></body></html>
"""
OUR_COLOR = "#d6dae1"


class DressedMail(EmailMultiAlternatives):
    """A mail in which a page and the picture on it belong together; plain text as long as it has none."""

    mixed_subtype = "related"


def html_of(body: str, *, company: str, color: str, language: str) -> str:
    """The text as a page: nothing in it is read as markup, addresses can be clicked."""
    text = linebreaks(urlize(body, nofollow=False, autoescape=True))
    return format_html(_PAGE, language, color or OUR_COLOR, LOGO, company, mark_safe(text))  # noqa: S308 - escaped


def dress(message: DressedMail, *, logo: bytes, html: str) -> None:
    """Let the message carry its page and the picture on it."""
    message.attach_alternative(html, "text/html")
    picture = MIMEImage(logo, "png")
    picture.add_header("Content-ID", f"<{LOGO}>")
    picture.add_header("Content-Disposition", "inline", filename="logo.png")
    message.attach(picture)
