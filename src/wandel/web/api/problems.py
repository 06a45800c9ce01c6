"""Refusals of the programming interface: problem+json (RFC 9457), always with a sentence and what to do."""

import json
from http import HTTPStatus

from django.http import HttpResponse

PROBLEM = "application/problem+json"
CHALLENGE = 'Bearer realm="wandel"'


class Problem(Exception):
    """What is wrong with a request. ``detail`` is a sentence in the reader's language; ``parameter`` names what it is about."""

    def __init__(self, status: HTTPStatus, detail: str, *, parameter: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter

    def response(self) -> HttpResponse:
        body = {"type": "about:blank", "title": self.status.phrase, "status": self.status.value, "detail": self.detail}
        if self.parameter:
            body["parameter"] = self.parameter
        response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type=PROBLEM, status=self.status.value)
        response["Cache-Control"] = "no-store"
        if self.status is HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = CHALLENGE
        if self.status is HTTPStatus.TOO_MANY_REQUESTS:
            response["Retry-After"] = "3600"
        return response
