"""Jobs for the tests of the queue."""

from firstline.jobs import job

greeted: list[str] = []


@job
def greet(name: str) -> None:
    greeted.append(name)
