"""Entered activity: numbers that no meter of energy counts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of entered activity."""

    dependencies = [
        ("projects", "0004_crosswalk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="proposed at"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "awaiting confirmation"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        editable=False,
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="note on the decision"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="recorded at"),
                ),
                (
                    "content_sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="content SHA-256"
                    ),
                ),
                ("method", models.CharField(max_length=60, verbose_name="method")),
                (
                    "quantity",
                    models.CharField(
                        help_text="The code of an input or parameter that the method asks for.",
                        max_length=60,
                        verbose_name="quantity",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until, not with")),
                (
                    "value",
                    models.DecimalField(decimal_places=12, max_digits=30, verbose_name="value"),
                ),
                ("unit", models.CharField(max_length=40, verbose_name="unit")),
                (
                    "source",
                    models.TextField(
                        help_text="The record or certificate it is from.", verbose_name="source"
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample data")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity of a project",
                "verbose_name_plural": "activities of projects",
                "indexes": [
                    models.Index(
                        fields=["project", "method", "starts_on"], name="activity_by_project"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="an_activity_has_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="an_activity_names_its_source",
                    ),
                ],
            },
        ),
    ]
