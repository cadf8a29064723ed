"""Where the rows of a file belong: the catalogue and the support centres, grown by what the file names."""

from dataclasses import dataclass, field, replace
from typing import Protocol, cast

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstline.casework.tickets.triage import Triage, carried
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.reading import FileRefused
from firstline.journal.quiet import quietly
from firstline.reference.catalogue.keeping import BELOW, Parent, add_below, add_department
from firstline.reference.catalogue.models import Department, Node, ProblemCode
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.centres import create_centre
from firstline.reference.staff.models import SupportCentre

AS_IMPORTED = gettext_noop("As imported.")
MOST_CODES = 5000
MOST_CENTRES = 1000

Path = tuple[str, str, str, str]


class Placed(Protocol):
    """A row that belongs to a problem code; `path` is department, provider, category, code."""

    @property
    def line(self) -> int: ...

    @property
    def path(self) -> Path: ...

    @property
    def centre(self) -> str: ...

    @property
    def priority(self) -> str: ...


@dataclass(slots=True)
class Named:
    """Everything a file names, each once; it grows with the catalogue, not with the file."""

    codes: dict[Path, int] = field(default_factory=dict)
    centres: dict[str, int] = field(default_factory=dict)
    priorities: dict[str, int] = field(default_factory=dict)

    def note(self, row: Placed) -> None:
        """Remember what a row names, with the line; FileRefused when there are so many that a column must be wrong."""
        self.codes.setdefault(row.path, row.line)
        if row.centre:
            self.centres.setdefault(row.centre, row.line)
        if row.priority:
            self.priorities.setdefault(row.priority, row.line)
        for many, most, name in ((self.codes, MOST_CODES, "code"), (self.centres, MOST_CENTRES, "centre")):
            if len(many) > most:
                raise FileRefused(
                    _(
                        "Line %(line)s: more than %(most)s different values of %(field)s: "
                        "the mapping names a wrong column."
                    )
                    % {"line": row.line, "most": most, "field": name}
                )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row's ticket goes."""

    code_id: int
    department_id: int
    triage: Triage


class Places:
    """Codes, support centres and priorities by their keys, as the database has them."""

    def __init__(self, named: Named) -> None:
        if laid_down.current().regular_priority() is None:
            raise FileRefused(_("No priority is in service: a manager has to set one up first."))
        self.priorities = {one.key: one for one in Priority.objects.filter(key__in=named.priorities)}
        for key, line in named.priorities.items():
            if key not in self.priorities:
                raise FileRefused(
                    _('Line %(line)s: there is no priority "%(key)s"; known are: %(known)s.')
                    % {
                        "line": line,
                        "key": key,
                        "known": ", ".join(Priority.objects.values_list("key", flat=True)),
                    }
                )
        there = _codes_by_path(named)
        self.missing_codes = [path for path in named.codes if path not in there]
        self.missing_centres = sorted(set(named.centres) - set(_centres(named)))
        self.named = named

    def grow(self) -> Made:
        """Enter what the file names and the catalogue does not have, and learn where each code's tickets go."""
        made = Made()
        with quietly():
            entered: dict[tuple[str, ...], Node] = {}
            for path in self.missing_codes:
                enter(path, entered, made)
            for key in self.missing_centres:
                made.add(create_centre(labels(key), key=key, by=None))
            self.centres = _centres(self.named)
            codes = _codes_by_path(self.named)
            prefetch_related_objects(list(codes.values()), "handling")
            known = laid_down.current()
            self.places = {
                path: Place(code.pk, code.category.provider.department_id, carried(code, known))
                for path, code in codes.items()
            }
        return made

    def of(self, row: Placed) -> Place:
        """Where one row's ticket goes: what the row names comes before what its code carries."""
        place = self.places[row.path]
        if not row.centre and not row.priority:
            return place
        triage = place.triage
        if row.centre:
            triage = replace(triage, centre=self.centres[row.centre], tier=1, route_because=AS_IMPORTED)
        if row.priority:
            triage = replace(triage, priority=self.priorities[row.priority], priority_because=AS_IMPORTED)
        return replace(place, triage=triage)


def _codes_by_path(named: Named) -> dict[Path, ProblemCode]:
    codes = ProblemCode.objects.select_related("category__provider__department").filter(
        key__in={path[3] for path in named.codes}
    )
    found = {}
    for code in codes:
        category = code.category
        path = (category.provider.department.key, category.provider.key, category.key, code.key)
        if path in named.codes:
            found[path] = code
    return found


def _centres(named: Named) -> dict[str, SupportCentre]:
    return {centre.key: centre for centre in SupportCentre.objects.filter(key__in=named.centres)}


def enter(path: Path, entered: dict[tuple[str, ...], Node], made: Made) -> Node:
    """Add the levels of one path that are not there; `entered` remembers each level met so far. Gives the code."""
    node = entered.get(path[:1]) or Department.objects.filter(key=path[0]).first()
    if node is None:
        made.add(node := add_department(labels(path[0]), key=path[0], by=None))
    entered[path[:1]] = node
    for depth, key in enumerate(path[1:], 2):
        level, hangs_by = BELOW[type(node)]
        there = entered.get(path[:depth]) or level._default_manager.filter(key=key, **{hangs_by: node}).first()
        if there is None:
            made.add(there := add_below(cast("Parent", node), labels(key), key=key, by=None))
        entered[path[:depth]] = node = there
    return node


def labels(text: str) -> dict[str, str]:
    """A label in the language of the installation."""
    return {settings.LANGUAGE_CODE: text}
