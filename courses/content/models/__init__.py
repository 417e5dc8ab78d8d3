"""Course and lesson pages, which authors edit, and their frozen versions, which learners read."""

from courses.content.models.imports import WordImport
from courses.content.models.lessons import LessonPage
from courses.content.models.pages import CoursePage
from courses.content.models.versions import (
    CourseVersion,
    FrozenFile,
    FrozenLesson,
    LessonVersion,
)

__all__ = [
    "CoursePage",
    "CourseVersion",
    "FrozenFile",
    "FrozenLesson",
    "LessonPage",
    "LessonVersion",
    "WordImport",
]
