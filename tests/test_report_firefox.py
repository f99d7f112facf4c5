"""The report in Firefox, from disk: every figure is drawn, a card opens, and no script or policy complains."""

import base64
import hashlib
import json
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from made_up import made_up_tables
from pages import page_and_cards

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 240
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox here (Debian: apt-get install firefox-esr)"),
]
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
  for (const folded of document.querySelectorAll("details.evidence")) folded.open = true;
  const plots = () => [...document.querySelectorAll(".plot")];
  await until(() => plots().length === FIGURES && plots().every((plot) => plot.querySelector(".drawn .mark-group")));
  document.querySelector("#page_runs_table tbody a").click();
  await until(() => document.querySelector("#page_dialog .card"));
  const card = document.querySelector("#page_dialog .card").id;
  const figures = document.querySelectorAll(".plot .drawn svg").length;
  fetch("ADDRESS", { method: "POST", mode: "no-cors", body: JSON.stringify({ said, card, figures }) });
});
"""


def watched(page, address):
    """The page with a first script that watches it and tells the address what it saw; its policy allows that too."""
    script = WATCH.replace("ADDRESS", address).replace("FIGURES", str(page.count('class="plot"')))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = page.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    allowed = allowed.replace("default-src ", f"connect-src {address}; default-src ", 1)
    assert allowed.count("connect-src") == 1
    return allowed.replace("<style>", f"<script>{script}</script><style>", 1)


def test_firefox_draws_every_figure_and_opens_a_card_without_a_complaint(tmp_path):
    told = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    text, cards = page_and_cards(made_up_tables(60))
    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        (tmp_path / "runs").mkdir()
        (tmp_path / "runs/cards.js").write_text(cards, encoding="utf-8")
        file = tmp_path / "index.html"
        file.write_text(watched(text, f"http://127.0.0.1:{server.server_port}"), encoding="utf-8")
        server.timeout = SECONDS
        waiting = Thread(target=server.handle_request)
        waiting.start()
        profile = tmp_path / "profile"
        profile.mkdir()
        arguments = ["--headless", "--no-remote", "--profile", str(profile), file.as_uri()]
        environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
        browser = subprocess.Popen([FIREFOX, *arguments], env=environment, stderr=subprocess.DEVNULL)
        try:
            waiting.join(SECONDS)
        finally:
            browser.terminate()
            browser.wait(30)
    assert told, f"nothing was heard of the page within {SECONDS} seconds"
    assert told[0]["said"] == []
    assert told[0]["card"] == "run-0059"
    assert told[0]["figures"] == text.count('class="plot"') >= 5
