"""How figures are handed over: files, formats, and the small print at their foot."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.cm import ScalarMappable
from matplotlib.collections import Collection
from matplotlib.colors import ListedColormap, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image

from experiments.figures.chart import Caption
from experiments.store.files import write_csv, write_whole
from experiments.study.errors import tell
from model.display.drawing import in_print, sign


@dataclass(frozen=True)
class Finish:
    """How figures are handed over: in which formats and width (inches; none: each its own)."""

    formats: tuple[str, ...] = ("pdf", "png")
    width: float | None = None
    greyscale: bool = False


PLAIN = Finish()

FORMATS = {
    "pdf": {"CreationDate": None}, "png": {"Software": None}, "svg": {"Date": None},
    "eps": {"Creator": "partyofpower"}, "tiff": None,
}  # fmt: skip
"""Formats that can be asked for, with what keeps the time out of the file."""


def save(
    figure: Figure, table: pd.DataFrame, caption: Caption, stem: Path, finish: Finish = PLAIN
) -> list[Path]:
    """Write pictures, the CSV of what is drawn and the caption; return the files.

    Pictures are PDF and PNG (300 dpi) unless others are asked for. The same table gives the same
    bytes on every rerun: no dates are written. Raises DiskError, in one sentence, where the disk
    refuses; then each file is the old one or the new one.
    """
    *pictures, csv, txt = files = files_of(stem, finish.formats)
    if finish.greyscale:
        in_greys(figure)
    with in_print():
        sign(figure, caption.footer)
        for file, form in zip(pictures, finish.formats, strict=True):
            write_whole(file, _printed(figure, form))
    write_csv(csv, table)
    write_whole(txt, f"{caption}\n")
    return files


def files_of(stem: Path, formats: Sequence[str] = PLAIN.formats) -> list[Path]:
    """Return the files of a figure: its pictures, CSV and caption."""
    return [stem.with_name(f"{stem.name}.{end}") for end in (*formats, "csv", "txt")]


def is_drawn(stem: Path) -> bool:
    """Say whether all files of a figure are there, and its picture can be opened."""
    files = files_of(stem)
    return all(each.is_file() for each in files) and can_be_shown(files[1])


def can_be_shown(png: Path) -> bool:
    """Say whether a picture is whole."""
    try:
        with Image.open(png) as drawn:
            drawn.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def _printed(figure: Figure, form: str) -> bytes:
    content = BytesIO()
    # In a picture of vectors matplotlib makes its names from this word instead of by chance.
    with (
        matplotlib.rc_context({"svg.hashsalt": "party-of-power"}),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.simplefilter("always")
        figure.savefig(content, format=form, metadata=FORMATS[form])
    _tell_lacking("".join(sorted({sign for each in warned for sign in _lacking(each)})))
    return _few_colours(content.getvalue()) if form == "png" else content.getvalue()


def _lacking(warned: warnings.WarningMessage) -> str:
    """Return the sign that the font lacks; of any other warning nothing, and give that on."""
    glyph = re.match(r"Glyph (\d+) ", str(warned.message))
    if glyph is None:
        warnings.warn_explicit(warned.message, warned.category, warned.filename, warned.lineno)
        return ""
    return chr(int(glyph[1]))


@cache
def _tell_lacking(signs: str) -> None:
    """Say once which signs are drawn as boxes."""
    if signs:
        tell(f"The font of figures lacks {' '.join(signs)} and draws boxes: write labels without.")


def _few_colours(png: bytes) -> bytes:
    """Keep 256 colours: a quarter of the size, and the eye sees no difference.

    The colours are spread over all that occur, so that a small party keeps its own; a median cut
    gives small patches the colour of others.
    """
    content = BytesIO()
    with Image.open(BytesIO(png)) as drawn:
        resolution = drawn.info["dpi"]
        few = drawn.convert("RGB").quantize(
            256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
    few.save(content, format="png", optimize=True, dpi=resolution)
    return content.getvalue()


def in_greys(figure: Figure) -> None:
    """Turn every colour of a figure into the grey that is as bright."""
    for each in figure.findobj():
        if isinstance(each, Line2D):
            each.set(
                color=_grey(each.get_color()),
                markerfacecolor=_grey(each.get_markerfacecolor()),
                markeredgecolor=_grey(each.get_markeredgecolor()),
            )
        elif isinstance(each, Patch):
            each.set(facecolor=_grey(each.get_facecolor()), edgecolor=_grey(each.get_edgecolor()))
        elif isinstance(each, Text):
            each.set_color(_grey(each.get_color()))
            for effect in each.get_path_effects():
                rim = vars(effect).get("_gc", {})
                rim.update({name: _grey(rim[name]) for name in rim if name == "foreground"})
        elif isinstance(each, ScalarMappable) and each.get_array() is not None:
            colours = each.get_cmap()
            greys = _greys(colours(np.linspace(0, 1, 256)))
            each.set_cmap(ListedColormap(greys, f"grey {colours.name}"))
        elif isinstance(each, Collection):
            each.set(facecolor=_greys(each.get_facecolor()), edgecolor=_greys(each.get_edgecolor()))


def _grey(colour: Any) -> Any:
    """Return the grey of a colour; words such as none stay as they are."""
    return colour if isinstance(colour, str) and colour == "none" else tuple(_greys(colour)[0])


def _greys(colours: Any) -> Any:
    """Return colours, (n, 4), as greys of the same luma (ITU-R BT.601)."""
    rgba = to_rgba_array(colours)
    luma = rgba[:, :3] @ (0.299, 0.587, 0.114)
    return np.column_stack([luma, luma, luma, rgba[:, 3]])
