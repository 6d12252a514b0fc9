"""Unit classes, batches of entries and postings by statement."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trusts.register.schema import promises


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0001_initial"),
        ("trusts", "0003_register_depth"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitClass",
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
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("equal", "equal"),
                            ("senior", "senior"),
                            ("mezzanine", "mezzanine"),
                            ("junior", "junior"),
                        ],
                        max_length=10,
                        verbose_name="rank",
                    ),
                ),
                (
                    "issue_price",
                    models.DecimalField(
                        decimal_places=6, max_digits=20, verbose_name="issue price (CNY a unit)"
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample data")),
            ],
            options={
                "verbose_name": "unit class",
                "verbose_name_plural": "unit classes",
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="batch_row",
            field=models.PositiveBigIntegerField(
                editable=False, null=True, verbose_name="row of the batch"
            ),
        ),
        migrations.AddField(
            model_name="line",
            name="units",
            field=models.DecimalField(
                decimal_places=6,
                help_text="Units issued are positive, units redeemed negative.",
                max_digits=20,
                null=True,
                verbose_name="units",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="product",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.product",
                verbose_name="product",
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="entry",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.entry",
                verbose_name="entry",
            ),
        ),
        migrations.CreateModel(
            name="EntryBatch",
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
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("original_name", models.CharField(max_length=255, verbose_name="file name")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="file SHA-256")),
                ("rows_read", models.BigIntegerField(default=0, verbose_name="rows read")),
                ("rows_accepted", models.BigIntegerField(default=0, verbose_name="rows accepted")),
                (
                    "finding_counts",
                    models.JSONField(blank=True, default=dict, verbose_name="findings by code"),
                ),
                (
                    "findings",
                    models.JSONField(blank=True, default=list, verbose_name="first findings"),
                ),
                ("plan", models.JSONField(blank=True, default=dict, verbose_name="plan")),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample data")),
                (
                    "entries",
                    models.PositiveBigIntegerField(
                        help_text="How many entries it is made of; it is confirmed with all.",
                        verbose_name="entries",
                    ),
                ),
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
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.storedfile",
                        verbose_name="original file",
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
                "verbose_name": "batch of entries",
                "verbose_name_plural": "batches of entries",
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="batch",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                help_text="The batch that it is decided with, if it is not decided alone.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.entrybatch",
                verbose_name="batch",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("batch__isnull", True), ("decision", "")),
                fields=["proposed_by"],
                name="entries_awaiting_a_decision",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("batch__isnull", True)),
                fields=["proposed_by"],
                name="entries_alone_by_proposer",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("batch__isnull", False)),
                fields=("batch", "batch_row"),
                name="a_row_of_a_batch_is_one_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("batch__isnull", True), ("batch_row__isnull", True)),
                    models.Q(("batch__isnull", False), ("batch_row__isnull", False)),
                    _connector="OR",
                ),
                name="an_entry_of_a_batch_has_its_row",
            ),
        ),
        migrations.AddField(
            model_name="unitclass",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="unitclass",
            name="product",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.product",
                verbose_name="product",
            ),
        ),
        migrations.AddField(
            model_name="unitclass",
            name="proposed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="line",
            name="unit_class",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.unitclass",
                verbose_name="unit class",
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                condition=models.Q(("unit_class__isnull", False)),
                fields=["unit_class", "effective_on"],
                include=("account", "amount", "units", "recorded_at"),
                name="lines_of_unit_class_by_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrybatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("kind", "file_sha256"),
                name="entrybatch_takes_a_file_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrybatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("entries__gt", 0)), name="a_batch_of_entries_has_some"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitclass",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("product", "code"),
                name="a_unit_class_stands_once_in_a_product",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issue_price__gt", 0), ("issue_price__lt", Decimal("100000000000000"))
                ),
                name="a_unit_is_issued_at_a_price",
            ),
        ),
        promises("ledger"),
        promises("ledger", "batches"),
        promises("contracts"),
    ]
