"""Ways in and out for other programs: HTTP (also as OpenAI's chat API), MCP, llama-index, exports, checks.

Each door is imported by what opens it, and by nothing else: `rag.ui.serve` puts `http` beside the page,
`byline mcp` runs `mcp`, `byline verify` runs `verify`. None of them changes an answer.
"""
