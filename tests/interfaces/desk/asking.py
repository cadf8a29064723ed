"""Asking the desk for a page."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


def page(client: Client, name: str, *args: object, **sent: Any) -> HttpResponse:
    answer: HttpResponse = client.get(reverse(f"desk:{name}", args=args), sent)  # type: ignore[assignment]
    assert answer.status_code == HTTPStatus.OK
    return answer
