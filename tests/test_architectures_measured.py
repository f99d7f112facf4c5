"""Counts equal those measured on real frameworks, as whole numbers.

tests/data/measured_counts.csv: networks of torchvision, timm, transformers and torch.nn, built with random or no
weights and counted with torch.utils.flop_counter (torch 2.14.1, meta device), each confirmed by module hooks or a
closed form. macs_fwd is of the whole batch; missing_vs_3x is what a backward pass leaves out against 3 x forward.
"""

import csv
from pathlib import Path

import pytest

from ai_compute.architectures import count, read_architecture

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
REPOSITORY = HERE.parent / "data/raw/architectures"
MEASURED = {row["name"]: row for row in csv.DictReader((HERE / "data/measured_counts.csv").open())}

PAPERS_OWN = {
    "vgg16": "vgg-16",
    "inception_v3": "inception-v3",
    "vit_b_16": "vit-b-16",
    "xception": "xception",
    "gpt1": "gpt-1",
    "gpt3_13b": "gpt-3-13b",
    "llama_7b": "llama-7b",
    "llama3_8b": "llama-3-8b",
    "dqn_2013": "dqn",
    "alexnet_2012_grouped": "alexnet",
    "alphago_zero_20b": "alphago-zero-20",
    "seq2seq_2014": "seq2seq",
    "resnet50_v1": "resnet-50",
}
"""Measured networks that are a paper's as it stands: their description is the repository's own."""

LEFT_OUT = {
    "conv_odd_shapes": "its layers are not published with the measurement, only their sum",
}


def describe(name: str):
    file = REPOSITORY / f"{PAPERS_OWN[name]}.yaml" if name in PAPERS_OWN else HERE / f"architectures/{name}.yaml"
    return count(read_architecture(file.read_bytes(), str(file)))


@pytest.mark.parametrize("name", sorted(set(MEASURED) - set(LEFT_OUT)))
def test_products_parameters_and_backward_pass_equal_the_measurement(name):
    counted, measured = describe(name), MEASURED[name]
    assert counted.macs == int(measured["macs_fwd"])
    assert counted.parameters == int(measured["params"])
    missing = int(measured["missing_vs_3x"])
    assert counted.exact_factor == pytest.approx(3 - missing / int(measured["macs_fwd"]), rel=1e-12)


def test_every_measured_network_is_described_or_left_out_with_a_reason():
    described = {file.stem for file in (HERE / "architectures").glob("*.yaml")} | set(PAPERS_OWN)
    assert described == set(MEASURED) - set(LEFT_OUT)
