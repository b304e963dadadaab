"""Property tests are slow now and then when machines are busy: that is no failure."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
