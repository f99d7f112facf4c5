"""What several tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)  # no test fails because its machine is busy
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]

ENTRY = """\
title: ImageNet Classification with Deep Convolutional Neural Networks
url: https://papers.nips.cc/paper/4824
published: 2012-12-03
organization: University of Toronto
domain: vision
runs:
  - id: alexnet
    name: AlexNet
    sets: [openai-2018]
    parameters: 61M
    operation_counting:
      forward: 0.75 GMAC
      passes: {images: 1.2M, epochs: 90}
      source: section 5 and table 1
    hardware_time:
      device: GTX 580
      count: 2
      time: 5 to 6 days
      source: section 5
    reported:
      - compute: 0.0058 pfs-day
        by: OpenAI 2018
        party: third
        method: hardware time
        plotted: {date: 2012-06-01, compute: 0.00578754 pfs-day}
        factors: {devices: 2, peak: 1.58 TFLOP/s, time: 5.5 days, utilization: 0.33}
"""


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def entry() -> str:
    """The example entry of the design."""
    return ENTRY
