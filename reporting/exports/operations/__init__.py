"""Acts on exports: propose a schedule, pause it, keep its clock, deliver what is due."""

from reporting.exports.operations.delivering import deliver as deliver
from reporting.exports.operations.scheduling import pause as pause
from reporting.exports.operations.scheduling import propose_schedule as propose_schedule
from reporting.exports.operations.scheduling import resume as resume
from reporting.exports.operations.ticking import tick as tick
