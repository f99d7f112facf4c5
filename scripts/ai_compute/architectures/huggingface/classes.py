"""The class of transformers that a configuration names: what stands on top of the network."""

import re

from ai_compute.architectures.huggingface.config import Config

HEADS = (
    "ForCausalLM WithLMHeadModel LMHeadModel ForMaskedLM ForPreTraining ForConditionalGeneration "
    "ForSequenceClassification ForTokenClassification ForQuestionAnswering ForMultipleChoice "
    "ForNextSentencePrediction ForImageClassification ForImageClassificationWithTeacher ForMaskedImageModeling ForCTC "
    "ForAudioClassification TextModelWithProjection VisionModelWithProjection EncoderModel MTModel Model".split()
)
MORE_THAN_A_MODEL = re.compile("For[A-Z]|(Double|Multi|Two)Heads")
"""`LlamaForRewardModel` and `GPT2DoubleHeadsModel` have heads of their own."""
ALIKE = {"LMHeadModel": "CausalLM", "ForCausalLM": "CausalLM", "WithLMHeadModel": "ConditionalGeneration"}
"""`T5WithLMHeadModel` is the older name of T5's class."""
OTHER_NAMES = {
    "blenderbot-small": "blenderbot",
    "deepseek_v32": "deepseekv3",
    "falcon": "rw",
    "hunyuan_v1_dense": "hunyuandensev1",
    "hunyuan_v1_moe": "hunyuanmoev1 hunyuan",
    "kimi_k2": "deepseekv3",
    "llama": "vllama3",
    "mt5": "t5",
    "stablelm": "stablelmepoch",
}
"""Names in classes that differ from the model_type by more than capitals, as published configurations have them."""


def head_of(c: Config, model_type: str) -> str:
    """What stands on top, by the class that the configuration names; empty if it names none."""
    listed = c.value("architectures")
    if not listed:
        return ""
    name = str(listed[0] if isinstance(listed, list) else listed)
    ending = next((ending for ending in HEADS if name.endswith(ending)), None)
    own = MORE_THAN_A_MODEL.search(name) if ending == "Model" else None
    if own:
        way_out = f'"{name[: own.start()]}Model" counts what stands below it'
        c.fail("architectures", f"'{name}', which has a head of its own", "a class whose head is counted", way_out)
    if ending is None:
        c.fail("architectures", f"'{name}'", "a class whose name ends in " + ", ".join(HEADS))
    side = next((side for side in ("Text", "Vision") if ending == f"{side}ModelWithProjection"), "")
    if _letters(name.removesuffix(ending) + side) not in _names(model_type):
        c.fail("architectures", f"'{name}', a class of another network", f"a class of {model_type}",
               "remove `architectures` to count the usual class; describe another network in YAML")  # fmt: skip
    return ALIKE.get(ending, ending.removeprefix("For"))


def _names(model_type: str) -> set[str]:
    """How the classes of a model_type begin: its parts of text may be named as the whole."""
    name = _letters(model_type.removesuffix("_model"))
    return {name, _letters(model_type.removesuffix("_text")), *OTHER_NAMES.get(model_type, "").split()}


def _letters(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())
