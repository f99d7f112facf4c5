"""Count, estimate, fit and explain the compute that trains AI models."""

import gc

VERSION = "0.1.0"
"""The release, as CITATION.cff and pyproject.toml have it; a test keeps them in step."""

# A stage makes millions of small objects that live as long as it does: to look for unused cycles among them again and
# again takes a tenth of its time, and finds none.
gc.set_threshold(200_000, 20, 100)
