"""A browser without a screen: follows redirects, keeps cookies, fills in the forms it is shown, and is sent back.

It reads the pages as any HTML parser would and knows no address of the sandbox. What it does on them is what a person
does: choose who they are, then press the button that agrees.
"""

import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser

AGREE = re.compile(r"\b(agree|approve|allow|accept|authori[sz]e)\b", re.IGNORECASE)
CANCEL = re.compile(r"\b(cancel|deny|decline|refuse)\b", re.IGNORECASE)

# More pages than any login has; a loop between two of them ends here.
MOST_PAGES = 12


@dataclass
class Button:
    name: str | None
    value: str
    text: str = ""


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    blanks: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


class Page(HTMLParser):
    """The forms of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._button: Button | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._form = Form(given.get("action") or "", (given.get("method") or "get").upper())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "button" and (given.get("type") or "submit") == "submit":
            self._button = Button(given.get("name"), given.get("value") or "")
            self._form.buttons.append(self._button)
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select:
            self._form.choices.setdefault(self._select, []).append(given.get("value") or "")

    def _input(self, given):
        kind, name, value = (given.get("type") or "text").lower(), given.get("name"), given.get("value") or ""
        if kind == "submit":
            self._form.buttons.append(Button(name, value, value))
        elif name is None:
            return
        elif kind == "radio":
            self._form.choices.setdefault(name, []).append(value)
        elif kind == "checkbox":
            if "checked" in given:
                self._form.fields.append((name, value or "on"))
        elif kind == "hidden" or value:
            self._form.fields.append((name, value))
        else:
            self._form.blanks.append(name)

    def handle_data(self, data):
        if self._button:
            self._button.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None
        elif tag == "select":
            self._select = None


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by hand, to see the one that leads back to the app."""

    def redirect_request(self, *_):
        return None


class Browser:
    """One person at one browser."""

    def __init__(self, user: str):
        self._user = user
        # The words on the buttons that were pressed so far.
        self.pressed: list[str] = []
        self._opener = urllib.request.build_opener(
            _StayHere, urllib.request.HTTPCookieProcessor(), urllib.request.ProxyHandler({})
        )

    def approve(self, authorize_url: str, redirect_uri: str) -> str:
        """Opens the URL, logs in, agrees, and gives the URL that the app's redirect URI was called with."""
        return self._visit(authorize_url, redirect_uri, AGREE)

    def open(self, authorize_url: str, redirect_uri: str) -> None:
        """Approves and then calls the redirect URI, where the app is listening."""
        request = urllib.request.Request(self.approve(authorize_url, redirect_uri))
        status, _, html = self._fetch(request)
        if status != 200:
            raise AssertionError(f"the app answered its callback with {status}: {html[:400]}")

    def cancel(self, authorize_url: str, redirect_uri: str) -> str:
        """The same, but presses the other button."""
        return self._visit(authorize_url, redirect_uri, CANCEL)

    def _visit(self, url: str, redirect_uri: str, decision: re.Pattern) -> str:
        request = urllib.request.Request(url)
        for _ in range(MOST_PAGES):
            status, location, html = self._fetch(request)
            if location:
                url = urllib.parse.urljoin(request.full_url, location)
                if url.startswith(redirect_uri):
                    return url
                request = urllib.request.Request(url)
                continue
            if status != 200:
                raise AssertionError(f"{request.full_url} answered {status}: {html[:400]}")
            request = self._fill_in(request.full_url, html, decision)
        raise AssertionError(f"after {MOST_PAGES} pages the browser was not sent back to {redirect_uri}")

    def _fetch(self, request: urllib.request.Request) -> tuple[int, str | None, str]:
        try:
            response = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            html = response.read().decode("utf-8")
            return response.status, response.headers.get("Location"), html

    def _fill_in(self, page: str, html: str, decision: re.Pattern) -> urllib.request.Request:
        forms = Page(html).forms
        for form in forms:
            for button in form.buttons:
                if self._user in (button.value, button.text.strip()):
                    return self._submit(page, form, button, [])
            for name, values in form.choices.items():
                if self._user in values:
                    return self._submit(page, form, form.buttons[0], [(name, self._user)])
        for form in forms:
            for button in form.buttons:
                if decision.search(button.text) or decision.search(button.value):
                    return self._submit(page, form, button, [])
        for form in forms:
            if form.blanks and form.buttons:
                return self._submit(page, form, form.buttons[0], [(form.blanks[0], self._user)])
        raise AssertionError(f"{page} shows no form for logging in or agreeing: {html[:2000]}")

    def _submit(self, page: str, form: Form, button: Button, more: list[tuple[str, str]]) -> urllib.request.Request:
        self.pressed.append(button.text.strip() or button.value)
        fields = form.fields + more
        if button.name:
            fields = [*fields, (button.name, button.value)]
        url, data = urllib.parse.urljoin(page, form.action), urllib.parse.urlencode(fields)
        if form.method == "GET":
            return urllib.request.Request(url.split("?")[0] + "?" + data)
        return urllib.request.Request(url, data=data.encode(), method="POST")


def main(user: str, authorize_url: str) -> None:
    """As a program that BROWSER can name: agrees as `user` and goes on to where the app is listening."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(authorize_url).query)
    Browser(user).open(authorize_url, query["redirect_uri"][0])


if __name__ == "__main__":
    main(*sys.argv[1:])
