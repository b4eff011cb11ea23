"""A question in, evidence out: searched, fused, read sentence by sentence.

Start at `retriever.py`; `reader.py` runs the network, `evidence.py` is what comes out.
"""
