"""A headless browser that runs JavaScript steps in a page and hands over what they return.

The page's load event waits for the steps: a frame is left open until they end. They have all the time that a busy
machine takes; a virtual clock would run to its end while something is read that it does not know of, such as a blob.
"""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
"""A page's own policy, which would rightly forbid the steps; another test sees it obeyed."""
LIMIT_SECONDS = 900
"""After which a browser that hangs is ended."""
# Without a sandbox it also runs as root in a container; it opens only files that a test wrote.
_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions", "--hide-scrollbars")
_OUTCOME = re.compile(r'<script type="application/json" id="outcome">(.*?)</script>', re.DOTALL)
_FOR_STEPS = """
const framed = async (address, width, height) => {
  const frame = Object.assign(document.createElement("iframe"), { src: address });
  Object.assign(frame.style, { width: `${width}px`, height: `${height}px`, border: "0" });
  const loaded = new Promise((done) => frame.addEventListener("load", done));
  document.body.append(frame);
  await loaded;
  await frame.contentDocument.fonts.ready;
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  return frame;
};
const until = async (condition) => {
  while (!condition()) await new Promise((done) => setTimeout(done, 20));
};
"""
_DRIVER = """
<script>
(async () => {
  const waiting = document.createElement("iframe");
  waiting.hidden = true;
  document.body.append(waiting);
  waiting.contentDocument.open();
  const outcome = Object.assign(document.createElement("script"), { type: "application/json", id: "outcome" });
  let returned;
  try { returned = await (async () => { STEPS })(); } catch (error) { returned = { error: String(error.stack) }; }
  outcome.textContent = JSON.stringify(returned).replaceAll("<", "\\\\u003c");
  document.body.append(outcome);
  waiting.contentDocument.close();
})();
</script>
</body>
"""


def opened(program: str, address: str, profile: Path, *options: str) -> str:
    """What the browser prints of a page, by default the page after its scripts."""
    asked = options or ("--dump-dom",)
    command = [program, *_QUIET, f"--user-data-dir={profile}", *asked, address]
    return subprocess.run(command, capture_output=True, check=True, timeout=LIMIT_SECONDS).stdout.decode()


def with_steps(html: str, steps: str) -> str:
    """The page without its policy, and with the steps to run in it. They may `await framed(address, width, height)`, a
    page in a frame of this size once it is drawn in its fonts, and `await until(condition)`, what happens by and by."""
    return POLICY.sub("", html).replace("</body>", _DRIVER.replace("STEPS", _FOR_STEPS + steps))


def driven(program: str, address: str, profile: Path) -> Any:
    """What the steps in a page return. Raises AssertionError where they failed or did not end."""
    options = ("--allow-file-access-from-files", "--window-size=1400,900", "--dump-dom")
    outcome = _OUTCOME.search(opened(program, address, profile, *options))
    assert outcome, "the browser did not get to the end of the steps"
    returned = json.loads(outcome[1])
    assert not isinstance(returned, dict) or "error" not in returned, returned
    return returned
