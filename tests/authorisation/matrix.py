"""Who may do what at which address: the whole table, and how to read it.

Each line is a method, the name of a route, the thing it is tried on, and what each role gets:

    ok  200, the page or the file           in  asked to sign in
    no  404, as if it did not exist         go  sent on to another page of the service
    kk  a JSON answer that was allowed      un  401, no valid key or token
    xx  403, refused                        nm  405, not by this method
    co  409, not while this is so           gn  410, not any more
    bad 400, the request itself is refused

A column that says the same as the one before is written ``.``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.authorisation.world import ROLES

TABLE = """
                                           out lea man sen aut rev pub ldl coo men ots dpo adm
# The service itself
GET  healthz                        -      ok  .   .   .   .   .   .   .   .   .   .   .   .
GET  readyz                         -      ok  .   .   .   .   .   .   .   .   .   .   .   .
POST healthz                        -      nm  .   .   .   .   .   .   .   .   .   .   .   .
GET  home:home                      -      ok  .   .   .   .   .   .   .   .   .   .   .   .
POST home:home                      -      nm  .   .   .   .   .   .   .   .   .   .   .   .
# About the service, for everybody
GET  pages:accessibility            -      ok  .   .   .   .   .   .   .   .   .   .   .   .
GET  pages:privacy                  -      ok  .   .   .   .   .   .   .   .   .   .   .   .
GET  pages:cookies                  -      ok  .   .   .   .   .   .   .   .   .   .   .   .
GET  pages:contact                  -      ok  .   .   .   .   .   .   .   .   .   .   .   .
POST pages:contact                  -      nm  .   .   .   .   .   .   .   .   .   .   .   .
GET  people:who-can-see             -      ok  .   .   .   .   .   .   .   .   .   .   .   .
# Signing in and the account: everybody has only their own
GET  account_login                  -      ok  go  .   .   .   .   .   .   .   .   .   .   .
GET  sign_in_with_password          -      ok  go  .   .   .   .   .   .   .   .   .   .   .
GET  account_request_login_code     -      go  .   .   .   .   .   .   .   .   .   .   .   .
GET  account_confirm_login_code     -      go  .   .   .   .   .   .   .   .   .   .   .   .
GET  account_logout                 -      go  ok  .   .   .   .   .   .   .   .   .   .   .
GET  account_change_password        -      in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  account_set_password           -      in  go  .   .   .   .   .   .   .   .   .   .   .
GET  account_reset_password         -      ok  .   .   .   .   .   .   .   .   .   .   .   .
GET  account_reset_password_done    -      ok  .   .   .   .   .   .   .   .   .   .   .   .
GET  account_reset_password_from_key broken ok .   .   .   .   .   .   .   .   .   .   .   .
GET  account_reset_password_from_key_done - ok .   .   .   .   .   .   .   .   .   .   .   .
GET  people:welcome                 newcomer ok co .   .   .   .   .   .   .   .   .   .   .
GET  people:welcome                 broken no  .   .   .   .   .   .   .   .   .   .   .   .
POST people:welcome                 broken no  .   .   .   .   .   .   .   .   .   .   .   .
GET  people:account                 -      in  ok  .   .   .   .   .   .   .   .   .   .   .
POST people:account                 -      in  nm  .   .   .   .   .   .   .   .   .   .   .
GET  people:tokens                  -      in  ok  .   .   .   .   .   .   .   .   .   .   .
POST people:tokens                  -      in  ok  .   .   .   .   .   .   .   .   .   .   .
POST people:revoke-token            learner in go  .   .   .   .   .   .   .   .   .   .   .
GET  people:revoke-token            learner in nm  .   .   .   .   .   .   .   .   .   .   .
POST people:language                -      go  .   .   .   .   .   .   .   .   .   .   .   .
GET  people:language                -      ok  .   .   .   .   .   .   .   .   .   .   .   .
# The catalogue, and courses by whom they are offered to
GET  catalogue:search               -      in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  courses:course                 open   in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  courses:course                 department in ok . .   .   .   .   .   .   .   no  ok  no
GET  courses:course                 team   in  ok  .   no  .   .   .   .   .   .   .   .   .
GET  courses:course                 other  in  no  .   .   .   .   .   .   .   .   ok  no  .
GET  courses:course                 draft  in  no  .   .   .   .   .   .   .   .   .   .   .
POST courses:start                  open   in  go  .   .   .   .   .   .   .   .   .   .   .
POST courses:start                  department in go . .   .   .   .   .   .   .   no  go  no
POST courses:start                  team   in  go  .   no  .   .   .   .   .   .   .   .   .
POST courses:start                  other  in  no  .   .   .   .   .   .   .   .   go  no  .
POST courses:start                  draft  in  no  .   .   .   .   .   .   .   .   .   .   .
GET  courses:start                  open   in  nm  .   .   .   .   .   .   .   .   .   .   .
GET  courses:lesson                 open   in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  courses:lesson                 department in go . .   .   .   .   .   .   .   no  go  no
GET  courses:lesson                 team   in  go  .   no  .   .   .   .   .   .   .   .   .
GET  courses:lesson                 other  in  no  .   .   .   .   .   .   .   .   go  no  .
GET  courses:lesson                 draft  in  no  .   .   .   .   .   .   .   .   .   .   .
POST courses:complete               open   in  go  .   .   .   .   .   .   .   .   .   .   .
POST courses:complete               department in go . .   .   .   .   .   .   .   no  go  no
POST courses:complete               other  in  no  .   .   .   .   .   .   .   .   go  no  .
GET  courses:complete               open   in  nm  .   .   .   .   .   .   .   .   .   .   .
POST courses:answer                 open   in  go  .   .   .   .   .   .   .   .   .   .   .
POST courses:answer                 department in go . .   .   .   .   .   .   .   no  go  no
POST courses:answer                 other  in  no  .   .   .   .   .   .   .   .   go  no  .
GET  courses:answer                 open   in  nm  .   .   .   .   .   .   .   .   .   .   .
# What another department has added to the open course: for its own people only
GET  courses:added                  open   in  no  .   .   .   .   .   .   .   .   ok  no  .
POST courses:complete_added         open   in  no  .   .   .   .   .   .   .   .   go  no  .
POST courses:answer_added           open   in  no  .   .   .   .   .   .   .   .   go  no  .
GET  courses:added                  other  in  no  .   .   .   .   .   .   .   .   .   .   .
GET  courses:complete_added         open   in  nm  .   .   .   .   .   .   .   .   .   .   .
GET  courses:answer_added           open   in  nm  .   .   .   .   .   .   .   .   .   .   .
GET  courses:finished               open   in  go  .   .   .   .   .   .   .   .   .   .   .
GET  courses:finished               department in go . .   .   .   .   .   .   .   no  go  no
GET  courses:finished               other  in  no  .   .   .   .   .   .   .   .   go  no  .
GET  courses:feedback               open   in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  courses:feedback               department in go . .   .   .   .   .   .   .   no  go  no
POST courses:feedback               other  in  no  .   .   .   .   .   .   .   .   go  no  .
GET  courses:leave                  open   in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  courses:leave                  department in go . .   .   .   .   .   .   .   no  go  no
GET  courses:leave                  other  in  no  .   .   .   .   .   .   .   .   go  no  .
POST courses:leave                  open   in  go  .   .   .   .   .   .   .   .   .   .   .
POST courses:leave                  other  in  no  .   .   .   .   .   .   .   .   go  no  .
# Files: what a learner may open shows them; a draft's only to the library's editors
GET  media:media                    open   in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  media:media                    department in ok . .   .   .   .   .   .   .   no  ok  no
GET  media:media                    team   in  ok  .   no  .   .   .   .   .   .   .   .   .
GET  media:media                    other  in  no  .   .   .   .   .   .   .   .   ok  no  .
GET  media:media                    draft  in  no  .   .   ok  .   .   no  .   .   .   .   ok
GET  media:media                    other-draft in no . .  .   .   .   .   .   .   .   .   ok
GET  media:media                    missing in no  .   .   .   .   .   .   .   .   .   .   .
# Records: one's own and nobody else's
GET  records:my-learning            -      in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  records:my-learning-csv        -      in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  records:record                 own    in  ok  .   .   .   .   .   .   .   .   .   .   .
GET  records:record                 learner in ok  no  .   .   .   .   .   .   .   .   .   .
GET  records:record                 manager in no  ok  no  .   .   .   .   .   .   .   .   .
GET  records:record                 outsider in no .   .   .   .   .   .   .   .   ok  no  .
GET  records:record                 missing in no  .   .   .   .   .   .   .   .   .   .   .
GET  rights:data                    -      in  ok  .   .   .   .   .   .   .   .   .   .   .
POST rights:data                    -      in  nm  .   .   .   .   .   .   .   .   .   .   .
GET  rights:statements              -      in  ok  .   .   .   .   .   .   .   .   .   .   .
# How people learn, in numbers: for L&D leads
GET  insights:insights              -      in  no  .   .   .   .   .   ok  no  .   .   .   .
POST insights:insights              -      in  nm  .   .   .   .   .   .   .   .   .   .   .
# Statements of others: for L&D leads, within their part of the organisation, what was achieved
GET  home:statements                -      in  no  .   .   .   .   .   ok  no  .   .   .   .
POST home:statements                -      in  nm  .   .   .   .   .   .   .   .   .   .   .
GET  home:statements-jsonl          -      in  no  .   .   .   .   .   ok  no  .   .   .   .
GET  home:statement                 own    in  no  .   .   .   .   .   ok  no  .   .   .   .
GET  home:statement                 learner in no  .   .   .   .   .   ok  no  .   .   .   .
GET  home:statement                 learner-opened in no . . . . .   no  .   .   .   .   .
GET  home:statement                 outsider in no .   .   .   .   .   .   .   .   .   .   .
GET  home:statement                 admin  in  no  .   .   .   .   .   .   .   .   .   .   .
GET  home:statement                 missing in no  .   .   .   .   .   .   .   .   .   .   .
# For machines: tokens and keys, never a guess
GET  api:me                         -      un  kk  .   .   .   .   .   .   .   .   .   .   .
GET  api:catalogue                  -      un  kk  .   .   .   .   .   .   .   .   .   .   .
GET  api:my-records                 -      un  kk  .   .   .   .   .   .   .   .   .   .   .
POST api:my-records                 -      un  nm  .   .   .   .   .   .   .   .   .   .   .
GET  api:schema                     -      ok  .   .   .   .   .   .   .   .   .   .   .   .
GET  lrs:statements                 -      un  .   .   .   .   .   .   .   .   .   .   .   .
POST lrs:statements                 -      un  .   .   .   .   .   .   .   .   .   .   .   .
PUT  lrs:statements                 -      bad .   .   .   .   .   .   .   .   .   .   .   .
GET  lrs:activity-state             -      un  .   .   .   .   .   .   .   .   .   .   .   .
PUT  lrs:activity-state             -      un  .   .   .   .   .   .   .   .   .   .   .   .
POST lrs:activity-state             -      un  .   .   .   .   .   .   .   .   .   .   .   .
DELETE lrs:activity-state           -      un  .   .   .   .   .   .   .   .   .   .   .   .
GET  lrs:activity-profile           -      un  .   .   .   .   .   .   .   .   .   .   .   .
PUT  lrs:activity-profile           -      un  .   .   .   .   .   .   .   .   .   .   .   .
POST lrs:activity-profile           -      un  .   .   .   .   .   .   .   .   .   .   .   .
DELETE lrs:activity-profile         -      un  .   .   .   .   .   .   .   .   .   .   .   .
GET  lrs:agent-profile              -      un  .   .   .   .   .   .   .   .   .   .   .   .
PUT  lrs:agent-profile              -      un  .   .   .   .   .   .   .   .   .   .   .   .
POST lrs:agent-profile              -      un  .   .   .   .   .   .   .   .   .   .   .   .
DELETE lrs:agent-profile            -      un  .   .   .   .   .   .   .   .   .   .   .   .
GET  lrs:activities                 -      un  .   .   .   .   .   .   .   .   .   .   .   .
GET  lrs:agents                     -      un  .   .   .   .   .   .   .   .   .   .   .   .
GET  lrs:about                      -      ok  .   .   .   .   .   .   .   .   .   .   .   .
"""


@dataclass(frozen=True)
class Line:
    """One line of the table: what each role gets for a route and a thing."""

    method: str
    route: str
    thing: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.thing}"


def lines() -> list[Line]:
    """Read the table; a line without a cell for every role is refused."""
    found = []
    for raw in TABLE.splitlines()[2:]:
        if not raw or raw.startswith("#"):
            continue
        method, route, thing, *cells = raw.split()
        if len(cells) != len(ROLES):
            raise ValueError(f"{len(cells)} cells for {len(ROLES)} roles: {raw}")
        filled: list[str] = []
        for cell in cells:
            filled.append(filled[-1] if cell == "." else cell)
        found.append(Line(method, route, thing, dict(zip(ROLES, filled, strict=True))))
    return found
