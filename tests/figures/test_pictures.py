"""Pictures that are made small keep what they show."""

from io import BytesIO

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from experiments.figures.finish import _printed


def test_a_small_patch_keeps_its_colour_beside_large_shades():
    figure = Figure(figsize=(4, 2))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(np.linspace(0, 1, 4000).reshape(40, 100), cmap="cividis", aspect="auto")
    axes.add_patch(Rectangle((0, 0), 1.5, 1.5, color="#e76300", lw=0))
    axes.set_axis_off()
    with Image.open(BytesIO(_printed(figure, "png"))) as drawn:
        colours = np.asarray(drawn.convert("RGB")).reshape(-1, 3).astype(int)
    assert np.abs(colours - (0xE7, 0x63, 0x00)).max(axis=1).min() <= 8
