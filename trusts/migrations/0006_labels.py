"""Green labels, supplementary values and own funds, with what the database promises of them."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trusts.register.schema import promises


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0001_initial"),
        ("projects", "0002_promises"),
        ("trusts", "0005_contracts_depth"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnPlacement",
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
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
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
                "verbose_name": "own-funds placement",
                "verbose_name_plural": "own-funds placements",
            },
        ),
        migrations.CreateModel(
            name="OwnMovement",
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
                ("effective_on", models.DateField(verbose_name="effective on")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "own funds placed"),
                            ("returned", "own funds returned"),
                        ],
                        max_length=10,
                        verbose_name="placed or returned",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, verbose_name="amount (CNY)"
                    ),
                ),
                ("memo", models.CharField(blank=True, max_length=200, verbose_name="memo")),
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
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        help_text="The movement that this one takes back, if it takes one back.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.ownmovement",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.ownplacement",
                        verbose_name="placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "own-funds movement",
                "verbose_name_plural": "own-funds movements",
            },
        ),
        migrations.CreateModel(
            name="OwnPlacementTerms",
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
                ("effective_from", models.DateField(verbose_name="effective from")),
                (
                    "instrument",
                    models.CharField(
                        choices=[
                            ("loan", "loan"),
                            ("equity", "equity stake"),
                            ("bond", "bond"),
                            ("abs", "asset-backed security or note"),
                            ("fund", "fund"),
                            ("receivable", "receivables purchased"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="instrument",
                    ),
                ),
                (
                    "taxonomy_edition",
                    models.CharField(max_length=40, verbose_name="edition of the catalogue"),
                ),
                (
                    "taxonomy_class",
                    models.CharField(max_length=40, verbose_name="class of the catalogue"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "counterparty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.party",
                        verbose_name="counterparty",
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
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.ownplacement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version that this one corrects, if it corrects one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.ownplacementterms",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "terms of an own-funds placement",
                "verbose_name_plural": "terms of own-funds placements",
            },
        ),
        migrations.CreateModel(
            name="SupplementaryField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="recorded at"),
                ),
                ("edition", models.CharField(max_length=20, verbose_name="edition")),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[("contract", "contract"), ("product", "product")],
                        max_length=10,
                        verbose_name="applies to",
                    ),
                ),
                (
                    "value_type",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("choice", "choice"),
                            ("number", "number"),
                            ("day", "day"),
                        ],
                        max_length=10,
                        verbose_name="type of value",
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("source", models.TextField(verbose_name="source")),
                ("confidence", models.CharField(max_length=1, verbose_name="confidence")),
            ],
            options={
                "verbose_name": "supplementary field",
                "verbose_name_plural": "supplementary fields",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "code"),
                        name="a_supplementary_field_stands_once_in_an_edition",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplementaryValue",
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
                ("effective_from", models.DateField(verbose_name="effective from")),
                (
                    "subject",
                    models.CharField(editable=False, max_length=40, verbose_name="subject"),
                ),
                (
                    "value",
                    models.TextField(
                        blank=True,
                        help_text="Left empty, it says that from its day on nothing holds any more.",
                        verbose_name="value",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Where the value comes from.",
                        max_length=500,
                        verbose_name="source",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.contract",
                        verbose_name="contract",
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
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.storedfile",
                        verbose_name="document",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.supplementaryfield",
                        verbose_name="field",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.product",
                        verbose_name="product",
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
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version that this one corrects, if it corrects one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.supplementaryvalue",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "supplementary value",
                "verbose_name_plural": "supplementary values",
            },
        ),
        migrations.CreateModel(
            name="GreenLabel",
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
                ("effective_from", models.DateField(verbose_name="effective from")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("projects", "recognized projects of the split"),
                            ("use_of_funds", "documented use of funds"),
                            ("not_green", "not green"),
                        ],
                        max_length=20,
                        verbose_name="basis",
                    ),
                ),
                (
                    "green_percent",
                    models.DecimalField(
                        decimal_places=6, max_digits=9, verbose_name="green share (%)"
                    ),
                ),
                (
                    "parts",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Edition and code of a catalogue, and the percentage of the contract.",
                        verbose_name="parts",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "inputs",
                    models.JSONField(
                        default=dict, editable=False, verbose_name="inputs it was judged on"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.contract",
                        verbose_name="contract",
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
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.storedfile",
                        verbose_name="evidence document",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.greenform",
                        verbose_name="green form",
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
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version that this one corrects, if it corrects one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.greenlabel",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "green label",
                "verbose_name_plural": "green labels",
                "indexes": [
                    models.Index(
                        fields=["contract", "-effective_from"], name="labels_of_contract_by_day"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("green_percent__range", (Decimal("0"), Decimal("100")))
                        ),
                        name="a_green_share_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis", "not_green"), ("form__isnull", True), ("green_percent", 0)
                            ),
                            models.Q(
                                ("basis__in", ["projects", "use_of_funds"]),
                                ("green_percent__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="a_label_is_green_in_part_or_says_not_green",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "use_of_funds"), _negated=True),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="a_use_of_funds_is_documented",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="ownplacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("code",),
                name="a_placement_code_is_held_once",
            ),
        ),
        migrations.AddIndex(
            model_name="ownmovement",
            index=models.Index(
                fields=["placement", "effective_on"], name="movements_of_own_funds_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownmovement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("reverses",),
                name="an_own_movement_is_reversed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0), ("amount__lt", Decimal("1000000000000000000"))
                ),
                name="an_own_movement_moves_an_amount",
                violation_error_message="An amount is above zero and a whole number of fen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["placed", "returned"])),
                name="an_own_movement_is_placed_or_returned",
            ),
        ),
        migrations.AddIndex(
            model_name="ownplacementterms",
            index=models.Index(
                fields=["placement", "-effective_from"], name="terms_of_placement_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownplacementterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counterparty__isnull", False), ("project__isnull", False), _connector="OR"
                ),
                name="a_placement_names_a_counterparty_or_a_project",
                violation_error_message="A placement names a counterparty, a project, or both.",
            ),
        ),
        migrations.AddIndex(
            model_name="supplementaryvalue",
            index=models.Index(
                fields=["subject", "field", "-effective_from"], name="supplements_of_subject_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplementaryvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contract__isnull", True), ("product__isnull", False)),
                    models.Q(("contract__isnull", False), ("product__isnull", True)),
                    _connector="OR",
                ),
                name="a_supplement_speaks_of_one_thing",
                violation_error_message="A value speaks of one contract or one product.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplementaryvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__regex", "\\S")),
                name="a_supplement_names_its_source",
                violation_error_message="A supplementary value says where it comes from.",
            ),
        ),
        promises("own_funds"),
        promises("labels"),
    ]
