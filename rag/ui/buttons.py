"""The buttons of the header that open the panel of sources."""

BUTTONS = (
    '<div class="byline-bring"><button type="button" data-panel aria-expanded="false">Sources</button>'
    '<button type="button" class="byline-add" data-panel="add">Add an article</button></div>'
)
"""What a press does is in `js/panel.js`."""
