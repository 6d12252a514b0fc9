"""The register's depth: papers, registered items, filings, persons under seal."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from trusts.register.schema import promises


class Migration(migrations.Migration):
    """Papers behind moves, registered items, filings of changes, persons under seal."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("archive", "0001_initial"),
        ("trusts", "0002_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeRegistration",
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
                ("filed_on", models.DateField(verbose_name="filed on")),
                ("receipt_number", models.CharField(max_length=80, verbose_name="receipt number")),
            ],
            options={
                "verbose_name": "change registration",
                "verbose_name_plural": "change registrations",
            },
        ),
        migrations.CreateModel(
            name="PersonalData",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="trusts.party",
                        verbose_name="party",
                    ),
                ),
                ("name_zh_sealed", models.TextField(verbose_name="Chinese name, sealed")),
                ("name_en_sealed", models.TextField(verbose_name="English name, sealed")),
                (
                    "identity_sealed",
                    models.TextField(blank=True, verbose_name="identity number, sealed"),
                ),
                (
                    "identity_index",
                    models.CharField(
                        max_length=64,
                        null=True,
                        unique=True,
                        verbose_name="blind index of the identity number",
                    ),
                ),
            ],
            options={
                "verbose_name": "personal data",
                "verbose_name_plural": "personal data",
            },
        ),
        migrations.CreateModel(
            name="PersonalReading",
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
                ("reason", models.TextField(verbose_name="reason")),
            ],
            options={
                "verbose_name": "reading of personal data",
                "verbose_name_plural": "readings of personal data",
            },
        ),
        migrations.AddField(
            model_name="party",
            name="lei",
            field=models.CharField(
                blank=True, max_length=20, null=True, verbose_name="legal entity identifier"
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="benefit_scope",
            field=models.CharField(
                blank=True,
                choices=[
                    ("self", "the settlor alone"),
                    ("others", "others than the settlor"),
                    ("both", "the settlor and others"),
                ],
                max_length=10,
                verbose_name="benefits",
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="document",
            field=models.ForeignKey(
                blank=True,
                help_text="The paper behind a move: a filing receipt, a resolution, a report.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="archive.storedfile",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="entrusted_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="As entrusted at the beginning; what is paid in stands in the ledger.",
                max_digits=20,
                null=True,
                verbose_name="entrusted amount (CNY)",
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="planned_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=20,
                null=True,
                verbose_name="planned amount (CNY)",
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="protection_fund_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=20,
                null=True,
                verbose_name="trust protection fund subscription (CNY)",
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="raising",
            field=models.CharField(
                blank=True,
                choices=[("private", "qualified investors"), ("public", "the public")],
                max_length=10,
                verbose_name="raised from",
            ),
        ),
        migrations.AddField(
            model_name="productterms",
            name="registered_on",
            field=models.DateField(
                blank=True,
                help_text="The day of the initial registration with the registration system.",
                null=True,
                verbose_name="registered on",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("lei",),
                name="an_entity_identifier_names_one_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("lei", ""), _negated=True),
                name="a_missing_entity_identifier_is_null_not_empty",
            ),
        ),
        AddConstraintNotValid(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("party_type", "natural_person"), _negated=True),
                    models.Q(
                        ("name_en__regex", "^(.\\*\\*)?$"), ("name_zh__regex", "^(.\\*\\*)?$")
                    ),
                    _connector="OR",
                ),
                name="a_person_stands_in_the_open_by_a_mask",
            ),
        ),
        migrations.AddConstraint(
            model_name="productterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("planned_amount__isnull", True),
                    ("planned_amount__range", (Decimal("0"), Decimal("999999999999999999.99"))),
                    _connector="OR",
                ),
                name="a_products_planned_amount_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="productterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entrusted_amount__isnull", True),
                    ("entrusted_amount__range", (Decimal("0"), Decimal("999999999999999999.99"))),
                    _connector="OR",
                ),
                name="a_products_entrusted_amount_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="productterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("protection_fund_amount__isnull", True),
                    (
                        "protection_fund_amount__range",
                        (Decimal("0"), Decimal("999999999999999999.99")),
                    ),
                    _connector="OR",
                ),
                name="a_products_protection_fund_amount_is_an_amount",
            ),
        ),
        migrations.AddField(
            model_name="changeregistration",
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
            model_name="changeregistration",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="archive.storedfile",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="changeregistration",
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
            model_name="changeregistration",
            name="role",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.partyrole",
                verbose_name="party role",
            ),
        ),
        migrations.AddField(
            model_name="changeregistration",
            name="terms",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.productterms",
                verbose_name="product terms",
            ),
        ),
        migrations.AddField(
            model_name="personalreading",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trusts.party",
                verbose_name="party",
            ),
        ),
        migrations.AddField(
            model_name="personalreading",
            name="reader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="read by",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeregistration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("terms__isnull", True), ("role__isnull", True), _connector="XOR"
                ),
                name="a_filing_is_about_terms_or_about_a_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeregistration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("terms",),
                name="a_version_of_terms_is_filed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeregistration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("role",),
                name="a_version_of_a_role_is_filed_once",
            ),
        ),
        promises("register"),
    ]
