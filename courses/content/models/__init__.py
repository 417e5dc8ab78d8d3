"""Course and lesson pages, which authors edit, and what was frozen of them for learners."""

from courses.content.models.additions import AdditionVersion
from courses.content.models.imports import WordImport
from courses.content.models.lessons import LessonPage
from courses.content.models.pages import CoursePage
from courses.content.models.steps import Step
from courses.content.models.versions import CourseVersion, FrozenFile, FrozenLesson

__all__ = [
    "AdditionVersion",
    "CoursePage",
    "CourseVersion",
    "FrozenFile",
    "FrozenLesson",
    "LessonPage",
    "Step",
    "WordImport",
]
