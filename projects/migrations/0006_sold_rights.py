"""Certificates and credits that were sold."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of sold certificates and credits."""

    dependencies = [
        ("projects", "0005_carbon_activity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SoldRight",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certificate", "green certificates"),
                            ("credit", "emission reduction credits"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="produced from")),
                ("ends_on", models.DateField(verbose_name="until, not with")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=6,
                        help_text="MWh of certificates, tCO2e of credits.",
                        max_digits=24,
                        verbose_name="amount",
                    ),
                ),
                ("sold_on", models.DateField(verbose_name="sold on")),
                ("buyer", models.CharField(blank=True, max_length=200, verbose_name="buyer")),
                (
                    "registry_reference",
                    models.CharField(
                        help_text="The number by which the registry of certificates or credits knows the sale.",
                        max_length=200,
                        verbose_name="reference in the registry",
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        help_text="The contract or extract it is from.", verbose_name="source"
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
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        help_text="The sale that was entered wrongly; an amount of zero takes it back.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.soldright",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "sold right",
                "verbose_name_plural": "sold certificates and credits",
                "indexes": [
                    models.Index(fields=["project", "starts_on"], name="sold_rights_by_project")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="a_sold_right_has_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(("amount", 0), ("replaces__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_sold_right_has_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True),
                            models.Q(("registry_reference", ""), _negated=True),
                        ),
                        name="a_sold_right_names_its_source",
                    ),
                ],
            },
        ),
    ]
