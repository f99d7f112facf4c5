"""From a Hugging Face `config.json` to a description in the YAML language, which is then counted as any other."""

import json
from dataclasses import dataclass, field
from typing import Any

from ai_compute.architectures.huggingface import (
    audio,
    decoders,
    encoder_decoders,
    encoders,
    gemma,
    gpt,
    grids,
    hybrids,
    mixtures,
    pairs,
    remote,
    vision,
)
from ai_compute.architectures.huggingface.base import Family, Network, Wanted, has_trait
from ai_compute.architectures.huggingface.classes import head_of
from ai_compute.architectures.huggingface.config import DENIALS, Config, Source, parse
from ai_compute.architectures.huggingface.defaults import defaults_of
from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problem, Problems, did_you_mean, unknown_name

FAMILIES: dict[str, Family] = {**decoders.FAMILIES, **gemma.FAMILIES, **mixtures.FAMILIES, **hybrids.FAMILIES,
                                **gpt.FAMILIES, **encoders.FAMILIES, **encoder_decoders.FAMILIES,
                                **vision.FAMILIES, **grids.FAMILIES, **pairs.FAMILIES,
                                **audio.FAMILIES, **remote.FAMILIES}  # fmt: skip
GIVEN = ("name", "unit", "units_per_pass", "batch", "published_macs", "published_parameters", "source",
         "published_source", "explanation", "note")  # fmt: skip
"""What stands under `ai_compute` as it would in a YAML file."""
OTHERS = ("input", "part", "ignore")
PARTS = ("text_config", "llm_config", "language_config", "vision_config", "audio_config", "encoder", "decoder",
         "thinker_config", "talker_config")  # fmt: skip
FLAT = "text_config"
"""The part whose keys may stand at the top of the file instead."""


@dataclass
class Translated(Document):
    """A description that was made from a configuration: its problems stand in the configuration's file."""

    source: Source = field(kw_only=True)
    given: frozenset[str] = field(kw_only=True)
    """What stands under `ai_compute`."""

    def problem(self, path: Path, *, key: bool = False, **words: Any) -> Problem:
        """A problem of what stands under `ai_compute`, or of a layer that was made from the configuration."""
        if path and path[0] in self.given:
            inside = ("ai_compute", *path)
            return self.source.problem(inside, words["found"], words["expected"], words.get("way_out", ""))
        made = super().problem((), key=key, **words)
        where = ".".join(map(str, path))
        return Problem(self.file, 1, 1, field=f"model_type ({where} of the layers made from it)", found=made.found,
                       expected=made.expected, way_out=made.way_out)  # fmt: skip


def translate(content: bytes | str, file: str) -> Document:
    """The description of the network that a configuration stands for.

    Raises:
        Problems: no configuration, an unknown model_type, a key that is not understood, a value that cannot be.
    """
    source, data = parse(content, file)
    given = _given(source, data)
    c = _chosen_part(source, data, given)
    model_type = c.text("model_type", default=remote.UNTYPED if "ssm_cfg" in c.data else "")
    family = _family(c, model_type)
    c.defaults = {**defaults_of(model_type), **_inherited(c, data)}
    network = _network(family, c, Wanted(_inputs(source, given), head_of(c, model_type)))
    problems = c.unknown(ignored := _ignored(source, given)) + _needless(source, c, ignored)
    if problems:
        raise Problems(problems)
    return _document(source, given, network)


def _network(family: Family, c: Config, wanted: Wanted) -> Network:
    """The network, once what the configuration says of causality and of what it lacks is found to hold of it."""
    network = family(c, wanted)
    causal = has_trait(network.layers, "causal")
    if c.value("is_causal") is not None:
        c.only("is_causal", causal)
    if causal and "is_decoder" not in c.asked:
        c.only("is_decoder", True, False)
    c.ignore(
        *(key for key, trait in DENIALS.items() if c.data.get(key) is False and not has_trait(network.layers, trait))
    )
    return network


def _inherited(c: Config, data: dict[str, Any]) -> dict[str, Any]:
    """Whether table and head are one, which a configuration of several parts says for its language model."""
    name = "tie_word_embeddings"
    outer, inner = data.get(name), c.data.get(name)
    if not c.path or outer is None:
        return {}
    if isinstance(inner, bool) and inner != outer and "vision" not in str(c.path[0]):
        part = str(c.path[0])
        found = f"{json.dumps(inner)} inside `{part}`, and {json.dumps(outer)} beside this part, at the top of the file"
        c.fail(name, found, "the same in both", f"remove `{name}` inside `{part}` or at the top, the one not meant")
    if inner is None:
        c.data = {key: value for key, value in c.data.items() if key != name}
    return {name: outer}


