"""Is everything in data/raw and config.yaml as it should be, and is it likely?"""
