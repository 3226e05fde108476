"""Where compiled code is kept between processes, and what happens if it cannot be.

The place is numba's own, beside the source or in the user's folder; where neither can be written
to it is a folder for temporary files that is this user's alone. Code that is not, bit for bit,
what was kept is compiled anew, and so is code that rests on a number or on another compiled
function that has changed since, in whatever file. Without any place at all each process compiles
for itself.
"""

import os
import pickle
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import EnumType
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from types import CodeType
from typing import Any

import numpy as np
from numba import config
from numba.core.caching import FunctionCache, IndexDataCacheFile, NullCache
from numba.core.runtime.nrt import rtsys

_HOW_IT_IS_COMPILED = sha256(Path(__file__).with_name("compiled.py").read_bytes()).digest()
"""The options of the compiler, and what is written for it by hand."""


def kept(function: Callable[..., Any]) -> Any:
    """Return a store for the compiled forms of a function."""
    with suppress(RuntimeError):  # numba's word for a place that cannot be written to
        return _Careful(function)
    before = vars(config)["CACHE_DIR"]
    try:
        vars(config)["CACHE_DIR"] = _folder_of_this_user()
        return _Careful(function)
    except (OSError, RuntimeError):
        return NullCache()
    finally:
        vars(config)["CACHE_DIR"] = before


def _folder_of_this_user() -> str:
    """Return a folder that nobody else can write to, for what lies in it is run.

    Raises PermissionError if there is something else in its place.
    """
    folder = Path(gettempdir()) / f"party-of-power-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is not this user's alone")
    return str(folder)


class _Careful(FunctionCache):
    """Numba's store, which never stops a run: what cannot be read or kept is compiled."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._rests_on: bytes | None = None
        self._cache_file = _Checked(
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=self._impl.locator.get_source_stamp(),
        )

    def _stamp(self) -> None:
        """Note on what the code rests, which is known only once all modules are read."""
        if self._rests_on is None:
            rests_on = [_HOW_IT_IS_COMPILED, *_foundations(self._py_func, set())]
            self._rests_on = sha256(repr(rests_on).encode()).digest()
            self._cache_file._source_stamp = (self._cache_file._source_stamp, self._rests_on)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return a compiled form, or None.

        Numba's own method first learns all that its compiler knows, as if it were to compile: that
        takes as long as loading every loop of a run. What was compiled needs its runtime only.
        """
        try:
            self._stamp()
            rtsys.initialize(target_context)
            load = getattr(self, "_load_overload", super().load_overload)
            return load(sig, target_context)
        except Exception:  # a damaged pickle raises whatever it likes
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep a compiled form, over a damaged one if need be."""
        for _ in range(2):
            try:
                self._stamp()
                super().save_overload(sig, data)
            except Exception:  # the index is damaged, or the disk is full
                with suppress(Exception):
                    self.flush()
            else:
                return


def _foundations(function: Any, seen: set[Any]) -> Iterator[Any]:
    """Yield the numbers of other places that compiled code contains, and the code it calls.

    Numba looks at the file of the function alone.
    """
    seen.add(function)
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        called = getattr(value, "py_func", None)
        if called is not None and called not in seen:
            yield name, *_parts(called.__code__)
            yield from _foundations(called, seen)
        elif isinstance(value, EnumType):
            yield name, list(value.__members__.values())
        elif isinstance(value, np.ndarray):
            yield name, value.tobytes()
        elif isinstance(value, (int, float, tuple, np.generic)):
            yield name, value


def _parts(code: CodeType) -> Iterator[Any]:
    """Yield all that says what code does, without where it stands."""
    yield from (code.co_code, code.co_names, code.co_varnames)
    for each in code.co_consts:
        yield from _parts(each) if isinstance(each, CodeType) else [each]


class _Checked(IndexDataCacheFile):
    """Files of compiled code that begin with their own checksum."""

    def _save_data(self, name: str, data: Any) -> None:
        content = self._dump(data)
        super()._save_data(name, (sha256(content).hexdigest(), content))

    def _load_data(self, name: str) -> Any:
        checksum, content = super()._load_data(name)
        if sha256(content).hexdigest() != checksum:
            raise ValueError(f"{name} is not what was kept")
        return pickle.loads(content)
