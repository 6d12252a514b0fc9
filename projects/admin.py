"""Front door: the staff pages of the app's rooms, for Django to find."""

from projects.carbon import admin as carbon
from projects.metering import admin as metering
from projects.recognition import admin as recognition
from projects.reference import admin as reference
from projects.registry import admin as registry

__all__ = ["carbon", "metering", "recognition", "reference", "registry"]
