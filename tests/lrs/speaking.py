"""A client of the statements API, for tests over HTTP."""

from __future__ import annotations

import base64
import json
import uuid
from urllib.parse import urlencode

from django.test import Client

from learning.lrs.credentials import create_credential

URL = "/xapi/statements"
LEARNER = {"mbox": "mailto:learner@partner.example"}


class Lrs:
    """A client of the store with a key of its own."""

    def __init__(self, new, version="1.0.3"):
        word = base64.b64encode(f"{new.credential.key}:{new.secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {word}", "X-Experience-API-Version": version}
        self.client = Client(raise_request_exception=False)

    def post(self, body, content_type="application/json", **headers):
        if not isinstance(body, bytes | str):
            body = json.dumps(body)
        return self.client.post(
            URL, body, content_type=content_type, headers={**self.headers, **headers}
        )

    def get(self, url=URL, /, **parameters):
        if parameters:
            url = f"{url}?{urlencode(parameters)}"
        return self.client.get(url, headers=self.headers)

    def ids(self, **parameters):
        response = self.get(**parameters)
        assert response.status_code == 200, response.content
        return [each["id"] for each in response.json()["statements"]]


def scoped(*scopes):
    return Lrs(create_credential(name=str(uuid.uuid4()), scopes=scopes))