def _given(source: Source, data: dict[str, Any]) -> dict[str, Any]:
    """What was added to the configuration under `ai_compute`."""
    given = {} if data.get("ai_compute") is None else data["ai_compute"]
    if not isinstance(given, dict):
        raise Problems([source.problem(("ai_compute",), "no object", '{"input": "8192 tokens", ...}')])
    known = (*GIVEN, *OTHERS)
    unknown = [
        source.problem(("ai_compute", key), f"'{key}'", "a known key", did_you_mean(key, known, ", ".join(known)))
        for key in given
        if key not in known
    ]
    if unknown:
        raise Problems(unknown)
    return given


def _ignored(source: Source, given: dict[str, Any]) -> list[str]:
    """The keys that are said not to count."""
    ignored = [] if given.get("ignore") is None else given["ignore"]
    if not isinstance(ignored, list) or not all(isinstance(key, str) for key in ignored):
        raise Problems([source.problem(("ai_compute", "ignore"), "no list of keys", 'a list, such as ["some_key"]')])
    return ignored


def _needless(source: Source, c: Config, ignored: list[str]) -> list[Problem]:
    """A problem for each key whose mention under `ignore` has no effect."""
    refused = c.refused()
    return [
        source.problem(("ai_compute", "ignore"), f"'{key}', which would not be refused without it",
                       "keys of this configuration that are not understood", f"remove '{key}' from `ignore`")
        for key in ignored if key not in refused
    ]  # fmt: skip


def _chosen_part(source: Source, data: dict[str, Any], given: dict[str, Any]) -> Config:
    """The configuration itself, or the part of a multimodal one that is to be counted."""
    part = given.get("part")
    whole = Config(source, data)
    if part is None:
        return whole
    inside = _flat_text(whole) if part == FLAT and FLAT not in data else whole.section(str(part))
    if inside is None:
        parts = _parts(whole)
        raise Problems([source.problem(("ai_compute", "part"), f"'{part}'", "a part of this configuration",
                                       "parts here: " + (", ".join(parts) or "none"))])  # fmt: skip
    return inside


def _flat_text(c: Config) -> Config | None:
    """The language model whose keys stand at the top, beside other parts, as in the first files of Qwen2-VL."""
    model_type = f"{c.data.get('model_type')}_text"
    if not _parts(c) or model_type not in FAMILIES:
        return None
    own = {key: value for key, value in c.data.items() if key not in (*PARTS, "architectures")}
    return Config(c.source, {**own, "model_type": model_type})


def _parts(c: Config) -> list[str]:
    """The parts that a configuration of several says."""
    return [name for name in PARTS if isinstance(c.data.get(name), dict)]


def _family(c: Config, model_type: str) -> Family:
    if not model_type:
        c.fail("", "no `model_type`", "a Hugging Face config.json with its model_type, such as llama",
               "add it; a network of another kind is described in YAML (README.md)")  # fmt: skip
    family = FAMILIES.get(model_type)
    if family is None:
        parts = _parts(c)
        counted = [name for name in parts if str(c.data[name].get("model_type")) in FAMILIES]
        if FLAT not in c.data and _flat_text(c):
            counted.append(FLAT)
        way_out = unknown_name(
            model_type, FAMILIES, "describe the network in YAML; known: " + ", ".join(sorted(FAMILIES))
        )
        if counted:
            way_out = f'count a part alone: "ai_compute": {{"part": "{counted[0]}"}}'
        elif parts:
            way_out = f"its parts ({', '.join(parts)}) are not counted either; describe the network in YAML"
        c.fail("model_type", f"'{model_type}'", "a model_type that is counted", way_out)
    return family


def _inputs(source: Source, given: dict[str, Any]) -> dict[str, str]:
    value = given.get("input")
    if isinstance(value, dict):
        return {str(name): str(shape) for name, shape in value.items()}
    return {} if value is None else {"input": str(value)}


def _document(source: Source, given: dict[str, Any], network: Network) -> Document:
    inputs: Any = network.inputs if len(network.inputs) > 1 else next(iter(network.inputs.values()))
    stated = {key: _plain(given[key]) for key in GIVEN if given.get(key) is not None}
    data = {"unit": network.unit, "input": inputs, **stated, "layers": network.layers}
    return Translated(source.file, data, source.text.splitlines(), source=source, given=frozenset(given))


def _plain(value: Any) -> Any:
    """A value as a YAML file holds it: text, unless it is none."""
    return value if isinstance(value, dict | list | bool) else str(value)
