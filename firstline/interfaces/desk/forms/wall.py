"""What may be sent about addresses of the wall."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.forms.labels import languages
from firstline.reference.staff.wall_links import LONGEST_NAME

THEMES = (("", _("as the screen")), ("light", _("Light")), ("dark", _("Dark")))


class WallLinkForm(forms.Form):
    """Where the wall hangs, and how it is to look there."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}))
    language = forms.ChoiceField(label=_("Language"), choices=languages, initial=get_language)
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES, required=False)
