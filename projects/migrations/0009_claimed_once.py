"""What is sold or stated is claimed once: the database refuses the second time."""

import django.contrib.postgres.constraints
from django.conf import settings
from django.db import migrations

import projects.carbon.models.entered
from projects.carbon.schema import sold_right_operations


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_choice_of_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *sold_right_operations(),
        migrations.AddConstraint(
            model_name="activitystatement",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("project", "="),
                    ("method", "="),
                    ("known_at", "="),
                    (projects.carbon.models.entered.Days("starts_on", "ends_on"), "&&"),
                ],
                name="entered_activity_is_stated_once_of_a_time",
            ),
        ),
    ]
