"""What is said to those who run a build."""
