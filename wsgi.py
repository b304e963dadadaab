"""The application for a WSGI server: `gunicorn wsgi:app`."""

from engage import create_app
from engage.config import HalfConfigured

try:
    app = create_app()
except HalfConfigured as half:
    raise SystemExit(
        "\n".join(("Engage cannot start. Mend these settings:", *(f"  {gap}" for gap in half.gaps)))
    ) from None
