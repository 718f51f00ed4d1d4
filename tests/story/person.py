"""Somebody at a browser without scripts: loads pages, fills forms in, presses buttons."""

import re
from dataclasses import dataclass, field
from typing import Any

import requests
from django.test import Client

from foia.models import User


@dataclass
class Person:
    """One person, signed in at the address of a site that is served."""

    site: str
    user: User
    line: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.user)
        self.line.cookies.set("sessionid", client.cookies["sessionid"].value)

    def load(self, path: str) -> str:
        answer = self.line.get(self.site + path, timeout=30)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def press(self, page: str, path: str, told: dict[str, str], files: Any = None) -> str:
        """Send a form of a page that is shown, with its secret; return the page that follows."""
        (secret, *_) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        answer = self.line.post(
            self.site + path, {"csrfmiddlewaretoken": secret, **told}, files=files, timeout=60
        )
        said = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
        assert answer.status_code == 200, said[said.find("That did not work") :][:600]
        return answer.text
