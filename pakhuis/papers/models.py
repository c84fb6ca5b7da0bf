"""The texts of mails, and which mails were sent. A mail keeps no name and no address: the order has them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Template
from pakhuis.fulfilment.models import Picklist
from pakhuis.orders.models import Order
from pakhuis.papers.kinds import MailKind, MailState


class MailText(models.Model):
    """Subject and text of one mail of a template in one language; without a row Pakhuis has its own."""

    template = models.ForeignKey(Template, models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("template", "kind", "language"), name="mailtext_once"),
            models.CheckConstraint(condition=Q(kind__in=tuple(MailKind)), name="mailtext_kind_known"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="mailtext_language_known"),
        )

    def __str__(self) -> str:
        return f"{self.template_id} {self.kind} {self.language}"


class TemplateLogo(models.Model):
    """The picture above the text of a template's mails, as PNG; small, so that it lies with its row."""

    template = models.OneToOneField(Template, models.CASCADE, related_name="logo")
    picture = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.template_id} logo"


class Mail(models.Model):
    """A mail about an order: one confirmation per order, one notice per picklist, whatever happens."""

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=MailState.WAITING)
    order = models.ForeignKey(Order, models.CASCADE, related_name="mails")
    picklist = models.ForeignKey(Picklist, models.CASCADE, null=True, related_name="mails")
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    by_hand = models.BooleanField(default=False, help_text="whatever the template says")
    problem = models.JSONField(default=list, help_text="why it was not sent, as stored problems")
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=tuple(MailKind)), name="mail_kind_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(MailState)), name="mail_state_known"),
            models.CheckConstraint(
                condition=Q(kind=MailKind.CONFIRMATION, picklist=None)
                | Q(kind=MailKind.SHIPPING, picklist__isnull=False),
                name="mail_picklist_of_notice",
            ),
            models.UniqueConstraint(
                fields=("order",), condition=Q(kind=MailKind.CONFIRMATION), name="mail_one_confirmation"
            ),
            models.UniqueConstraint(
                fields=("picklist",), condition=Q(kind=MailKind.SHIPPING), name="mail_one_notice"
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(state__in=(MailState.WAITING, MailState.SENDING)),
                name="mail_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.order_id}"
