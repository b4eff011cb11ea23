"""A question set in, its figures on the page out, while questions go on being answered.

`run` has a process of its own do what `byline eval run` does, `kept` finds what it left, `figures`,
`failing` and `changes` render that, and `tab` lays it out. `eval` is imported when it is asked for something.
"""
