"""Writing procedures in the browser: list, page, steps, branches, publishing, versions, trying."""

import pytest
from django.test import Client

from firstline.journal.models import Entry
from firstline.reference.procedures.models import Procedure, ProcedureVersion, Step
from firstline.reference.procedures.shipping import ship_default, ship_examples
from tests import builders
from tests.cast import ana, marc, rita
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Client:
    return sign_in(marc())


def a_draft() -> ProcedureVersion:
    return builders.procedure(
        builders.step("outside", answer_type="yes_no"),
        builders.step("floor"),
        builders.step("open", "do"),
        state="draft",
    )


def texts_of(step: Step, **changed: str) -> dict[str, str]:
    """A step's form as a browser would send it back, with what was changed."""
    fields = {"act": step.act, "answer_type": step.answer_type, "deed": step.deed, "lands_in": step.lands_in}
    fields |= {"then": step.then, "seen": str(step.version)}
    fields |= {f"{part}.{code}": text for part, texts in step.texts.items() for code, text in texts.items()}
    initial = {f"initial-{name}": value for name, value in fields.items() if name != "seen"}
    return {**fields, **initial, "choices_read": "[]", **changed}


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_names_what_each_is_chosen_for_and_leads_to_its_page(manager: Client) -> None:
    ship_default()
    ship_examples({"appliance": builders.handled_code()})
    listed = page(manager, "/procedures/")
    assert "whatever has no other" in listed
    assert "Appliance pick-up" in listed
    found = Procedure.objects.get(key="help-desk")
    shown = page(manager, f"/procedures/{found.pk}/")
    assert "Good day, this is the service desk." in shown
    assert 'class="drawing procedure-flow flow-' in shown


def test_who_may_not_write_sees_no_drafts(manager: Client) -> None:
    version = a_draft()
    reader = sign_in(rita())
    assert reader.get(f"/procedures/{version.procedure_id}/").status_code == 404
    assert reader.get(f"/procedure-versions/{version.pk}/trial/").status_code == 404
    assert "Pick-up" not in page(reader, "/procedures/")
    assert manager.get(f"/procedures/{version.procedure_id}/").status_code == 200


def test_a_procedure_is_written_from_its_name_to_its_publication(manager: Client) -> None:
    manager.post("/procedures/new/", {"text": "Lost keys"})
    version = ProcedureVersion.objects.get()
    assert "It has no steps." in page(manager, f"/procedures/{version.procedure_id}/")
    manager.post(f"/procedure-versions/{version.pk}/steps/", {"act": "ask", "title": "Which keys"})
    step = version.steps.get()
    assert "asks, and has no type of answer" in page(manager, f"/procedures/{version.procedure_id}/")
    sent = texts_of(step, answer_type="choice")
    sent |= {"say.en": "Which keys?", "choice.0.key": "house", "choice.0.en": "House", "choice.1.en": "Car"}
    assert manager.post(f"/procedure-steps/{step.pk}/", sent).status_code == 302
    step.refresh_from_db()
    assert (step.say, [one["key"] for one in step.choices]) == ("Which keys?", ["house", "choice-2"])
    manager.post(f"/procedure-versions/{version.pk}/publication/")
    version.refresh_from_db()
    assert version.state == "published"
    manager.post(f"/procedures/{version.procedure_id}/occasions/", {"kind": "action"})
    assert version.procedure.occasions.get().kind == "action"


def test_what_stands_in_the_way_is_told_and_nothing_is_published(manager: Client) -> None:
    version = a_draft()
    version.steps.filter(key="floor").update(then="outside")
    answer = manager.post(f"/procedure-versions/{version.pk}/publication/", follow=True).content.decode()
    assert "leads back to itself" in answer
    version.refresh_from_db()
    assert version.is_draft


def test_a_branch_is_written_with_the_condition_editor(manager: Client) -> None:
    step = a_draft().steps.get(key="outside")
    url = f"/procedure-steps/{step.pk}/branches/"
    form = page(manager, url)
    assert "answer: Outside" in form
    asked = {"c0.mode": "all", "c0.0.field": "answer.outside", "c0.0.is": "is", "c0.0.was": "answer.outside"}
    line = manager.post(url, {**asked, "edit": "add 0"}).content.decode()
    assert 'name="c0.1.field"' in line
    manager.post(url, {**asked, "c0.0.value": "no", "goes_to": "open"})
    branch = step.branches.get()
    assert (branch.condition, branch.goes_to) == (
        {"all": [{"field": "answer.outside", "is": "is", "value": False}]},
        "open",
    )
    assert 'href="#step-open"' in page(manager, f"/procedures/{step.of.procedure_id}/")
    manager.post(f"/procedure-branches/{branch.pk}/", {**asked, "c0.0.value": "yes", "goes_to": "end"})
    branch.refresh_from_db()
    assert branch.goes_to == "end"
    manager.post(f"/procedure-branches/{branch.pk}/removal/")
    assert step.branches.count() == 0


def test_steps_change_places_and_go(manager: Client) -> None:
    version = a_draft()
    manager.post(f"/procedure-steps/{version.steps.get(key='floor').pk}/position/", {"position": "1"})
    assert [step.key for step in version.steps.all()] == ["floor", "outside", "open"]
    manager.post(f"/procedure-steps/{version.steps.get(key='outside').pk}/removal/")
    assert [step.key for step in version.steps.all()] == ["floor", "open"]


