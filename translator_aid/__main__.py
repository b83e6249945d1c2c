"""`python -m translator_aid` is `translator-aid`."""

import sys


def main() -> None:
    """Runs the program; whoever interrupts it while it is still being loaded sees no traceback either."""
    try:
        from translator_aid.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
