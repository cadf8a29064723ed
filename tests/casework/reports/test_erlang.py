"""Queues of callers: what is known on paper comes out, and more agents never make anything worse."""

from math import inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.casework.reports.erlang import CannotBeStaffed, Goal, Load, on_the_roster, outcome, staff

loads = st.builds(
    Load, st.floats(0.1, 500), st.just(1800), st.floats(20, 900), st.one_of(st.none(), st.floats(5, 1200))
)


def test_one_agent_who_is_busy_half_of_the_time_lets_half_of_the_callers_wait():
    found = outcome(Load(0.5, 60, 60), 1, target_s=60)
    assert (found.p_wait, found.asa_s, found.queue, found.occupancy) == (0.5, 60, 0.5, 0.5)


def test_too_few_agents_never_answer_those_who_wait_for_ever():
    found = outcome(Load(10, 60, 60), 10, target_s=20)
    assert (found.p_wait, found.service_level, found.asa_s, found.occupancy) == (1, 0, inf, 1)


def test_too_few_agents_lose_the_callers_whom_they_cannot_serve():
    found = outcome(Load(20, 60, 60, patience_s=60), 10, target_s=20)
    assert isclose(found.occupancy * 10, 20 * (1 - found.p_abandon), rel_tol=1e-12)
    assert 0.5 < found.p_abandon < 0.51


def test_nobody_calls_and_nobody_waits():
    for patience in (None, 60):
        found = outcome(Load(0, 60, 60, patience), 1, target_s=20)
        assert (found.p_wait, found.service_level, found.asa_s, found.queue, found.p_abandon) == (0, 1, 0, 0, 0)


def test_a_flood_of_patient_callers_is_counted_without_overflow():
    found = outcome(Load(50_000, 1800, 300, patience_s=7200), 1000, target_s=20)
    assert isclose(found.p_abandon, 1 - 1000 / (50_000 / 1800 * 300), rel_tol=1e-6)
    assert (round(found.p_wait, 9), round(found.service_level, 9)) == (1, 0)


def test_endless_patience_is_erlang_c():
    patient, endless = (outcome(Load(100, 1800, 180, patience), 14, target_s=20) for patience in (1e9, None))
    assert isclose(patient.service_level, endless.service_level, rel_tol=1e-5)
    assert isclose(patient.asa_s, endless.asa_s, rel_tol=1e-5)


@given(loads, st.integers(1, 120), st.floats(0, 300))
def test_every_share_is_a_share_and_one_agent_more_never_makes_it_worse(load: Load, agents: int, target: float):
    fewer, more = (outcome(load, count, target_s=target) for count in (agents, agents + 1))
    for found in (fewer, more):
        shares = (found.p_wait, found.service_level, found.occupancy, found.p_abandon)
        assert [share for share in shares if not -1e-9 <= share <= 1 + 1e-9] == []
    assert more.service_level >= fewer.service_level - 1e-9
    assert more.asa_s <= fewer.asa_s + 1e-9
    assert more.p_wait <= fewer.p_wait + 1e-9


@given(loads, st.floats(0.1, 0.95), st.floats(1, 120))
def test_the_fewest_agents_reach_the_goal_and_one_less_does_not(load: Load, share: float, target: float):
    goal = Goal(share, target, max_occupancy=0.9, max_abandonment=0.1)
    found = staff(load, goal)
    assert found.reaches(goal)
    assert found.agents == 1 or not outcome(load, found.agents - 1, target_s=target).reaches(goal)


def test_a_goal_that_nobody_can_reach_is_refused():
    with pytest.raises(CannotBeStaffed):
        staff(Load(10, 60, 60), Goal(1.1, 20))


def test_more_are_planned_than_sit_at_the_line():
    assert [on_the_roster(14, share) for share in (0, 0.3, 0.5)] == [14, 20, 28]


@pytest.mark.parametrize("shrinkage", [-0.1, 1, 2])
def test_shrinkage_must_be_a_share(shrinkage: float):
    with pytest.raises(ValueError, match="Shrinkage"):
        on_the_roster(10, shrinkage)


@pytest.mark.parametrize("facts", [(-1, 60, 60), (1, 0, 60), (1, 60, inf), (1, 60, 60, 0), (inf, 60, 60)])
def test_a_load_that_cannot_be_is_refused(facts: tuple[float, ...]):
    with pytest.raises(ValueError, match="load"):
        Load(*facts)


def test_there_must_be_an_agent():
    with pytest.raises(ValueError, match="agent"):
        outcome(Load(1, 60, 60), 0, target_s=20)
