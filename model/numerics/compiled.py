"""How the inner loops of the model are compiled: one decorator for all of them."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import llvmlite.binding as llvm
from numba import config, njit, prange

from model.numerics.compiled_cache import kept

__all__ = ["compiled", "prange"]

Function = TypeVar("Function", bound=Callable[..., Any])


def _machine() -> str:
    """Return what the processor can do, as LLVM writes it, with vectors as wide as it has.

    LLVM keeps to half-width vectors on Intel processors, because the first with AVX-512 ran
    slower for a while after they used it. Those since Ice Lake (which know VBMI2) do not.
    """
    features = llvm.get_host_cpu_features()
    wide = ",-prefer-256-bit" if features.get("avx512vbmi2") else ""
    return str(features.flatten()) + wide


# Before anything is compiled; whoever has set it otherwise knows better.
vars(config)["CPU_FEATURES"] = vars(config)["CPU_FEATURES"] or _machine()


def compiled(**options: Any) -> Callable[[Function], Function]:
    """Compile a function on first use and keep the result for the next process.

    Division by zero gives infinity as in numpy: the check would keep a loop from becoming
    vector instructions. Options are numba's.
    """

    def compile_later(function: Function) -> Function:
        made = njit(error_model="numpy", **options)(function)
        if hasattr(made, "py_func"):  # not if numba is told to compile nothing
            made._cache = kept(made.py_func)
        return cast(Function, made)

    return compile_later
