"""Every command but `run`: Django's, with a database that is already there. A mishap is one plain sentence."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

from firstline.config.terminal import _, plain_terminal


def main() -> None:
    plain_terminal()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstline.config.settings")
    try:
        execute_from_command_line(["firstline", *sys.argv[1:]])
    except OperationalError as error:
        reason = str(error).strip().partition("\n")[0]
        text = _("The database cannot be reached: %(reason)s. Check DATABASE_URL, or that its server runs.")
        sys.exit(text % {"reason": reason})
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
