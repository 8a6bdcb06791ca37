"""Channels that people are told by, what was sent over them, and a store's own words."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.core.channels import ChannelKind, Language, Rhythm, SendingState
from backhaul.models.fields import choice_field, prefixed_id
from backhaul.models.notices import Notice
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class Channel(models.Model):
    """Where the people of a store are told; a mail address, or a chat's address, which may hold a secret."""

    id = prefixed_id("chn")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="channels")
    kind = choice_field(ChannelKind)
    target_encrypted = models.TextField()
    shown = models.CharField(max_length=255, help_text="the target without what is secret in it")
    kinds = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="of notices; every kind when empty"
    )
    rhythm = choice_field(Rhythm, Rhythm.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(default=8, help_text="in the store's zone")
    digest_day = models.DateField(null=True, help_text="the last day for which its digest was seen to")
    language = choice_field(Language, Language.ENGLISH)
    is_on = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="digest_hour_of_a_day"),
            models.CheckConstraint(
                condition=~Q(rhythm="daily") | Q(digest_day__isnull=False), name="daily_channel_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class NoticeSending(models.Model):
    """One notice on its way to one recipient: over a channel or, without one, to the customer by mail.

    One for a digest gets its task when the digest is due. `sent_at` keeps it from being sent a second time.
    """

    id = prefixed_id("snd")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="sendings")
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="sendings")
    to_customer = models.BooleanField(default=False)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="notice_sendings")
    state = choice_field(SendingState, SendingState.QUEUED)
    words = models.CharField(max_length=500, blank=True, help_text="how it went, or why it was not sent")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notice_sent_once_per_channel"),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(to_customer=True), name="notice_sent_once_to_customer"
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_notice_has_date"),
        ]
        indexes = [
            models.Index(fields=["channel"], condition=Q(task=None, state="queued"), name="sending_waits_for_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.state}"


class NoticeWords(models.Model):
    """A store's own subject and body for one kind of notice in one language, instead of ours."""

    id = prefixed_id("wrd")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="notice_words")
    kind = models.CharField(max_length=64)
    to_customer = models.BooleanField(default=False)
    language = choice_field(Language, Language.ENGLISH)
    subject = models.CharField(max_length=255)
    body = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "to_customer", "language"]
        verbose_name_plural = "notice words"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "kind", "to_customer", "language"], name="own_words_once_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
