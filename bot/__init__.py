"""The roof: reads the configuration, joins the parts, moves messages in and out."""

import sys

# httpx, which python-telegram-bot imports, brings a command line of its own, and with it a library
# for colours: a tenth of a second at every start. Without it httpx works the same.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: not to be imported
