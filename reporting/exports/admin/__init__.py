"""Staff pages of exports: schedules, destinations, what is on its way, what was sent, alarms."""

from django.utils.translation import gettext_lazy

from config.console import navigation
from reporting.exports.admin import alarms as alarms
from reporting.exports.admin import destinations as destinations
from reporting.exports.admin import schedules as schedules
from reporting.exports.admin import sending as sending

navigation.room("reporting.exports", title=gettext_lazy("Exports"), order=30)
