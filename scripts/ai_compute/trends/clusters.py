"""Intervals of slopes where runs of one organization may resemble each other: CR2 with Satterthwaite's degrees.

The bias-reduced sandwich of Bell and McCaffrey (2002), as Pustejovsky and Tipton (2018, 'Small-sample methods for
cluster-robust variance estimation', working model of equal independent errors) write it. With an orthonormal basis Q of
the design, the part of the hat matrix of cluster i is Q_i Q_i', so that (I - Q_i Q_i')^(-1/2) Q_i is
Q_i (I - Q_i' Q_i)^(-1/2): matrices as small as the number of coefficients, however many runs a cluster has.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SINGULAR = 1e-9
"""An eigenvalue below is taken for 0: the cluster alone determines that direction, and tells nothing of its scatter."""


def cluster_robust(design: Floats, residuals: Floats, clusters: Integers, contrast: Floats) -> tuple[float, float]:
    """Standard error of a combination of least-squares coefficients, and the degrees of freedom of its t.

    Args:
        design: shape (runs, coefficients).
        residuals: of least squares, shape (runs,).
        clusters: a number for each run's cluster, 0 to n - 1.
        contrast: the combination, shape (coefficients,).

    Returns:
        The standard error (CR2), and Satterthwaite's degrees of freedom; NaN for both if one cluster holds everything.
    """
    basis, triangle = np.linalg.qr(design)
    direction = np.linalg.solve(triangle.T, contrast)
    number, columns = int(clusters.max()) + 1, basis.shape[1]
    gram, scores = np.zeros((number, columns, columns)), np.zeros((number, columns))
    np.add.at(gram, clusters, basis[:, :, None] * basis[:, None, :])
    np.add.at(scores, clusters, basis * residuals[:, None])

    values, vectors = np.linalg.eigh(np.eye(columns) - gram)
    roots = np.zeros(values.shape)
    np.divide(1.0, np.sqrt(np.maximum(values, 0.0)), out=roots, where=values > SINGULAR)
    weights = np.einsum("gij,gj,gkj,k->gi", vectors, roots, vectors, direction)

    own = np.einsum("gi,gij,gj->g", weights, gram, weights)
    shared = np.einsum("gij,gj->gi", gram, weights)
    products = np.diag(own) - shared @ shared.T
    expected, squares = float(np.trace(products)), float((products**2).sum())
    if expected <= SINGULAR * float(own.sum()) or squares == 0:
        return float("nan"), float("nan")
    variance = float((np.einsum("gi,gi->g", scores, weights) ** 2).sum())
    return float(np.sqrt(variance)), expected**2 / squares
