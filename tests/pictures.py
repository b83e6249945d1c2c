"""The README's pictures: the reader's page of the example article in a headless Chromium, wide and narrow, light and dark.

    python tests/pictures.py [--engine NAME] [FOLDER]

It needs Playwright for Python, a Chromium (`CHROMIUM` names another than the one on the path) and Pillow, which are no dependencies of the program.
The pictures are written with few colours, so that each stays below 150 kB.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
EXAMPLE = "examples/berita.id.txt"
LARGEST = 150_000
"""Bytes of a picture."""
SIZES = {"wide": (1280, 940), "phone": (390, 844)}
OPENED = {"annotate": "a.t:text-is('pembelajaran penguatan')", "translate": "a.t:text-is('umpan balik')"}
"""The term whose card is open in the picture; the first one where the text has changed."""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]


def page(task: str, engine: str, folder: Path) -> Path:
    """The example's page, as the program writes it."""
    path = folder / f"{task}.html"
    more = ["--engine", engine, "--no-memory", "--no-resume"] if task == "translate" else []
    environment = {**os.environ, "TRANSLATOR_AID_LANG": "en", "TRANSLATOR_AID_CONFIG": "off"}
    subprocess.run([sys.executable, "-m", "translator_aid", task, EXAMPLE, "--format", "html", "-o", str(path), *more], check=True, cwd=ROOT,
                   env=environment)
    return path


def picture(browser: Any, path: Path, task: str, size: str, scheme: str) -> bytes:
    """The page with a card open, or on a phone its first screen below which the card lies."""
    width, height = SIZES[size]
    phone = size == "phone"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", has_touch=phone,
                                  device_scale_factor=2 if phone else 1.25)
    view = context.new_page()
    view.goto(path.as_uri())
    terms = view.locator("article").locator(OPENED[task])
    term = terms.first if terms.count() else view.locator("article p a.t").first
    if phone:
        term.tap()
    else:
        term.hover()
    view.wait_for_selector("#card:visible", timeout=5000)
    data: bytes = view.screenshot()
    context.close()
    return data


def optimised(data: bytes) -> bytes:
    """The same picture with its most frequent colours only, as many of them as fit into the bytes allowed."""
    from PIL import Image

    image = Image.open(io.BytesIO(data)).convert("RGB")
    found = sorted(image.getcolors(1 << 24) or (), reverse=True)
    size = 0
    for count in (256, 128, 64, 32):
        palette = Image.new("P", (1, 1))
        colors = [color for _number, color in found[:count * 3 // 4]]
        # what is rare and bright, a warning's sign, must not turn grey
        colors += [color for _number, color in found[count * 3 // 4:] if max(color) - min(color) > 70][:count // 4]
        palette.putpalette([channel for color in colors + colors[:1] * (256 - len(colors)) for channel in color])
        stream = io.BytesIO()
        image.quantize(palette=palette, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        size = stream.tell()
        if size <= LARGEST:
            return stream.getvalue()
    raise SystemExit(f"a picture of {size} bytes is too large")


def main() -> None:
    """Writes all eight pictures."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="builtin", help="who makes the draft (default: builtin)")
    parser.add_argument("folder", nargs="?", default=ROOT / "docs" / "img", type=Path, help="where the pictures go (default: docs/img)")
    arguments = parser.parse_args()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for task in OPENED:
            path = page(task, arguments.engine, Path(temporary))
            for size in SIZES:
                for scheme in ("light", "dark"):
                    target = arguments.folder / f"{task}-{size}-{scheme}.png"
                    target.write_bytes(optimised(picture(browser, path, task, size, scheme)))
                    print(f"{target.name}: {target.stat().st_size} bytes")
        browser.close()


if __name__ == "__main__":
    main()
