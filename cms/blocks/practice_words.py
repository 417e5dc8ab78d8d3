"""The sentences of the practice script, in the content's language; it puts in what is ``{…}``."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Return the sentences of the practice, by the names that the script knows."""
    return {
        "loading": _("Getting the database ready…"),
        "ready": _("Ready. Write a query and run it."),
        "broken": _(
            "The database could not be started here. Reload the page to try again, or work with "
            "the answers below."
        ),
        "running": _("Running…"),
        "empty": _("Write a query first."),
        "right": _("Right."),
        "rows": _("Rows found: {rows}."),
        "shown": _("The first {shown} are shown."),
        "no_result": _("This gave no table. Begin with SELECT."),
        "columns": _("Not yet: the task asks for {expected} columns, and your result has {found}."),
        "row_count": _("Not yet: the answer has {expected} rows, and your result has {found}."),
        "order": _("Nearly: these are the right rows in another order. Use ORDER BY."),
        "values": _("Not yet: it has the right size, but some values are different."),
        "stopped": _(
            "This query ran for 5 seconds and was stopped. Look for a join or a loop without an "
            "end."
        ),
        "no_column": _("There is no column {name}. The columns are: {columns}."),
        "quotes": _("There is no column {name}. Is it a word to look for? Write it as '{name}'."),
        "no_table": _("There is no table {name}. The table is called {table}."),
        "syntax": _(
            "SQL stopped understanding at “{name}”. Look just before it: a comma, a quote or a "
            "word may be missing, or one too many."
        ),
        "unfinished": _("The query is not finished. Is a bracket or a quote still open?"),
        "no_function": _("There is no function {name}. Check how it is spelt."),
        "aggregate": _(
            "COUNT, SUM, AVG, MIN and MAX cannot stand in WHERE. Use HAVING after GROUP BY."
        ),
        "failed": _("This query does not run: {message}"),
        "missing": _("no value"),
        "result": _("Your result, task {number}"),
        "query": _("Your query for task {number}"),
    }
