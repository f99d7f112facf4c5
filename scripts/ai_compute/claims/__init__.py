"""Published statements, judged."""
