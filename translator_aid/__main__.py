"""`python -m translator_aid` is `translator-aid`."""

from translator_aid.cli import main

if __name__ == "__main__":
    main()