def test_a_second_writer_of_another_text_takes_nothing_back_and_of_the_same_one_is_told(manager: Client) -> None:
    step = a_draft().steps.get(key="floor")
    read = texts_of(step)
    manager.post(f"/procedure-steps/{step.pk}/", {**read, "say.en": "On which floor?"})
    manager.post(f"/procedure-steps/{step.pk}/", {**read, "say.fr": "À quel étage ?"})
    step.refresh_from_db()
    assert step.texts["say"] == {"en": "On which floor?", "fr": "À quel étage ?"}
    late = manager.post(f"/procedure-steps/{step.pk}/", {**read, "say.en": "Which floor, please?"}).content.decode()
    assert "Meanwhile it says: On which floor?" in late
    assert "Which floor, please?" in late
    step.refresh_from_db()
    assert step.say == "On which floor?"


@pytest.mark.parametrize("text", ["a\x00b", "x" * 300_000])
def test_a_text_that_cannot_be_kept_is_refused_and_stays(manager: Client, text: str) -> None:
    step = a_draft().steps.get(key="floor")
    answer = manager.post(f"/procedure-steps/{step.pk}/", texts_of(step, **{"say.en": text}))
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()


def test_two_versions_are_compared_and_an_old_one_becomes_a_draft(manager: Client) -> None:
    first = builders.procedure(builders.step("floor"))
    url = f"/procedures/{first.procedure_id}/"
    manager.post(f"{url}draft/", {"source": "1"})
    draft = ProcedureVersion.objects.get(state="draft")
    manager.post(f"/procedure-versions/{draft.pk}/note/", {"note": "Asks for the lift"})
    manager.post(f"/procedure-versions/{draft.pk}/steps/", {"act": "check", "title": "Is there a lift?"})
    shown = page(manager, f"{url}versions/")
    assert "Is there a lift?" in shown
    assert "added" in shown
    manager.post(f"/procedure-versions/{draft.pk}/discarding/")
    assert ProcedureVersion.objects.count() == 1
    manager.post(f"/procedure-versions/{first.pk}/withdrawal/")
    assert "past" in page(manager, url)


def test_trying_follows_the_branches_and_writes_nothing(django_assert_max_num_queries: object) -> None:
    ship_examples({"appliance": builders.handled_code()})
    version = ProcedureVersion.objects.get()
    url, client = f"/procedure-versions/{version.pk}/trial/", sign_in(ana())
    assert "What shall we fetch?" in page(client, url)
    assert "Please empty it" in page(client, f"{url}?step=what&value=cooling")
    assert "At which address?" in page(client, f"{url}?step=what&value=washing")
    assert "On which floor" in page(client, f"{url}?a.what=washing&a.place=Here&step=outside&value=no")
    wrong = page(client, f"{url}?a.what=washing&a.place=Here&a.outside=no&step=floor&value=high")
    assert "This is no number." in wrong
    assert 'value="high"' in wrong
    done = page(
        client, f"{url}?a.what=washing&a.place=-&a.outside=yes&a.from_when=-&a.read_back=yes&a.open=&a.order=&step=bye"
    )
    assert "The end." in done


def test_names_in_all_languages_and_retiring(manager: Client) -> None:
    version = builders.procedure(builders.step("floor"), kind="action")
    url = f"/procedures/{version.procedure_id}/"
    manager.post(f"{url}names/", {"en": "Pick-up", "fr": "Enlèvement"})
    manager.post(f"/procedure-occasions/{version.procedure.occasions.get().pk}/removal/")
    manager.post(f"{url}retirement/")
    found = Procedure.objects.get()
    assert (found.labels["fr"], found.occasions.count(), found.retired_at is None) == ("Enlèvement", 0, False)
    assert "Pick-up" not in page(manager, "/procedures/")
    manager.post(f"{url}restoration/")
    assert "Pick-up" in page(manager, "/procedures/")


def test_a_manager_says_which_one_is_followed_where_two_fit(manager: Client) -> None:
    first, second, third = (builders.procedure(builders.step("a"), key=key).procedure for key in ("a", "b", "c"))
    Procedure.objects.exclude(pk__in=[first.pk, second.pk, third.pk]).delete()

    def order() -> list[str]:
        return list(Procedure.objects.values_list("key", flat=True))

    seen = [order()]
    for moved, place in ((third, 1), (first, 3), (first, 99), (second, 0), (second, "x")):
        assert manager.post(f"/procedures/{moved.pk}/position/", {"position": place}).status_code == 302
        seen.append(order())
    assert ["".join(keys) for keys in seen] == ["abc", "cab", "cba", "cba", "bca", "bca"]
    told = Entry.objects.filter(verb="procedure.ranked").order_by("id").values_list("facts__was", "facts__now")
    assert list(told) == [(3, 1), (2, 3), (2, 1)]
    assert page(manager, "/procedures/").count('name="position"') == 5
    assert sign_in(ana()).post(f"/procedures/{first.pk}/position/", {"position": 1}).status_code == 403
    manager.post(f"/procedures/{first.pk}/retirement/")
    assert manager.post(f"/procedures/{first.pk}/position/", {"position": 1}).status_code == 302
    assert order()[:2] == ["b", "c"]
