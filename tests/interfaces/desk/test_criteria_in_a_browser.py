"""Rows of criteria moved by keys and by dragging, and a condition put together, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from firstline.reference.service_levels.models import CriteriaRow
from tests import builders
from tests.browser import desk_page
from tests.casework.tickets.laying_down import ALWAYS, rules
from tests.cast import marc

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/criteria/priority/"


@pytest.fixture
def page(browser: Browser, transactional_db: None) -> Iterator[Page]:
    with desk_page(browser, marc()) as page:
        yield page


def keys() -> list[str]:
    return list(CriteriaRow.objects.order_by("position").values_list("priority__key", flat=True))


def test_rows_change_places_by_keys_and_by_dragging(page: Page) -> None:
    ranked = [builders.priority(key, rank) for rank, key in enumerate("abc", start=11)]
    first, second, third = rules("priority", *({"condition": ALWAYS, "priority": one} for one in ranked)).rows.all()
    page.goto(PAGE)
    page.locator(f"#row-{third.pk} [data-open]").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-criteria-row]").nth(1)).to_have_id(f"row-{third.pk}")
    expect(page.locator(f"#up-{third.pk}")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-criteria-row]").first).to_have_id(f"row-{third.pk}")
    assert keys() == ["c", "a", "b"]
    below = page.locator(f"#row-{second.pk}")
    page.locator(f"#row-{third.pk} .handle").drag_to(below, target_position={"x": 200, "y": 50})
    expect(page.locator("[data-criteria-row]").last).to_have_id(f"row-{third.pk}")
    assert keys() == ["a", "b", "c"]
    page.locator(f"#use-{first.pk}").click()
    expect(page.locator(f"#row-{first.pk} .badge")).to_have_text("switched off")


def test_a_condition_is_put_together_without_leaving_the_page(page: Page) -> None:
    code, critical = builders.code("Pothole"), builders.priority("critical", 2)
    page.goto(f"{PAGE}rows/")
    page.locator('[id="c0.0.field"]').select_option("code")
    page.locator('[id="c0.0.text"]').fill("poth")
    page.locator('[role="option"]').first.click()
    expect(page.locator(".condition-says")).to_contain_text("problem code is Pothole")
    page.locator("#add-0").click()
    expect(page.locator('[id="c0.1.field"]')).to_be_focused()
    page.locator('[id="c0.1.field"]').select_option("people_affected")
    page.locator('[id="c0.1.value"]').fill("5")
    page.locator("#id_priority").select_option(str(critical.pk))
    page.locator(".criteria-form > .toolbar .primary").click()
    expect(page.locator("[data-criteria-row] .when")).to_contain_text("problem code is Pothole and people affected")
    assert [ask["value"] for ask in CriteriaRow.objects.get().condition["all"]] == [[str(code.pk)], 5]
