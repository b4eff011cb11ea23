"""Training of our small models: public data in, weights under `rag/weights/` out.

Start reading at `reader.py` and `verifier.py`, which share `loop.py`. For the reader `data.py` and
`written.py` read the sets and `examples.py` turns them into passages; for the verifier `pairs.py` and
`claims.py` make statements. `export.py` and `export_verifier.py` write the files that the product loads;
`evaluate.py` and `weigh.py` measure them.
"""
