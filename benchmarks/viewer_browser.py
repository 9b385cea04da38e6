"""One page measured in a Chromium of its own: time and CPU to the complete picture, memory, frames in motion."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

# As Chromium runs where there is no graphics card: software WebGL, the page itself drawn without GL.
ARGS = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"]
ARGS += ["--enable-precise-memory-info", "--js-flags=--expose-gc"]
SIZE = {"width": 1280, "height": 800}

# Notes when an element first says that the picture is complete.
WATCH = """
window.completeAfter = null;
new MutationObserver(() => {
  if (window.completeAfter === null && document.querySelector('[data-picture="complete"]'))
    window.completeAfter = performance.now();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-picture"], childList: true });
"""

# The explorer's real page is moved as a reader moves it; pyvis says itself when it has drawn.
HOOKS = {
    "graphkit": """() => {
      const stage = document.querySelector(".map-stage");
      const frame = stage.getBoundingClientRect();
      const at = { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 };
      const fire = (type) => stage.dispatchEvent(new PointerEvent(type,
        { clientX: at.x, clientY: at.y, pointerId: 9, pointerType: "mouse", bubbles: true }));
      let down = false;
      window.bench = {
        pan(dx, dy) { if (!down) fire("pointerdown"); down = true; at.x += dx; at.y += dy; fire("pointermove"); },
        zoom(factor) { if (down) fire("pointerup"); down = false; stage.dispatchEvent(new WheelEvent("wheel",
          { clientX: at.x, clientY: at.y, deltaY: -Math.log(factor) / 0.0022, cancelable: true })); },
      };
    }""",
    "pyvis": """() => {
      window.bench = {
        pan(dx, dy) {
          const { x, y } = network.getViewPosition();
          network.moveTo({ position: { x: x - dx / network.getScale(), y: y - dy / network.getScale() } });
        },
        zoom(factor) { network.moveTo({ scale: network.getScale() * factor }); },
      };
    }""",
}
PYVIS_READY = """
addEventListener("DOMContentLoaded", () => {
  const done = () => { document.documentElement.dataset.picture = "complete"; };
  const physics = network.physics.physicsEnabled;
  network.once(physics ? "stabilizationIterationsDone" : "afterDrawing", () => requestAnimationFrame(done));
  if (!physics) network.redraw();
});
"""

MOVE = """([kind, milliseconds]) => new Promise((done) => {
  const start = performance.now();
  let frames = 0;
  const step = () => {
    const now = performance.now() - start;
    if (now > milliseconds && frames > 0) return done([frames, now]);
    frames++;
    const turn = now / 350;
    if (kind === "pan") bench.pan(14 * Math.cos(turn), 9 * Math.sin(turn));
    else bench.zoom(1 + 0.05 * Math.sin(turn * 1.5));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


@dataclass
class Measured:
    """Seconds, megabytes, frames a second and milliseconds of CPU a frame; None: not reached."""

    file: float
    ready: float | None = None
    cpu: float | None = None
    heap: float | None = None
    buffers: float | None = None
    pan: tuple[float, float] | None = None
    zoom: tuple[float, float] | None = None
    note: str = ""


def measure(viewer: str, path: Path, limit: float, picture: Path | None) -> Measured:
    """Open a page and move it about; gives up `limit` seconds after opening."""
    result = Measured(path.stat().st_size / 1e6)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGS)
        try:
            page = browser.new_page(viewport=SIZE)
            page.set_default_timeout(limit * 1000)
            _watch(page, viewer)
            _open(page, path, limit, result)
            if picture:
                page.screenshot(path=picture)
            _memory(page, result)
            hook = HOOKS.get(viewer.partition("-")[0])
            if hook:
                page.evaluate(hook)
            result.pan = _motion(page, "pan")
            result.zoom = _motion(page, "zoom")
        except Error as error:
            result.note = str(error).split("\n")[0][:60]
        finally:
            browser.close()
    return result


def _watch(page: Page, viewer: str) -> None:
    page.add_init_script(WATCH)
    if viewer.startswith("pyvis"):
        page.add_init_script(PYVIS_READY)


def _open(page: Page, path: Path, limit: float, result: Measured) -> None:
    before = _cpu()
    page.goto(path.as_uri(), wait_until="commit")
    # Not `wait_for_function`: the explorer's content security policy forbids it.
    end = time.monotonic() + limit
    while (ready := page.evaluate("window.completeAfter ?? null")) is None:
        if time.monotonic() > end:
            raise Error(f"not complete after {limit:.0f} s")
        time.sleep(0.1)
    result.cpu = _cpu() - before
    result.ready = ready / 1000


def _memory(page: Page, result: Measured) -> None:
    page.evaluate("gc(), gc()")
    usage = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")
    result.heap = usage["usedSize"] / 1e6
    result.buffers = usage.get("backingStorageSize", 0) / 1e6


def _motion(page: Page, kind: str, milliseconds: int = 4000) -> tuple[float, float]:
    page.evaluate(MOVE, [kind, 600])
    before = _cpu()
    frames, took = page.evaluate(MOVE, [kind, milliseconds])
    return frames / took * 1000, (_cpu() - before) / frames * 1000


def _cpu() -> float:
    """Seconds of CPU of this process's descendants so far: the whole browser."""
    ticks = 0
    running = (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())
    parents = {process: _stat(process) for process in running}
    wanted = {os.getpid()}
    for process, fields in sorted(parents.items()):
        if fields and int(fields[1]) in wanted:
            wanted.add(process)
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[str] | None:
    """What the kernel says of a process, from its state on; None if it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None


def _chromium() -> str | None:
    names: tuple[Any, ...] = (os.environ.get("GRAPHKIT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, (shutil.which(name) for name in names if name)), None)
