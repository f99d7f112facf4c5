"""A page in Firefox, from disk: a script within it watches it, tries it and tells what it saw.

Playwright drives a Firefox of its own alone; this is the one that people have.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 240
firefox = pytest.mark.skipif(
    FIREFOX is None and os.environ.get("CI") != "true",
    reason="no Firefox here (Debian: apt-get install firefox-esr); CI installs it and fails without it",
)
WATCH = """
const said = [];
for (const kind of ["error", "unhandledrejection", "securitypolicyviolation"]) {
  addEventListener(kind, (event) => said.push(`${kind}: ${event.message ?? event.reason ?? event.blockedURI}`));
}
console.error = console.warn = (...words) => said.push(words.join(" "));
const until = (test) => new Promise((done) => {
  const wait = () => (test() ? done() : setTimeout(wait, 50));
  wait();
});
addEventListener("load", async () => {
  await until(() => document.documentElement.dataset.ready === "yes");
  let found = {};
  try { found = await (async () => { TRY })(); } catch (error) { said.push(String(error)); }
  fetch("ADDRESS", { method: "POST", mode: "no-cors", body: JSON.stringify({ said, ...found }) });
});
"""


def watched(page: str, script: str, address: str) -> str:
    """The page with a first script that tries it and tells the address what it saw; its policy allows that too."""
    whole = WATCH.replace("ADDRESS", address).replace("TRY", script)
    digest = base64.b64encode(hashlib.sha256(whole.encode()).digest()).decode()
    allowed = page.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    allowed = allowed.replace("default-src ", f"connect-src {address}; default-src ", 1)
    assert allowed.count("connect-src") == 1
    return allowed.replace("<style>", f"<script>{whole}</script><style>", 1)


def told(page: str, script: str, folder: Path, name: str = "index.html") -> dict[str, Any]:
    """What a script returns within a page when it is ready, and `said`: what the page complained of.

    Args:
        page: its text; what it loads lies in `folder` already.
        script: body of an async function; `until(test)` waits.
        folder: where the page and Firefox's profile are written.
        name: of the page's file.
    """
    assert FIREFOX, "CI needs Firefox: apt-get install firefox-esr"
    heard: list[dict[str, Any]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        file = folder / name
        file.write_text(watched(page, script, f"http://127.0.0.1:{server.server_port}"), encoding="utf-8")
        server.timeout = SECONDS
        waiting = Thread(target=server.handle_request)
        waiting.start()
        profile = folder / "profile"
        profile.mkdir()
        arguments = ["--headless", "--no-remote", "--profile", str(profile), file.as_uri()]
        environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
        browser = subprocess.Popen([FIREFOX, *arguments], env=environment, stderr=subprocess.DEVNULL)
        try:
            waiting.join(SECONDS)
        finally:
            browser.terminate()
            browser.wait(30)
    assert heard, f"nothing was heard of the page within {SECONDS} seconds"
    return heard[0]
