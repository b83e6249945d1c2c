"""How to install what an extra needs: from where this program itself came, since the package index need not know it."""

from __future__ import annotations

import json
import os
import shlex
from typing import Any

NAME = "translator-aid"


def command(extra: str) -> str:
    """The command line that installs an extra's libraries.

    >>> command("skos").startswith("python -m pip install ") and "[skos]" in command("skos")
    True
    """
    from importlib import metadata

    try:
        told = metadata.distribution(NAME).read_text("direct_url.json")
        source = json.loads(told) if told else {}
    except (metadata.PackageNotFoundError, ValueError):
        source = {}
    return "python -m pip install " + _wanted(extra, source)


def _wanted(extra: str, source: dict[str, Any]) -> str:
    """What pip is asked for: a checkout or another place by its address, as `direct_url.json` gives it (PEP 610), or else the name.

    >>> _wanted("skos", {"url": "git+https://contoh.id/translator-aid", "vcs_info": {}})
    "'translator-aid[skos] @ git+https://contoh.id/translator-aid'"
    """
    url = str(source.get("url", ""))
    if url.startswith("file:"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        path = url2pathname(urlsplit(url).path)
        if not os.path.exists(path):
            url = ""
        elif "dir_info" in source:
            editable = source["dir_info"].get("editable")
            return f"{'-e ' if editable else ''}{_quoted(f'{path}[{extra}]')}"
    scheme = source.get("vcs_info", {}).get("vcs", "")
    if url and scheme and not url.startswith(f"{scheme}+"):
        url = f"{scheme}+{url}"
    return _quoted(f"{NAME}[{extra}] @ {url}" if url else f"{NAME}[{extra}]")


def _quoted(text: str) -> str:
    return f'"{text}"' if os.name == "nt" else shlex.quote(text)
