"""Raw data as people write them: papers, devices, published statements, read safely and checked."""
