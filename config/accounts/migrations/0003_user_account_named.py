"""A user's account is named apart from the accounts of a ledger; no column changes."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename in words."""

    dependencies = [("accounts", "0002_data_owners")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={"verbose_name": "user account", "verbose_name_plural": "user accounts"},
        ),
        migrations.AlterField(
            model_name="roleassignment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="role_assignments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user account",
            ),
        ),
    ]
