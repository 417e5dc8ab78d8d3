"""The addresses of this room below those of the Wagtail admin."""

from __future__ import annotations

from django.urls import path

from cms.administration import (
    views_closing,
    views_departments,
    views_editors,
    views_invitations,
    views_one_department,
    views_one_role,
    views_reorganising,
    views_roles,
    views_setting_up,
)

app_name = "administration"
ONE = "departments/<int:pk>/"
urlpatterns = [
    path("departments/", views_departments.DepartmentsView.as_view(), name="departments"),
    path(
        "departments/results/",
        views_departments.DepartmentsView.as_view(results_only=True),
        name="departments_results",
    ),
    path("departments/add/", views_departments.AddDepartmentView.as_view(), name="department_add"),
    path(ONE, views_one_department.DepartmentView.as_view(), name="department"),
    path(f"{ONE}rename/", views_reorganising.RenameView.as_view(), name="department_rename"),
    path(f"{ONE}move/", views_reorganising.MoveView.as_view(), name="department_move"),
    path(f"{ONE}merge/", views_closing.MergeView.as_view(), name="department_merge"),
    path(f"{ONE}close/", views_closing.CloseView.as_view(), name="department_close"),
    path(f"{ONE}open/", views_closing.OpenView.as_view(), name="department_open"),
    path("roles/", views_roles.RolesView.as_view(), name="roles"),
    path("roles/results/", views_roles.RolesView.as_view(results_only=True), name="roles_results"),
    path("roles/grant/", views_roles.GrantRoleView.as_view(), name="grant"),
    path("roles/<int:pk>/", views_one_role.RoleView.as_view(), name="role"),
    path("roles/<int:pk>/last-day/", views_one_role.LastDayView.as_view(), name="role_last_day"),
    path("roles/<int:pk>/end/", views_one_role.EndRoleView.as_view(), name="role_end"),
    path("editors/", views_editors.EditorsView.as_view(), name="editors"),
    path(
        "editors/results/",
        views_editors.EditorsView.as_view(results_only=True),
        name="editors_results",
    ),
    path("editors/grant/", views_editors.AddEditorView.as_view(), name="editor_grant"),
    path(
        "editors/<int:group>/<int:person>/end/",
        views_editors.EndEditorView.as_view(),
        name="editor_end",
    ),
    path("invitations/", views_invitations.InvitationsView.as_view(), name="invitations"),
    path(
        "invitations/results/",
        views_invitations.InvitationsView.as_view(results_only=True),
        name="invitations_results",
    ),
    path(
        "invitations/send/",
        views_invitations.SendInvitationsView.as_view(),
        name="invitations_send",
    ),
    path("setting-up/", views_setting_up.ChecklistView.as_view(), name="setting_up"),
    path("setting-up/email/", views_setting_up.TestMailView.as_view(), name="test_mail"),
    path(
        "setting-up/email/<uuid:token>/",
        views_setting_up.MailArrivedView.as_view(),
        name="mail_arrived",
    ),
    path("setting-up/backup/", views_setting_up.BackupView.as_view(), name="backup"),
    path("setting-up/name/", views_setting_up.ServiceNameView.as_view(), name="service_name"),
]
