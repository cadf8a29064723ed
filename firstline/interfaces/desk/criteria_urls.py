"""The addresses of criteria: tables, their rows, the trial, and the matrix."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import criteria, criteria_trials

addresses: list[URLPattern] = [
    path("criteria/", criteria.criteria, name="criteria"),
    path("criteria/matrix/", criteria_trials.matrix, name="criteria_matrix"),
    path("criteria/choices/<str:field>/", criteria_trials.choices, name="criteria_choices"),
    path("criteria/<int:pk>/trial/", criteria_trials.trial, name="criteria_trial"),
    path("criteria/<int:pk>/start/", criteria.start, name="criteria_start"),
    path("criteria/<int:pk>/discarding/", criteria.discarding, name="criteria_discarding"),
    path("criteria/<str:kind>/", criteria.table, name="criteria_table"),
    path("criteria/<str:kind>/draft/", criteria.draft, name="criteria_draft"),
    path("criteria/<str:kind>/rows/", criteria.new_row, name="criteria_rows"),
    path("criteria-rows/<int:pk>/", criteria.row, name="criteria_row"),
    path("criteria-rows/<int:pk>/position/", criteria.position, name="criteria_row_position"),
    path("criteria-rows/<int:pk>/use/", criteria.use, name="criteria_row_use"),
    path("criteria-rows/<int:pk>/removal/", criteria.removal, name="criteria_row_removal"),
]
