"""What `child.py` starts: one llama.cpp server, until its standard input closes.

Run as a script, so that nothing but xllamacpp is imported. It writes `listening http://…` when it is ready.
Standard input is a pipe that the parent holds: the system closes it however the parent ends.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys


def main() -> None:
    """Serve the model named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--context", type=int, required=True, help="tokens of each request")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--slots", type=int, required=True, help="requests served at once")
    parser.add_argument("--alias", required=True, help="what the model is called")
    parser.add_argument(
        "--no-prompt-cache", action="store_true", help="no prompt is begun where another ended"
    )
    parser.add_argument("--embeddings", action="store_true", help="serve vectors of texts, and no replies")
    wanted = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = wanted.model
    params.model_alias = {wanted.alias}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_parallel = wanted.slots
    params.n_ctx = wanted.context * wanted.slots
    params.cpuparams.n_threads = wanted.threads
    params.cpuparams_batch.n_threads = wanted.threads
    params.ui = False
    params.offline = True
    if wanted.no_prompt_cache:
        params.cache_prompt = False
        params.cache_ram_mib = 0
    if wanted.embeddings:
        params.embedding = True
        params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
        params.n_batch = params.n_ubatch = wanted.context  # a text is embedded in one piece
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        sys.exit(str(error))
    os.write(1, f"listening {server.listening_address}\n".encode())
    sys.stdin.buffer.read()
    os._exit(0)  # the server's own end waits for requests that nobody listens to any more


if __name__ == "__main__":
    main()
