"""The addresses of procedures: following one beside a contact or a ticket, and writing them."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import (
    contact_fields,
    procedure_compliance,
    procedure_steps,
    procedures,
    procedures_followed,
)

addresses: list[URLPattern] = [
    path("contacts/<int:number>/procedure/", contact_fields.part, {"name": "procedure"}, name="contact_procedure"),
    path("tickets/<int:number>/procedure/", procedures_followed.of_ticket, name="ticket_procedure"),
    *(
        path(f"{noun}s/<int:number>/procedure/{act}/", view, {"noun": noun}, name=f"{noun}_procedure_{act}")
        for noun in ("contact", "ticket")
        for act, view in (
            ("starts", procedures_followed.starts),
            ("answers", procedures_followed.answers),
            ("skips", procedures_followed.skips),
            ("jumps", procedures_followed.jumps),
            ("deeds", procedures_followed.deeds),
            ("leaving", procedures_followed.leaving),
            ("endings", procedures_followed.endings),
        )
    ),
    path("procedure-photos/<int:pk>/", procedures_followed.photo, name="procedure_photo"),
    # writing them
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/new/", procedures.new, name="procedure_new"),
    path("procedures/compliance/", procedure_compliance.compliance, name="procedures_compliance"),
    path("procedures/compliance/rows/", procedure_compliance.rows, name="procedures_compliance_rows"),
    path("procedures/<int:pk>/", procedures.procedure, name="procedure"),
    path("procedures/<int:pk>/versions/", procedures.versions, name="procedure_versions"),
    path("procedures/<int:pk>/names/", procedures.names, name="procedure_names"),
    path("procedures/<int:pk>/draft/", procedures.draft, name="procedure_draft"),
    path("procedures/<int:pk>/occasions/", procedures.occasions, name="procedure_occasions"),
    path("procedures/<int:pk>/position/", procedures.position, name="procedure_position"),
    path("procedures/<int:pk>/retirement/", procedures.retirement, name="procedure_retirement"),
    path("procedures/<int:pk>/restoration/", procedures.restoration, name="procedure_restoration"),
    path("procedure-occasions/<int:pk>/removal/", procedures.occasion_removal, name="procedure_occasion_removal"),
    path("procedure-versions/<int:pk>/trial/", procedures.trial, name="procedure_trial"),
    path("procedure-versions/<int:pk>/publication/", procedures.publication, name="procedure_publication"),
    path("procedure-versions/<int:pk>/withdrawal/", procedures.withdrawal, name="procedure_withdrawal"),
    path("procedure-versions/<int:pk>/discarding/", procedures.discarding, name="procedure_discarding"),
    path("procedure-versions/<int:pk>/note/", procedures.note, name="procedure_note"),
    path("procedure-versions/<int:pk>/steps/", procedure_steps.new_step, name="procedure_steps"),
    path("procedure-steps/<int:pk>/", procedure_steps.step, name="procedure_step"),
    path("procedure-steps/<int:pk>/position/", procedure_steps.position, name="procedure_step_position"),
    path("procedure-steps/<int:pk>/removal/", procedure_steps.removal, name="procedure_step_removal"),
    path("procedure-steps/<int:pk>/branches/", procedure_steps.new_branch, name="procedure_branches"),
    path("procedure-branches/<int:pk>/", procedure_steps.branch, name="procedure_branch"),
    path("procedure-branches/<int:pk>/position/", procedure_steps.branch_position, name="procedure_branch_position"),
    path("procedure-branches/<int:pk>/removal/", procedure_steps.branch_removal, name="procedure_branch_removal"),
]
