"""Hugging Face configurations: `translate` makes a description in the YAML language of a `config.json`."""

from ai_compute.architectures.huggingface.translation import translate

__all__ = ["translate"]
