"""Evidence in, drafted sentences out: the article's own words (`quote.py`), or a language model's (`llm`)."""
