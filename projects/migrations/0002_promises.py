"""The promises that the database keeps beside the tables: functions, triggers, partitions."""

from django.db import migrations

from projects.metering.schema import day_block_operations
from projects.recognition.schema import recognition_operations
from projects.reference.schema import reference_operations
from projects.registry.schema import station_operations


class Migration(migrations.Migration):
    """Functions, triggers and partitions of the app's rooms."""

    dependencies = [("projects", "0001_initial"), ("kernel", "0001_extensions")]
    operations = [
        *reference_operations(),
        *station_operations(),
        *recognition_operations(),
        *day_block_operations(),
    ]
