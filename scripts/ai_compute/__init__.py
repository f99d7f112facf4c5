"""Count, estimate, fit and explain the compute that trains AI models."""

VERSION = "0.1.0"
"""The release, as CITATION.cff and pyproject.toml have it; a test keeps them in step."""
