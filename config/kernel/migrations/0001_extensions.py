"""What every table leans on: btree_gist for exclusion constraints, and the kernel's functions."""

from importlib.resources import files

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

FUNCTIONS = files("config.kernel").joinpath("sql/functions.sql").read_text("utf-8")


class Migration(migrations.Migration):
    """The kernel's only migration; the functions are brought up to date after every migrate."""

    initial = True
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
