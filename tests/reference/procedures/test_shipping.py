"""What is shipped can be followed to its end as it is, in every language."""

import pytest

from firstline.casework.guidance.walking import due
from firstline.casework.tickets.facts import VOCABULARY
from firstline.journal.models import Entry
from firstline.reference.procedures import choosing, publishing, shipping
from firstline.reference.procedures.flow import answers_of, flow_of
from firstline.reference.procedures.models import Act, Procedure, ProcedureVersion, Step
from tests import builders

pytestmark = pytest.mark.django_db
CODES = ("appliance", "printer", "pothole", "no-water", "lift-stuck", "password")


def shipped() -> list[ProcedureVersion]:
    shipping.ship_default()
    shipping.ship_examples({key: builders.code(key) for key in CODES})
    return list(ProcedureVersion.objects.select_related("procedure").order_by("pk"))


def test_nothing_is_wrong_with_what_is_shipped_in_any_language() -> None:
    found = {str(one): publishing.problems(one, vocabulary=VOCABULARY) for one in shipped()}
    assert (len(found), {name: problems for name, problems in found.items() if problems}) == (7, {})
    assert [one.missing_languages for one in Procedure.objects.all()] == [[]] * 7


def test_a_default_is_shipped_once_and_not_where_a_company_has_its_own() -> None:
    for _ in range(2):
        shipping.ship_default()
    assert [entry.verb for entry in Entry.objects.all()] == ["procedure.published"]
    assert [one.key for one in Procedure.objects.all()] == ["help-desk"]


def test_examples_are_shipped_for_the_codes_there_are() -> None:
    made = shipping.ship_examples({"printer": builders.code("printer"), "dragon": builders.code("dragon")})
    assert [one.procedure.key for one in made] == ["printer-does-not-print"]


def test_each_is_chosen_for_its_code_and_the_default_for_everything_else() -> None:
    shipped()
    keys = [
        choice.version.procedure.key for key in (*CODES, "else") if (choice := choosing.choose(code=builders.code(key)))
    ]
    assert keys == [
        "appliance-pick-up",
        "printer-does-not-print",
        "pothole",
        "no-water",
        "lift-stuck",
        "forgotten-password",
        "help-desk",
    ]


def possible(step: Step) -> object:
    """The last of the answers that may be given, so that a call takes the longer way."""
    kind, keys = answers_of(step)
    return keys[-1] if keys else {"yes_no": False, "": True}.get(kind, "x")


@pytest.mark.parametrize("kind", ["information", "action", "comment"])
def test_each_comes_to_its_end_whatever_kind_the_contact_is_of(kind: str) -> None:
    for version in shipped():
        flow, answers = flow_of(version), {}
        for _turn in flow.steps:
            step = due(flow, answers, {"kind": kind})
            if step is None:
                break
            answers[step.key] = kind if step.key == "kind" else possible(step)
        assert due(flow, answers, {"kind": kind}) is None


def test_the_default_has_seven_parts() -> None:
    flow = flow_of(shipped()[0])
    parts = {step.title[0] for step in flow.steps if step.act != Act.DECIDE}
    assert parts == set("1234567")
