"""A headless Chromium driven over the DevTools protocol through a pipe: no driver, no port, no network."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """One page of a running Chromium."""

    def __init__(self, program: str, profile: Path) -> None:
        """Start it; it reads commands from its file 3 and answers on its file 4."""
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()

        def arranged() -> None:
            import fcntl

            # to free numbers above 4 first: a pipe may have got the number 3 or 4 itself
            theirs = [fcntl.fcntl(pipe, fcntl.F_DUPFD, 5) for pipe in (commands, answers)]
            os.dup2(theirs[0], 3)
            os.dup2(theirs[1], 4)

        self._process = subprocess.Popen(
            [program, *_OPTIONS, f"--user-data-dir={profile}"], preexec_fn=arranged, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(commands)
        os.close(answers)
        self._number, self._rest, self._session = 0, b"", None
        self.requests: list[str] = []
        self.problems: list[str] = []
        try:
            target = self.call("Target.createTarget", url="about:blank")["targetId"]
            self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Network", "Log"):
                self.call(f"{domain}.enable")
        except BaseException:
            self.close()  # no process is left behind
            raise

    def close(self) -> None:
        """End it."""
        self._session = None
        try:
            self.call("Browser.close")  # with all its helpers, which write into the profile until the end
            self._process.wait(timeout=20)
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._commands)
        os.close(self._answers)

    def call(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result; what happens meanwhile is kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters} | ({"sessionId": self._session} if self._session else {})
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._answers, 1 << 20)
            assert piece, "the browser went away"
            self._rest += piece
        message, _nul, self._rest = self._rest.partition(b"\0")
        event: dict[str, Any] = json.loads(message)
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Log.entryAdded":
            self.problems.append(parameters["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(parameters["exceptionDetails"]))
        return event

    def size(self, width: int, height: int = 900) -> None:
        """Set the size of the window; a narrow one is a phone."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)

    def open(self, page: Path, fragment: str = "") -> None:
        """Open a file and wait until it is loaded."""
        self.requests.clear()
        self.problems.clear()
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=page.as_uri() + fragment)
        self.run("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))")
        self.settle()

    def settle(self) -> None:
        """Wait until the page is drawn."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))")

    def run(self, script: str) -> Any:
        """Evaluate a script on the page, waiting for what it promises."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def key(self, name: str) -> None:
        """Press a key."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27}
        more = {"text": "\r"} if name == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, code=name, windowsVirtualKeyCode=codes[name], **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, code=name, windowsVirtualKeyCode=codes[name])

    def point(self, selector: str) -> None:
        """Move the pointer onto an element."""
        self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        self.settle()  # scrolling is told a frame later
        at = self.run(f"(() => {{const r = document.querySelector({json.dumps(selector)}).getBoundingClientRect(); return [r.x + 9, r.y + 9]}})()")
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=at[0], y=at[1])

    def picture(self, whole: bool = False) -> bytes:
        """Return a PNG of the window, or of the whole page."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"])

    def print(self, header: bool = False) -> bytes:
        """Return the page as a PDF, as it is printed; with the browser's own header and footer where that is asked for."""
        options = {"printBackground": True, "preferCSSPageSize": True, "displayHeaderFooter": header}
        return base64.b64decode(self.call("Page.printToPDF", **options)["data"])

    def saved(self) -> bytes:
        """Return the page with all that belongs to it as one file, MHTML, as "save page" does."""
        return str(self.call("Page.captureSnapshot", format="mhtml")["data"]).encode("utf-8")


@contextmanager
def started(program: str) -> Iterator[Browser]:
    """Start that Chromium with a profile of its own, which is thrown away."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = Browser(program, Path(folder))
        try:
            yield found
        finally:
            found.close()
