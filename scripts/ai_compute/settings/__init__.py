"""The choices of the analysis: what config.yaml may say."""
