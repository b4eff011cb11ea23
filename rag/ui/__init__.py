"""An engine in, a web page out: the chat on the left, the article on the right.

`article` and `answer` render records as HTML; `page` lays the page out, `handlers` and `judging` do
what happens on it; `look`, `js/`, `style.css` and `css/` are its looks; `serve` launches it. Start at
`page.build`.
"""
