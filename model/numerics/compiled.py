"""How the inner loops of the model are compiled: one decorator for all of them."""

import gc
import os
import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar, cast

import llvmlite.binding as llvm
from llvmlite import ir
from numba import config, njit, prange, types
from numba.core import event
from numba.extending import intrinsic, overload

from model.numerics.compiled_cache import kept
from model.numerics.threads import threads

__all__ = ["announce_compiling", "compiled", "fetch_soon", "filled", "prange"]

Function = TypeVar("Function", bound=Callable[..., Any])
Table = TypeVar("Table")


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

# LLVM's least level of optimization makes vector instructions as well: loops run as fast as at
# its highest (measured), and are compiled in four fifths of the time.
if "NUMBA_OPT" not in os.environ:
    vars(config)["OPT"] = type(vars(config)["OPT"])(1)

# Before the threads start: those that wait sleep. If they spin instead, a busy machine lets
# each of them wait for the others, and a short loop takes a hundred times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


class _Uncollected(event.Listener):
    """Leaves Python's search for garbage until a function is compiled: a seventh of the time."""

    def __init__(self) -> None:
        self._before: list[bool] = []

    def on_start(self, event: Any) -> None:
        """Remember whether Python searched: functions are compiled inside of others."""
        self._before.append(gc.isenabled())
        gc.disable()

    def on_end(self, event: Any) -> None:
        """Search again, unless somebody else has forbidden it."""
        if self._before.pop():
            gc.enable()


_during_compilation: Any = event.register
_during_compilation("numba:compile", _Uncollected())


ALWAYS: dict[str, Any] = {"error_model": "numpy", "no_cfunc_wrapper": True}
"""Options of numba: division by zero gives infinity as in numpy (the check would keep a loop from
becoming vector instructions); nothing is called from C."""


SEVERAL = "_on_several_threads"
"""How the name of a loop for several threads ends."""


def compiled(
    *, parallel: bool = False, inner: bool = False, inlined: bool = False, **options: Any
) -> Callable[[Function], Function]:
    """Compile a function on first use and keep the result for the next process.

    With `parallel` its `prange` is shared out over `threads()`. An `inner` function is called
    by compiled ones only, which saves the door for Python, and makes no arrays, which saves
    counting who holds one: its caller does. One that is `inlined` becomes part of the function
    that calls it: best where that is one only, for each function is optimized again in every one
    that calls it. Other options are numba's.
    """
    options = {**ALWAYS, **options, "no_cpython_wrapper": inner or inlined, "_nrt": not inner}
    if inlined:
        options["inline"] = _safe_to_inline

    def decorate(function: Function) -> Function:
        if parallel:
            return _shared_out(function, options)
        return cast(Function, _made(function, options))

    return decorate


def filled(loop: Callable[..., None], out: Table, *given: Any) -> Table:
    """Return an array after a compiled loop has written into it.

    A loop that makes and returns its own array takes longer to compile, and to call.
    """
    loop(out, *given)
    return out


def fetch_soon(column: Any, row: Any) -> None:
    """Ask the processor to fetch a row of a column while it goes on: it will be read soon.

    For reads here and there in a column larger than the caches, which would otherwise wait for
    each other.
    """


@overload(fetch_soon, inline="always")
def _compiled_fetch_soon(column: Any, row: Any) -> Any:
    def ask(column: Any, row: Any) -> None:
        _prefetch(column, row)  # type: ignore[call-arg]  # numba adds the first

    return ask


@intrinsic
def _prefetch(_typing: Any, column: Any, row: Any) -> Any:
    def code(context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        array = context.make_array(column)(context, builder, given[0])
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        address = builder.bitcast(builder.gep(array.data, [given[1]]), byte)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        # To read, into the nearest cache, data rather than instructions.
        builder.call(prefetch, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(column, row), code


def _safe_to_inline(call: Any, caller: Any, callee: Any) -> bool:
    """Return whether a function may become part of its caller, as numba asks.

    Never of a loop for several threads, where numba drops writes to the field of a tuple.
    """
    return not caller.func_id.func_name.endswith(SEVERAL)


def _made(function: Any, options: dict[str, Any]) -> Any:
    """Return the compiled function, which keeps its machine code for the next process."""
    made: Any = njit(**options)(function)
    if hasattr(made, "py_func"):  # not if numba is told to compile nothing
        made._cache = kept(made.py_func)
    return made


def _shared_out(function: Function, options: dict[str, Any]) -> Function:
    """Compile a loop twice, each on first use: for one thread, and for several.

    The loop for several takes twice as long to compile, and most runs never need it.
    """
    alone = _made(function, options)
    several = _made(_renamed(function, SEVERAL), {**options, "parallel": True})

    @wraps(function)
    def choose(*given: Any) -> Any:
        return (alone if threads() == 1 else several)(*given)

    return cast(Function, choose)


def _renamed(function: Any, ending: str) -> Any:
    """Return a copy of a function under another name, by which numba keeps what it compiled."""
    code, name = function.__code__, function.__name__ + ending
    copy = FunctionType(code.replace(co_name=name), function.__globals__, name)
    copy.__qualname__, copy.__module__ = name, function.__module__
    return copy


class _Announcer(event.Listener):
    """Says on standard error, once, that something is being compiled."""

    def __init__(self) -> None:
        self.silent = False

    def on_start(self, event: Any) -> None:
        """Say it when the first function is compiled; what was kept is not compiled."""
        if not self.silent:
            print(COMPILING, file=sys.stderr, flush=True)
        self.silent = True

    def on_end(self, event: Any) -> None:
        """Say nothing: the results follow."""


COMPILING = (
    "Compiling the model's loops for this machine, which takes about ten seconds; "
    "the next run starts at once."
)


def announce_compiling() -> None:
    """From now on tell a terminal when compiling begins, which is slow and else silent."""
    if not sys.stderr.isatty():
        return
    _during_compilation("numba:compile", _Announcer())
