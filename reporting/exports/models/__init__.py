"""The room's tables: schedules, destinations, what is on its way, what was received."""

from reporting.exports.models.deliveries import STATE_LABELS as STATE_LABELS
from reporting.exports.models.deliveries import Delivery as Delivery
from reporting.exports.models.deliveries import Dispatch as Dispatch
from reporting.exports.models.deliveries import DispatchAttempt as DispatchAttempt
from reporting.exports.models.destinations import Destination as Destination
from reporting.exports.models.destinations import DestinationCheck as DestinationCheck
from reporting.exports.models.destinations import DestinationSecret as DestinationSecret
from reporting.exports.models.destinations import Door as Door
from reporting.exports.models.schedules import SLOT_LABELS as SLOT_LABELS
from reporting.exports.models.schedules import Content as Content
from reporting.exports.models.schedules import ExpectedRun as ExpectedRun
from reporting.exports.models.schedules import ExpectedRunRequest as ExpectedRunRequest
from reporting.exports.models.schedules import Schedule as Schedule
from reporting.exports.models.schedules import ScheduleSwitch as ScheduleSwitch
