"""The promises that the database keeps beside the tables: functions, triggers, partitions."""

from django.db import migrations

from trusts.register.schema import promises


class Migration(migrations.Migration):
    """Functions, triggers and partitions of the app's rooms."""

    dependencies = [("trusts", "0001_initial"), ("kernel", "0001_extensions")]
    operations = [
        promises("ledger"),
        promises("contracts"),
        promises("attribution"),
    ]
