"""One concrete model of each abstract kind."""

from django.db import models

from config.kernel.errors import DomainError
from config.kernel.models import (
    Actor,
    AppendOnly,
    Batch,
    Fact,
    Proposed,
    Versioned,
    one_standing_batch_per_file,
)


class Slip(AppendOnly):
    """One slip of paper, written once."""

    text = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.text


class Sighting(Fact):
    """One thing that was seen."""

    text = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.text


class Unready(DomainError):
    """The loan {text} is not ready."""

    code = "unready"


class Loan(Proposed):
    """One loan that a second person decides on."""

    propose_permission = "trusts.register.propose"
    confirm_permission = "trusts.register.confirm"

    text = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)

    def __str__(self) -> str:
        return self.text

    def check_confirmable(self) -> None:
        """Refuse what calls itself unready."""
        if self.text == "unready":
            raise Unready(text=self.text)

    def when_confirmed(self, *, by: Actor) -> None:
        """Leave a sighting behind."""
        Sighting.objects.create(text=f"{self.text} by {by.pk}"[:20])

    def when_turned_down(self, *, by: Actor) -> None:
        """Leave another sighting behind."""
        Sighting.objects.create(text=f"not {self.text}: {by.pk}"[:20])


class Label(Versioned):
    """One version of what is written on a thing."""

    propose_permission = "trusts.register.propose"
    confirm_permission = "trusts.register.confirm"
    identity = ("thing",)

    thing = models.CharField(max_length=20)
    text = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.text


class Crate(Batch):
    """One crate of slips."""

    propose_permission = "trusts.register.propose"
    confirm_permission = "trusts.register.confirm"

    class Meta:
        constraints = [one_standing_batch_per_file()]
