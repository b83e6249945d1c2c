"""Builds the compiled search where a C compiler is at hand; without one all is installed as well, and corpora are searched in Python alone."""

from setuptools import Extension, setup

setup(ext_modules=[Extension("translator_aid._search", ["translator_aid/_search.pyx"], optional=True)])
