"""The installed command `firstline`.

  firstline run [--data DIR] [--host NAME] [--port N] [--no-demo]   start everything
  firstline import tickets|customers FILE.csv --mapping MAP.toml    bring data in
  firstline export LIST FILE [--with LIMITS]                        take data out
  firstline backup FILE | restore FILE | health                     keep it safe and well
  firstline help                                                    all other commands

Every command takes --data DIR: the folder that holds the database and the files (else FIRSTLINE_DATA_DIR, else
~/.local/share/firstline). With DATABASE_URL set, the database is on that server instead.
"""

import argparse
import os
import sys
from pathlib import Path

from firstline import __version__
from firstline.config import borrowing, running
from firstline.config.folder import default_folder
from firstline.config.terminal import Trouble, _, plain_terminal, say

# What says something about the program and not about the data.
WITHOUT_DATABASE = {
    "check",
    "compilemessages",
    "diffsettings",
    "help",
    "makemessages",
    "makemigrations",
}
# What must not touch the data of a desk: it gets an empty server that is gone afterwards.
ON_AN_EMPTY_SERVER = {"bench", "score"}


def main() -> None:
    plain_terminal()
    folder, words = _data_option(sys.argv[1:])
    try:
        sys.exit(_dispatch(folder, words))
    except Trouble as trouble:
        sys.exit(f"firstline: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


def _dispatch(folder: Path, words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        say(__doc__.strip())
        return 0
    if words[0] in ("--version", "version"):
        say(f"Firstline {__version__}")
        return 0
    if words[0] == "run":
        return running.run(_run_options(folder, words[1:]))
    wants_help = bool({"-h", "--help"} & set(words))
    if words[0] in WITHOUT_DATABASE or wants_help:
        return borrowing.without_database(words)
    if os.environ.get("DATABASE_URL"):
        return borrowing.with_their_server(folder, words)
    if words[0] in ON_AN_EMPTY_SERVER:
        return borrowing.with_empty_server(words, durable=words[0] == "bench")
    return borrowing.with_data_folder(folder, words, start=words[0] != "health")


def _data_option(words: list[str]) -> tuple[Path, list[str]]:
    """The data folder, and the words without `--data DIR`, which may stand anywhere."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data", type=Path)
    options, rest = parser.parse_known_args(words)
    return options.data.expanduser().resolve() if options.data else default_folder(), rest


def _run_options(folder: Path, words: list[str]) -> running.Options:
    parser = argparse.ArgumentParser(prog="firstline run", allow_abbrev=False, description=_("Start everything."))
    parser.add_argument("--data", metavar="DIR", help=_("the folder of the database and the files"))
    parser.add_argument("--host", default="127.0.0.1", help=_("the address to answer on (default: this machine only)"))
    parser.add_argument("--port", type=int, default=8000, help=_("the port to answer on (default: 8000)"))
    parser.add_argument("--no-demo", action="store_true", help=_("begin with an empty desk and one administrator"))
    options = parser.parse_args(words)
    if not 0 <= options.port < 65536:
        parser.error(_("a port is a number from 1 to 65535"))
    return running.Options(folder, options.host, options.port, not options.no_demo)
