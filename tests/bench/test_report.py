import json
from dataclasses import replace

from firstline.bench.measuring import Measured
from firstline.bench.report import Desk, as_json, growth, table

DESK = Desk(1000, 50, 100, 5000, 12.3, {"web": 80.0, "database": 120.0}, [14.0, 11.04, 19.5])


KEPT = Measured("queue", 6.0, 9.0, 2.0, 6.5, 1.5, 8, 70000, budget=7, most_queries=8)


def measured(**facts):
    return replace(KEPT, **facts)


def test_a_budget_is_kept_or_not():
    assert [
        measured().verdict,
        measured(processor=7.5).verdict,
        measured(queries=9).verdict,
        measured(budget=None, most_queries=None).verdict,
    ] == ["ok", "over", "over", ""]


def test_the_table_shows_each_measure_with_its_ratio():
    lines = table(DESK, [measured()]).splitlines()
    assert lines[0] == "1,000 tickets (50 open), 100 customers, 5,000 entries; built in 12 s."
    assert lines[4] == "| queue | 6.0 | 9.0 | 2.00 | 3.0 | 6.5 | 1.5 | 7 | ok | 8 (at most 8) | 70,000 |"
    assert lines[6] == "Memory (PSS): web 80 MB, database 120 MB; together 200 MB, to stay under 450: ok"
    assert lines[8].endswith("took 11.0 ms of processor time at best, 14.0 in the middle and 19.5 at worst.")


def test_the_same_stands_in_json():
    found = json.loads(as_json(DESK, [measured()]))
    assert (found["desk"]["tickets"], found["measured"][0]["ratio"], found["measured"][0]["verdict"]) == (1000, 3, "ok")


def test_two_runs_are_compared():
    small = as_json(DESK, [measured(processor=5.0), measured(name="ticket")])
    assert growth([measured(processor=6.0), measured(name="ticket", processor=13.0)], small).splitlines() == [
        "Beside the run with 1,000 tickets, in CPU ms (at most 1.3 times):",
        "",
        "|  | then | now | times |  |",
        "| --- | ---: | ---: | ---: | --- |",
        "| queue | 5.0 | 6.0 | 1.20 | ok |",
        "| ticket | 6.5 | 13.0 | 2.00 | over |",
    ]
