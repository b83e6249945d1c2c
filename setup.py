"""Builds the compiled search where a C compiler is at hand; without one all is installed as well, and corpora are searched in Python alone."""

from setuptools import Extension, setup

PARTS = ["translator_aid/_search_tables.pxi", "translator_aid/_search_evidence.pxi"]

setup(ext_modules=[Extension("translator_aid._search", ["translator_aid/_search.pyx"], depends=PARTS, optional=True)])
