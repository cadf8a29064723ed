"""Jobs for the tests of the queue."""

from django.db import connection

from firstline.jobs import job

greeted: list[str] = []


@job
def greet(name: str) -> None:
    greeted.append(name)


@job
def stumble(reason: str) -> None:
    raise ValueError(reason)


@job
def ask_badly() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@job
def count_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        greeted.append(cursor.fetchone()[0])
