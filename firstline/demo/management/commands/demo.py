"""`firstline demo`: loads the shown city into an empty desk."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from firstline.demo.loading import NotEmpty, load
from firstline.demo.people import PASSWORD, STAFF


class Command(BaseCommand):
    help = "Loads the demo: a city service centre with an IT help desk beside it. Only into an empty desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sign-ins", type=Path, help="a file to write the sign-ins to, as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        # Whoever has only migrated could load the demo, but not sign in to it.
        call_command("createcachetable", verbosity=0)
        try:
            load(timezone.now(), lambda step: self.stdout.write(f"  demo: {step}"))
        except NotEmpty:
            raise CommandError("There is data in this desk already, so the demo is not loaded.") from None
        sign_ins = [{"name": name, "role": str(role), "username": username} for username, name, role, *_ in STAFF]
        folder = os.environ.get("FIRSTLINE_DATA_DIR")
        path = options["sign_ins"] or (Path(folder) / "signins.json" if folder else None)
        if path:
            path.write_text(json.dumps({"password": PASSWORD, "staff": sign_ins}, ensure_ascii=False, indent=1))
