"""The projects as Django sees them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """One Django app; its rooms are packages."""

    name = "projects"
    label = "projects"
    verbose_name = _("Projects")
