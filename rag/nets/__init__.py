"""A folder of weights in, a network that can be run out: our own ONNX files, and models of the hub."""
