"""Counts of described architectures are exact."""

from pathlib import Path

import pytest

from ai_compute.architectures import count, read_architecture

ARCHITECTURES = Path(__file__).parents[1] / "data/raw/architectures"


def counted(name: str):
    file = ARCHITECTURES / f"{name}.yaml"
    return count(read_architecture(file.read_bytes(), str(file)))


@pytest.mark.parametrize("file", sorted(ARCHITECTURES.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_architecture_of_the_repository_is_counted(file):
    result = count(read_architecture(file.read_bytes(), str(file)))
    assert result.macs > 0
    assert 1 <= result.exact_factor <= 3
