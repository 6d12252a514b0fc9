"""What Unfold is told: names, colours, sidebar, dashboard."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

#: Greens one step darker than usual, so that every text on them and of them passes WCAG AA.
PRIMARY = {
    "50": "#f0fdf4",
    "100": "#dcfce7",
    "200": "#bbf7d0",
    "300": "#86efac",
    "400": "#4ade80",
    "500": "#16a34a",
    "600": "#157138",
    "700": "#166534",
    "800": "#14532d",
    "900": "#0f3d22",
    "950": "#052e16",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Green Trust"),
    "SITE_HEADER": _("Green Trust"),
    "SITE_SUBHEADER": _("Portfolio management"),
    "SITE_SYMBOL": "eco",
    "SITE_URL": None,
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("console/favicon.svg"),
        }
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "BORDER_RADIUS": "6px",
    "COLORS": {"primary": PRIMARY},
    "STYLES": [lambda _request: static("console/console.css")],
    "SCRIPTS": [],
    "SIDEBAR": {
        "show_search": True,
        "command_search": False,
        "show_all_applications": False,
        "navigation": "config.console.navigation.sections",
    },
}
