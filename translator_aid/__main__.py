"""`python -m translator_aid` is `translator-aid`."""

import gc
import sys

SELDOM = (50_000, 20, 50)
"""Thresholds of Python's collector. A short run makes no garbage that it could find, but with the usual ones it looks for some dozens of times,
which takes a tenth of the run; a long run makes little, and memory stays flat with these as well."""


def main() -> None:
    """Runs the program; whoever interrupts it while it is still being loaded sees no traceback either."""
    gc.set_threshold(*SELDOM)
    try:
        from translator_aid.later import postpone

        postpone()
        from translator_aid.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        # at exit Python would look once more through all that there is, which ends with the process anyway
        gc.freeze()


if __name__ == "__main__":
    main()
