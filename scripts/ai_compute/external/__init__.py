"""Other people's databases of models and hardware (Epoch AI's CSV files): read with patience, used with care."""
