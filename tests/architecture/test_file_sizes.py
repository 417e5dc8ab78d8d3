"""About 300 lines is where a file asks to be split, by noun."""

from __future__ import annotations

from tests.architecture.own_code import FOLDERS, ROOT, python_files

MOST_LINES = 300

# A file that may be longer, how long, and why splitting it would help nobody.
LONGER = {
    "tests/conformance/ralph_models.py": (320, "one table of where a model is known to be wrong"),
    "tests/conformance/statements.py": (320, "statements of every shape, one strategy each"),
}


def test_no_file_grows_past_a_page_of_one_idea() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines())
        for path in python_files(*FOLDERS, "tests", "benchmarks")
    }
    most = {name: LONGER.get(name, (MOST_LINES, ""))[0] for name in sizes}
    grown = {name: lines for name, lines in sizes.items() if lines > most[name]}
    assert not grown, f"split by noun, or say in LONGER why not: {grown}"
    needless = [name for name in LONGER if sizes.get(name, 0) <= MOST_LINES]
    assert not needless, f"short enough again, so take it out of LONGER: {needless}"
