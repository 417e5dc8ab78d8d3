"""``python3 -m learning.config.bootstrap TARGET [ARGUMENTS]``: the entry of the Makefile.

This file must be readable by any Python 3, to tell an old one in plain words that it is too old.
"""

import sys

OLDEST = (3, 11)


def main():  # type: () -> int
    """Check the Python, then run the target; return its exit code."""
    if sys.version_info < OLDEST:
        sys.stderr.write(
            "This needs Python 3.11 or later; `{}` is {}.{}. Install a newer one and name it:"
            " make PYTHON=python3.12 …\n".format(sys.executable, *sys.version_info)
        )
        return 1
    if sys.platform == "win32":
        sys.stderr.write("Windows is not supported; use WSL, where this runs as on Linux.\n")
        return 1
    from learning.config.bootstrap import tasks

    return tasks.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
