"""The addition that an agency of the demonstration makes to another department's course."""

from __future__ import annotations

import json

from cms.pages.models import DepartmentPage
from cms.publishing.models import Approval, ApprovalBasis
from courses.additions.models import AdditionPage
from courses.content.models import CoursePage

AGENCY, COURSE = "RRA", "cyber-security-at-your-desk"
NOTE = (
    "<p>At the agency, report anything suspicious with the orange button in your mail, "
    "at any hour. You do not have to be sure.</p>"
)
AT_A_LESSON = (
    "<p>Our laptops come with a privacy screen. Ask the service desk for another if yours is "
    "lost.</p>"
)
LESSON = (
    "<p>Field officers carry case files on tablets. Before each visit:</p>"
    "<ul><li>load only the cases of that day</li>"
    "<li>check that the tablet locks after one minute</li>"
    "<li>leave the paper copy in the office.</li></ul>"
    "<p>If a tablet is lost, call the service desk first and your manager second. "
    "The desk can clear a tablet within five minutes, and no case is lost by it.</p>"
)
CHECK = {
    "kind": "single",
    "question": "You left a tablet on a train. What comes first?",
    "options": [
        ("Call the service desk", True, "They clear it within five minutes."),
        ("Look for it yourself", False, "Anyone who finds it has all that time."),
        ("Tell your manager", False, "That comes second: only the desk can clear it."),
    ],
    "explanation": "Nobody is blamed for a loss that they report at once.",
}


def load_additions() -> None:
    """Add a note, a contact and a lesson of the agency; again changes nothing."""
    department = DepartmentPage.objects.filter(organisation__code=AGENCY).first()
    course = CoursePage.objects.filter(slug=COURSE, live=True).first()
    if department is None or course is None:
        return
    if AdditionPage.objects.child_of(department).filter(course=course).exists():
        return
    on_devices = course.get_children()[2]
    page = AdditionPage(
        title=f"For the agency: {course.title}",
        course=course,
        language=course.locale.language_code,
        contact_name="Agency service desk",
        contact_email="service.desk@demo.example",
        contact_phone="0300 000 0000",
        live=False,
    )
    page.notes = _stream("notes", [_note("all", NOTE), _note("one", AT_A_LESSON, on_devices.pk)])
    page.lessons = _stream("lessons", [_lesson()])
    department.add_child(instance=page)
    revision = page.save_revision()
    Approval.objects.create(revision=revision, basis=ApprovalBasis.LOADED)
    revision.publish()


def _stream(name: str, blocks: list[dict[str, object]]) -> object:
    return AdditionPage._meta.get_field(name).to_python(json.dumps(blocks))


def _note(key: str, text: str, lesson: int | None = None) -> dict[str, object]:
    return {"type": "note", "id": key, "value": {"lesson": lesson, "text": text}}


def _lesson() -> dict[str, object]:
    options = [
        {"type": "item", "id": str(number), "value": {"text": text, "correct": right,
                                                      "feedback": feedback}}
        for number, (text, right, feedback) in enumerate(CHECK["options"])
    ]  # fmt: skip
    body = [
        {"type": "text", "id": "words", "value": LESSON},
        {"type": "check", "id": "lost", "value": {**CHECK, "options": options}},
    ]
    value = {"title": "Case files on the road", "summary": "", "minutes": 5, "body": body}
    return {"type": "lesson", "id": "road", "value": value}
