"""Pictures that are made small keep what they show."""

import warnings
from io import BytesIO

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from experiments.figures.finish import _lacking, _printed, _tell_lacking


def test_a_small_patch_keeps_its_colour_beside_large_shades():
    figure = Figure(figsize=(4, 2))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(np.linspace(0, 1, 4000).reshape(40, 100), cmap="cividis", aspect="auto")
    axes.add_patch(Rectangle((0, 0), 1.5, 1.5, color="#e76300", lw=0))
    axes.set_axis_off()
    with Image.open(BytesIO(_printed(figure, "png"))) as drawn:
        colours = np.asarray(drawn.convert("RGB")).reshape(-1, 3).astype(int)
    assert np.abs(colours - (0xE7, 0x63, 0x00)).max(axis=1).min() <= 8


def test_signs_that_the_font_lacks_are_told_once_in_a_sentence(capsys):
    _tell_lacking.cache_clear()
    figure = Figure(figsize=(2, 1))
    figure.text(0.1, 0.5, "Party \u65b0\u515a")
    for form in ("png", "pdf"):
        assert _printed(figure, form)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("The font of figures lacks \u515a \u65b0 and draws boxes")


def test_other_warnings_of_a_picture_are_given_on():
    other = warnings.WarningMessage(UserWarning("no room"), UserWarning, "figure.py", 1)
    with pytest.warns(UserWarning, match="no room"):
        assert _lacking(other) == ""
