"""Question sets in, figures out: measures, runs and reports; `train/` makes our small models."""
