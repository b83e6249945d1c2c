"""How Sphinx builds the documents: `sphinx-build -W -b html docs docs/_build`."""

from importlib.metadata import version as installed

project = "translator-aid"
author = copyright = "The translator-aid contributors"
version = release = installed("translator-aid")

extensions = ["myst_parser"]
exclude_patterns = ["_build", "img"]
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
# quotes and dashes stand in commands and examples exactly as they are typed
smartquotes = False
# blocks without a language are plain text
highlight_language = "none"

html_theme = "furo"
html_title = "translator-aid"
html_static_path = ["_static"]
html_css_files = ["style.css"]


def _spoken(app, page, template, context, doctree):  # type: ignore[no-untyped-def]
    """Says of each Indonesian page that it is Indonesian, for hyphenation and for readers' voices."""
    if page.startswith("id/") or page == "reference/perintah":
        context["language"] = "id"


def setup(app):  # type: ignore[no-untyped-def]
    """What Sphinx calls."""
    app.connect("html-page-context", _spoken)
