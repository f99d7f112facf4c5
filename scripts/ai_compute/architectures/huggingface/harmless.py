"""Keys of a `config.json` that change neither products nor parameters, by name or by a pattern of names."""

import re
from typing import Any

HARMLESS = frozenset(
    (
        "_attn_implementation _attn_implementation_autoset ai_compute alibi_bias_max apply_spec_augment "
        "architectures attention_in_multiplier attention_multiplier attention_out_multiplier "
        "attention_softmax_in_fp32 attn_impl attn_implementation attn_logit_softcapping attn_scale "
        "attn_temperature_tuning auto_map bad_words_ids begin_suppress_tokens cache_implementation chunk_size "
        "chunk_size_feed_forward classifier_pooling classifier_proj_size clip_qkv custom_pipelines diversity_penalty "
        "do_sample dtype early_stopping embedding_multiplier encoder_no_repeat_ngram_size encoder_stride ep_size "
        "exponential_decay_length_penalty final_logit_softcapping finetuning_task floor_scale fp16 "
        "fp32_residual_connection generation_config gradient_checkpointing head_init_scale id2label init_device "
        "input_jitter_noise is_encoder_decoder is_llama_config key_multiplier keys_to_ignore_at_inference label2id "
        "language layerdrop length_penalty lm_head_multiplier logit_scale logits_scaling mamba_chunk_size "
        "mamba_norm_before_gate mamba_ssm_cache_dtype mamba_ssm_dtype max_length max_sequence_length "
        "max_window_layers min_length mlp_multipliers model_max_length model_type moe_norm_min moe_router_dtype "
        "moe_shared_expert_overlap mup_width n_group no_repeat_ngram_size no_rope_layer_interval no_rope_layers "
        "nope_layer_interval norm_topk_prob normalize_router_prob_before_dropping num_beam_groups num_beams "
        "num_labels num_logits_to_keep num_return_sequences original_max_position_embeddings out_features "
        "out_indices output_attentions output_hidden_states output_past output_router_logits output_scores prefix "
        "pretraining_tp problem_type quantization quantization_config query_pre_attn_scalar remove_invalid_values "
        "reorder_and_upcast_attn repetition_penalty rescale_every rescale_prenorm_residual reshape_hidden_states "
        "residual_in_fp32 residual_multiplier return_dict return_dict_in_generate routed_scaling_factor "
        "router_jitter_noise scale_attention_softmax_in_fp32 scale_attn_by_inverse_layer_idx scale_attn_weights "
        "scale_decoder_outputs scale_embedding scoring_func seq_aux slow_but_exact softmax_scale ssm_in_multiplier "
        "ssm_multipliers ssm_out_multiplier stage_names static_position_embeddings suppress_tokens swiglu_alpha "
        "swiglu_limit task_specific_params temperature tf_legacy_loss tokenizer_class tokenizer_name top_k top_p "
        "topk_group topk_method torch_dtype torchscript transformers.js_config transformers_version typical_p "
        "unsloth_fixed unsloth_version "
        "use_associative_scan use_bfloat16 use_cache use_flash_attention use_flash_attn use_mamba_kernels "
        "use_mambapy use_return_dict"
    ).split()
)
HARMLESS_IN_TEXT = frozenset({"pixel_shuffle_factor"})
"""Keys of the vision side that SmolVLM repeats among those of its language model."""
HARMLESS_PATTERNS = re.compile(
    r"_.*|.*_token_ids?|.*_token_index|.*dropout.*|.*pdrop|.*drop_rate.*|.*drop_path.*|.*layerdrop|rope_.*|.*_rope|.*_rope_theta|.*rotary_.*|"
    r".*_eps(ilon)?|(.*_)?init(ializer|ialization)?(_.*)?|.*loss.*|.*(activation|_act|_act_fn)(_function|_fn)?|act_fn|hidden_act|"
    r"summary_.*|mask_(time|feature)_.*|forced_.*|suppress_.*|time_step_(min|max|floor|scale|limit|init_scheme)",
    re.ASCII,
)
"""Keys of training, generation, tokens, activations and number formats: they change neither products nor parameters."""
HARMLESS_NUMBERS = re.compile(
    r".*_token_ids?|.*_token_index|_.*enabled|.*dropout.*|.*pdrop|.*drop_rate.*|.*drop_path.*|.*layerdrop|"
    r"rope_(?!.*dim|.*rank|.*width).*|.*_rope_theta|_num_labels|"
    r"(use_|apply_)?rotary_?(emb_base|base|pct|percent|dim|ndims|factor|value|scaling_factor|emb_fraction)?|use_rope|"
    r"partial_rotary_factor|.*_eps(ilon)?|(.*_)?init(ializer|ialization)?_(.*_)?(std|range|factor|scale|gain|method)|"
    r"(use_)?.*loss(_(coef|coeff|coefficient|weight|factor|scale|reduction))?|summary_.*|"
    r"mask_(time|feature)_(length|min_masks|prob|min_space)|forced_.*|suppress_.*|"
    r"time_step_(min|max|floor|scale|limit)",
    re.ASCII,
)
"""Those of them that whole numbers stand for; under another key of the pattern they may be sizes or layers."""
ROTARY_SETTINGS = ("rope_scaling", "rope_parameters")
"""Objects that only say how positions are turned."""


def changes_nothing(key: str, value: Any, part: str = "") -> bool:
    """Whether a key is known to change nothing, whatever the family; `part` is the object that it stands in."""
    if key in HARMLESS or (part == "text_config" and key in HARMLESS_IN_TEXT):
        return True
    sized = (_sizes(value) and key not in ROTARY_SETTINGS) or (value is True and "gated" in key)
    return (HARMLESS_NUMBERS if sized else HARMLESS_PATTERNS).fullmatch(key) is not None


def _sizes(value: Any) -> bool:
    """Whether a value is a whole number, or a list or object of nothing else."""
    if isinstance(value, list | dict):
        inside = list(value.values()) if isinstance(value, dict) else value
        return bool(inside) and all(map(_sizes, inside))
    return type(value) is int
