"""An engine in, a web page out: the chat on the left, the article on the right.

`article` and `answer` render records as HTML and know nothing of Gradio; `page` puts them together
with `page.js` and `style.css`; `serve` launches it. Start at `page.build`.
"""
