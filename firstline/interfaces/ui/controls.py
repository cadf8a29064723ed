"""What the template of a form field needs to know, and the control drawn with its ties to help and error."""

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString


def plain(bound: BoundField, *, hint: str = "", wide: bool = False, label: str = "") -> dict[str, Any]:
    """A field of an ordinary form. `hint` and `label` stand in place of the form field's own."""
    shown = _shown(bound, hint=hint, wide=wide, label=label)
    ties = [f"{shown['ident']}_help"] if shown["hint"] else []
    ties += [f"{shown['ident']}_error"] if bound.errors else []
    return {**shown, "control": _control(bound, ties, labelled=bool(label))}


def self_saving(
    bound: BoundField, *, version: int | None, hint: str = "", wide: bool = False, label: str = ""
) -> dict[str, Any]:
    """A field that saves itself: the place for its state is there from the start, so that changes are announced."""
    shown = _shown(bound, hint=hint, wide=wide, label=label)
    ties = [f"{shown['ident']}_help"] if shown["hint"] else []
    control = _control(bound, [*ties, f"{shown['ident']}_state"], labelled=bool(label))
    return {**shown, "control": control, "saves_itself": True, "version": version}


def _shown(bound: BoundField, *, hint: str, wide: bool, label: str) -> dict[str, Any]:
    widget = bound.field.widget
    return {
        "bound": bound,
        "label": label or bound.label,
        "ident": bound.id_for_label or bound.auto_id,
        "hint": hint or bound.help_text,
        "wide": wide,
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "is_tick": isinstance(widget, CheckboxInput),
    }


def _control(bound: BoundField, ties: list[str], *, labelled: bool) -> SafeString:
    # A browser would cut a longer text without a word; the form refuses it with one, and nothing typed is lost.
    attrs: dict[str, Any] = {"maxlength": False}
    if ties:
        attrs["aria-describedby"] = " ".join(ties)
    if labelled:
        attrs["placeholder"] = False
    return bound.as_widget(attrs=attrs)
