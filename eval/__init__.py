"""Question sets in, figures out.

`python -m eval run SET` asks a set and measures the answers; `bench/` times them; `train/` makes our small
models. Start at `run.py`.
"""
