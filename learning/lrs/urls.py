"""The addresses of the Learning Record Store; include them at the root."""

from __future__ import annotations

from django.urls import path

from .views_about import about, activities, agents
from .views_documents import activity_profile, activity_state, agent_profile
from .views_statements import statements

app_name = "lrs"
urlpatterns = [
    path("xapi/statements", statements, name="statements"),
    path("xapi/activities/state", activity_state, name="activity-state"),
    path("xapi/activities/profile", activity_profile, name="activity-profile"),
    path("xapi/activities", activities, name="activities"),
    path("xapi/agents/profile", agent_profile, name="agent-profile"),
    path("xapi/agents", agents, name="agents"),
    path("xapi/about", about, name="about"),
]
