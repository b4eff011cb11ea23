"""Switches of libraries that would send word of their use to their makers, off once Byline is imported.

onnxruntime 1.32 and later, unless told otherwise, looks up a host of Microsoft's when it starts, keeps an
identifier of the machine in the home folder, and sends events over HTTPS; it reads the variable only then
(`Privacy.md` in its package). Chroma's and Gradio's switches are arguments, given where they are used.
"""

from __future__ import annotations

import os

SWITCHES = {"ORT_DISABLE_TELEMETRY": "1"}
"""Variables of the environment; what somebody has set otherwise stays so."""


def turn_off() -> None:
    """Set the switches for this process and its children."""
    for name, value in SWITCHES.items():
        os.environ.setdefault(name, value)


turn_off()
