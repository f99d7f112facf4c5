"""Count, estimate, fit and explain the compute that trains AI models."""
