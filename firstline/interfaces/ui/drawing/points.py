"""Places as points on a plain grid of latitude and longitude: where things happen, without tiles of anybody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sqrt

from django.utils.safestring import SafeString

from firstline.interfaces.ui.drawing.svg import Figure, element, mark, picture, text

WIDTH, MOST_HIGH, EDGE, BIGGEST = 720.0, 520.0, 26.0, 16.0


@dataclass(frozen=True)
class Spot:
    """One point: degrees north and east, and its figure."""

    latitude: float
    longitude: float
    figure: Figure


def points(spots: Sequence[Spot], *, label: str) -> SafeString:
    """Circles whose area is the figure, to scale both ways: a degree east is shorter the farther from the equator."""
    if not spots:
        return picture([], width=WIDTH, height=60.0, label=label, kind="points")
    south, north = _span([spot.latitude for spot in spots])
    squeeze = max(cos(radians((south + north) / 2)), 0.01)
    west, east = _span([spot.longitude for spot in spots])
    unit = min((WIDTH - 2 * EDGE) / ((east - west) * squeeze), (MOST_HIGH - 2 * EDGE) / (north - south))
    height = (north - south) * unit + 2 * EDGE
    shift = (WIDTH - (east - west) * squeeze * unit) / 2
    most = max(spot.figure.value for spot in spots) or 1
    parts = _grid(height)
    for spot in sorted(spots, key=lambda each: -each.figure.value):
        x, y = shift + (spot.longitude - west) * squeeze * unit, EDGE + (north - spot.latitude) * unit
        radius = max(2.5, BIGGEST * sqrt(max(spot.figure.value, 0) / most))
        parts.append(mark(element("circle", cx=x, cy=y, r=radius, class_="spot"), spot.figure))
    kilometres = 100 / (unit / (40_008 / 360))
    parts.append(element("line", x1=EDGE, x2=EDGE + 100, y1=height - 8, y2=height - 8, class_="was"))
    parts.append(text(f"{kilometres:.2g} km", EDGE + 108, height - 4, class_="tick"))
    return picture(parts, width=WIDTH, height=height, label=label, kind="points")


def _span(values: Sequence[float]) -> tuple[float, float]:
    """From the least to the most, but at least a few hundred metres, so that one single place has a map as well."""
    least, most = min(values), max(values)
    pad = max(0.0, (0.01 / pi - (most - least)) / 2) + 1e-9
    return least - pad, most + pad


def _grid(height: float) -> list[str]:
    across = [
        element("line", x1=0.0, x2=WIDTH, y1=float(y), y2=float(y), class_="grid") for y in range(40, int(height), 80)
    ]
    down = [
        element("line", y1=0.0, y2=height, x1=float(x), x2=float(x), class_="grid") for x in range(40, int(WIDTH), 80)
    ]
    return across + down
