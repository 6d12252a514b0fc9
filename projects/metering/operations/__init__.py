"""Take a meter file: keep it, judge it, propose it, load it slice by slice, each slice once."""

from projects.metering.operations.loading import ChangedUnderway as ChangedUnderway
from projects.metering.operations.loading import NothingToLoad as NothingToLoad
from projects.metering.operations.loading import ensure_months as ensure_months
from projects.metering.operations.loading import ensure_months_ahead as ensure_months_ahead
from projects.metering.operations.loading import load as load
from projects.metering.operations.sending import propose_meter_file as propose_meter_file
from projects.metering.operations.sending import send_meter_file as send_meter_file
from projects.metering.operations.sending import take as take
