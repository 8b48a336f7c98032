"""What holds for every test."""

from hypothesis import settings

# A busy machine is not a failure: no example is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
