"""Acts on exports: schedules and their clock, destinations, what is sent and what is decided."""

from reporting.exports.operations.deciding import drop as drop
from reporting.exports.operations.deciding import resend as resend
from reporting.exports.operations.deciding import settle as settle
from reporting.exports.operations.delivering import deliver as deliver
from reporting.exports.operations.destinations import ask_for_trial as ask_for_trial
from reporting.exports.operations.destinations import propose_destination as propose_destination
from reporting.exports.operations.destinations import reseal_all as reseal_all
from reporting.exports.operations.destinations import try_destination as try_destination
from reporting.exports.operations.scheduling import pause as pause
from reporting.exports.operations.scheduling import propose_schedule as propose_schedule
from reporting.exports.operations.scheduling import resume as resume
from reporting.exports.operations.sending import send as send
from reporting.exports.operations.surroundings import fetched as fetched
from reporting.exports.operations.ticking import run_again as run_again
from reporting.exports.operations.ticking import tick as tick
