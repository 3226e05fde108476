"""Functions of one number in single precision, made of sums and products only.

The compiler turns a loop over them into vector instructions. Functions of the system's library
must be called one number at a time.
"""

from typing import Any

import numpy as np

from model.numerics.compiled import compiled

ONE = np.float32(1.0)
HALF = np.float32(0.5)

MANTISSA_BITS = np.int32(23)
"""Bits of a number that say which it is between two powers of two; the exponent is above them."""

ROOT_OF_HALF = np.int32(0x3F3504F3)
"""The bits of the square root of a half."""


@compiled(inlined=True)
def logistic(x: Any) -> Any:
    """Return 1 / (1 + exp(-x)), error below 1e-6.

    exp(-x) = 2^n 2^f with |f| <= 0.5; 2^f by its Taylor series, 2^n by its bit pattern.
    """
    y = -x * np.float32(1.4426950408889634)
    y = min(max(y, np.float32(-100.0)), np.float32(100.0))
    # Truncation rounds a positive number down: a call to floor would keep the loop scalar.
    n = np.int32(np.int32(y + np.float32(128.5)) - np.int32(128))
    f = (y - np.float32(n)) * np.float32(0.6931471805599453)
    p = np.float32(1 / 720)
    p = p * f + np.float32(1 / 120)
    p = p * f + np.float32(1 / 24)
    p = p * f + np.float32(1 / 6)
    p = p * f + HALF
    p = p * f + ONE
    p = p * f + ONE
    power = np.int32(np.int32(n + np.int32(127)) << MANTISSA_BITS).view(np.float32)
    return ONE / (ONE + p * power)


@compiled(inlined=True)
def logarithm(x: Any) -> Any:
    """Return the natural logarithm of a positive number, relative error below 2e-7.

    x = 2^n (1 + f) with 1 + f between the roots of a half and of two; log(1 + f) by the polynomial
    of Moshier's Cephes library (1989), `logf`.
    """
    bits = np.float32(x).view(np.int32)
    n = np.int32(np.int32(bits - ROOT_OF_HALF) >> MANTISSA_BITS)
    f = np.int32(bits - np.int32(n << MANTISSA_BITS)).view(np.float32) - ONE
    p = np.float32(7.0376836292e-2)
    p = p * f + np.float32(-1.1514610310e-1)
    p = p * f + np.float32(1.1676998740e-1)
    p = p * f + np.float32(-1.2420140846e-1)
    p = p * f + np.float32(1.4249322787e-1)
    p = p * f + np.float32(-1.6668057665e-1)
    p = p * f + np.float32(2.0000714765e-1)
    p = p * f + np.float32(-2.4999993993e-1)
    p = p * f + np.float32(3.3333331174e-1)
    square, whole = f * f, np.float32(n)
    # The logarithm of two in two parts, of which the first is exact times any n.
    small = f * square * p + whole * np.float32(-2.12194440e-4) - HALF * square
    return f + small + whole * np.float32(0.693359375)
