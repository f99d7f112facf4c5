"""What protects a build: knows nothing of its analysis."""
