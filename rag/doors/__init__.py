"""Ways into the engine for other programs: HTTP (also as OpenAI's chat API), MCP, and llama-index.

Each door is imported by what opens it, and by nothing else: `rag.ui.serve` puts `http` beside the page,
`byline mcp` runs `mcp`, and a llama-index pipeline imports `llama_index`. None of them changes an answer.
"""
