"""The addresses of procedures: following one beside a contact or a ticket, and writing them."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import contact_fields, procedures_followed

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
]
