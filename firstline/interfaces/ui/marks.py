"""Which shape and tone stands for which priority and which state; a word always stands beside them."""

_DRAWING = '<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{}</svg>'

# The shape of each priority: octagon, triangle, circle, hollow square.
PRIORITY_SHAPES = {
    1: _DRAWING.format('<path d="M3.8.6h4.4l3.2 3.2v4.4l-3.2 3.2H3.8L.6 8.2V3.8z"/>'),
    2: _DRAWING.format('<path d="M6 .9 11.6 11H.4z"/>'),
    3: _DRAWING.format('<circle cx="6" cy="6" r="4.6"/>'),
    4: _DRAWING.format('<path d="M1.9 1.9h8.2v8.2H1.9z" fill="none" stroke="currentColor" stroke-width="1.8"/>'),
}

# Of each state: the icon and the tone (new, moving, waiting, good, bad, off).
STATES = {
    "new": ("circle-dashed", "new"),
    "open": ("circle", "new"),
    "arrived": ("circle-dashed", "new"),
    "waiting_assignment": ("circle", "new"),
    "assigned": ("circle-dot", "moving"),
    "in_progress": ("circle-dot", "moving"),
    "on_hold": ("circle-pause", "waiting"),
    "waiting": ("circle-pause", "waiting"),
    "waiting_for_customer": ("circle-pause", "waiting"),
    "waiting_for_work_order": ("circle-pause", "waiting"),
    "planned": ("calendar", "new"),
    "released": ("circle-arrow-right", "moving"),
    "resolved": ("circle-check", "good"),
    "confirmed": ("circle-check-big", "good"),
    "completed": ("circle-check-big", "good"),
    "closed": ("circle-check-big", "off"),
    "reopened": ("rotate-ccw", "bad"),
    "cancelled": ("circle-x", "off"),
    "failed": ("circle-alert", "bad"),
    "queued": ("clock", "waiting"),
    "sent": ("send", "moving"),
    "delivered": ("circle-check", "good"),
    "sending": ("send", "moving"),
    "bounced": ("undo-2", "bad"),
    "held": ("circle-pause", "off"),
    "gathered": ("layers", "good"),
    "not_yet": ("circle-dashed", "new"),
    "telephone": ("phone", "good"),
    "draft": ("pencil-line", "new"),
    "review": ("eye", "waiting"),
    "published": ("book-open-check", "good"),
    "outdated": ("clock-alert", "bad"),
    "retired": ("archive", "off"),
}


def look_of(priority: object) -> int:
    """The look (1 to 4) of a priority: its own `look`, else its rank, kept within bounds."""
    value = getattr(priority, "look", None) or getattr(priority, "rank", None) or 3
    return max(1, min(4, int(value)))


def look_of_state(state: str) -> tuple[str, str]:
    """Icon and tone of a state; a state without its own is a plain circle."""
    return STATES.get(str(state).lower().replace("-", "_").replace(" ", "_"), ("circle", "new"))
