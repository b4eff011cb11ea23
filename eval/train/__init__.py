"""Training of our small models: public data in, weights under `rag/weights/` out.

Start reading at `reader.py` (the reader's loss and loop); `data.py` reads the sets, `examples.py`
turns them into passages, `export.py` writes the files that the product loads.
"""
