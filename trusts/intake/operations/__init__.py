"""Send a file, have it judged, mend it and send it again; propose how a source is read."""

from trusts.intake.operations.profiles import propose_profile as propose_profile
from trusts.intake.operations.profiles import propose_sample_profiles as propose_sample_profiles
from trusts.intake.operations.sending import NotBlocked as NotBlocked
from trusts.intake.operations.sending import send_again as send_again
from trusts.intake.operations.sending import send_file as send_file
from trusts.intake.operations.sending import take as take
from trusts.intake.operations.template import template_of as template_of
