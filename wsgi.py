"""The application for a WSGI server: `gunicorn wsgi:app`."""

import gc
import sys

gc.disable()  # nothing that is loaded here is garbage: looking for some is a tenth of the time it takes

from engage import create_app  # noqa: E402
from engage.config import HalfConfigured  # noqa: E402

GARBAGE = 20_000  # new objects between two looks for garbage; Python's own 700 are a few each request
TURN = 0.02  # seconds until a thread must let others run: most requests are over before, and need not switch

try:
    app = create_app()
except HalfConfigured as half:
    raise SystemExit(
        "\n".join(("Engage cannot start. Mend these settings:", *(f"  {gap}" for gap in half.gaps)))
    ) from None

# What has been loaded stays for as long as the process does: nobody need look through it for garbage again.
gc.collect()
gc.freeze()
gc.set_threshold(GARBAGE)
gc.enable()
sys.setswitchinterval(TURN)
