"""Many articles at once: a library of real news, and a question set over the whole of it.

Start at `articles.py`, which selects the articles; `questions.py` reads the set, `asking.py` asks and judges.
"""
