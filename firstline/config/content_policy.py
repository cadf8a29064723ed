"""What a page may load and run: the policy of the settings, worded once and sent with every answer."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_OF_ITS_OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class ContentPolicy(CSPMiddleware):
    """The package words the policy anew for each answer; here only for one that has a policy of its own."""

    def process_request(self, request: HttpRequest) -> None:
        """No page has scripts within it, so none needs a nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # The framework's own page about an error while one builds has scripts of its own.
        if settings.DEBUG or any(name in response.__dict__ for name in _OF_ITS_OWN):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.policy = build_policy()
