"use strict";
// Straight lines as the pipeline fits them (ai_compute/trends): least squares with intervals by t and by organization
// (CR2), curvature, lines of quantiles, two slopes compared. Arrays of numbers in, plain objects out; knows of no page.
globalThis.explorer = {};
(() => {
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const mean = (values) => sum(values) / values.length;
  const dot = (one, other) => one.reduce((total, value, at) => total + value * other[at], 0);

  // Lanczos's approximation (g = 7, nine terms).
  const LANCZOS = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  function logGamma(z) {
    if (z < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z);
    const terms = LANCZOS.reduce((total, term, at) => total + (at ? term / (z - 1 + at) : term), 0);
    const base = z + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(base) - base + Math.log(terms);
  }

  // Regularized incomplete beta function by its continued fraction (Lentz 1976).
  function incompleteBeta(x, a, b) {
    if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
    if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
    const front = Math.exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
    const tiny = 1e-300;
    let [c, d] = [1, 1 / (1 - (a + b) * x / (a + 1) || tiny)];
    let fraction = d;
    for (let m = 1; m < 10_000; m += 1) {
      for (const term of [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ]) {
        d = 1 / (1 + term * d || tiny);
        c = 1 + term / c || tiny;
        fraction *= c * d;
      }
      if (Math.abs(c * d - 1) < 3e-16) break;
    }
    return front * fraction;
  }

  // The probability that t with so many degrees of freedom, which need not be whole, lies above.
  const tailOfT = (t, degrees) => 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);

  // The t that leaves (1 - level) / 2 above it.
  function tQuantile(degrees, level) {
    const wanted = (1 - level) / 2;
    let [low, high] = [0, 2];
    while (tailOfT(high, degrees) > wanted) [low, high] = [high, 2 * high];
    const logDensity = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
    let t = (low + high) / 2;
    for (let turn = 0; turn < 200; turn += 1) {
      const excess = tailOfT(t, degrees) - wanted;
      if (excess > 0) low = t; else high = t;
      const newton = t + excess / Math.exp(logDensity - (degrees + 1) / 2 * Math.log1p(t * t / degrees));
      const next = newton > low && newton < high ? newton : (low + high) / 2;
      if (Math.abs(next - t) <= 1e-15 * t) return next;
      t = next;
    }
    return t;
  }

  // An orthonormal basis of columns, and the triangle that makes the columns of it (Gram and Schmidt, twice).
  function orthonormal(columns) {
    const basis = [];
    const triangle = columns.map(() => columns.map(() => 0));
    columns.forEach((column, place) => {
      let rest = [...column];
      for (const _again of [1, 2]) {
        basis.forEach((other, at) => {
          const along = dot(rest, other);
          triangle[at][place] += along;
          rest = rest.map((value, row) => value - along * other[row]);
        });
      }
      triangle[place][place] = Math.sqrt(dot(rest, rest));
      basis.push(rest.map((value) => value / triangle[place][place]));
    });
    return { basis, triangle };
  }

  // Eigenvalues and eigenvectors (as rows) of a small symmetric matrix, by Jacobi's rotations.
  function eigen(matrix) {
    const size = matrix.length;
    const a = matrix.map((row) => [...row]);
    const vectors = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
    for (let sweep = 0; sweep < 60; sweep += 1) {
      let off = 0;
      for (let p = 0; p < size; p += 1) {
        for (let q = p + 1; q < size; q += 1) {
          off += a[p][q] ** 2;
          if (Math.abs(a[p][q]) < 1e-300) continue;
          const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
          const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
          const c = 1 / Math.sqrt(t * t + 1);
          const s = t * c;
          for (let k = 0; k < size; k += 1) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
          for (let k = 0; k < size; k += 1) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
          [vectors[p], vectors[q]] = [
            vectors[p].map((value, k) => c * value - s * vectors[q][k]),
            vectors[q].map((value, k) => s * vectors[p][k] + c * value),
          ];
        }
      }
      if (off < 1e-30) break;
    }
    return { values: a.map((row, at) => row[at]), vectors };
  }

  const SINGULAR = 1e-9;
  // Bell and McCaffrey's standard error of a coefficient and its degrees of freedom (Satterthwaite); trends/clusters.py.
  function clusterRobust(columns, residuals, clusters, coefficient) {
    const { basis, triangle } = orthonormal(columns);
    const size = columns.length;
    const direction = [];
    for (let i = 0; i < size; i += 1) {
      const before = direction.reduce((total, value, j) => total + triangle[j][i] * value, 0);
      direction.push(((i === coefficient ? 1 : 0) - before) / triangle[i][i]);
    }
    const groups = new Map();
    clusters.forEach((cluster, row) => {
      if (!groups.has(cluster)) {
        groups.set(cluster, { gram: basis.map(() => basis.map(() => 0)), score: basis.map(() => 0) });
      }
      const { gram, score } = groups.get(cluster);
      for (let i = 0; i < size; i += 1) {
        score[i] += basis[i][row] * residuals[row];
        for (let j = 0; j < size; j += 1) gram[i][j] += basis[i][row] * basis[j][row];
      }
    });
    let [variance, whole, expected, squares] = [0, 0, 0, 0];
    const products = basis.map(() => basis.map(() => 0));
    for (const { gram, score } of groups.values()) {
      const { values, vectors } = eigen(gram.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value)));
      const weights = basis.map(() => 0);
      values.forEach((value, at) => {
        if (value <= SINGULAR) return;
        const along = dot(vectors[at], direction) / Math.sqrt(value);
        for (let i = 0; i < size; i += 1) weights[i] += along * vectors[at][i];
      });
      const shared = gram.map((row) => dot(row, weights));
      const [own, length] = [dot(weights, shared), dot(shared, shared)];
      variance += dot(score, weights) ** 2;
      whole += own;
      expected += own - length;
      // The squares of all products: those off the diagonal are of shared alone, so sums of its squares do.
      squares += (own - length) ** 2 - length ** 2;
      for (let i = 0; i < size; i += 1) for (let j = 0; j < size; j += 1) products[i][j] += shared[i] * shared[j];
    }
    squares += sum(products.map((row) => dot(row, row)));
    if (expected <= SINGULAR * whole || squares === 0) return { error: NaN, degrees: NaN };
    return { error: Math.sqrt(variance), degrees: expected ** 2 / squares };
  }

  function leastSquares(columns, y) {
    const { basis, triangle } = orthonormal(columns);
    const scores = basis.map((column) => dot(column, y));
    const found = [...scores];
    for (let i = columns.length - 1; i >= 0; i -= 1) {
      for (let j = i + 1; j < columns.length; j += 1) found[i] -= triangle[i][j] * found[j];
      found[i] /= triangle[i][i];
    }
    const residuals = y.map((value, row) => value - scores.reduce((total, score, at) => total + score * basis[at][row], 0));
    return { found, residuals, triangle };
  }

  const spread = (x) => { const middle = mean(x); return x.map((value) => value - middle); };
  const different = (values) => new Set(values).size;

  // How probable so much curvature is of a straight line; trends/lines.py.
  function curvature(x, y, clusters, enough) {
    if (x.length <= 3 || different(x) < 3) return NaN;
    const centred = spread(x);
    const columns = [x.map(() => 1), centred, centred.map((value) => value * value)];
    const { found, residuals, triangle } = leastSquares(columns, y);
    const error = Math.sqrt(dot(residuals, residuals) / (x.length - 3)) / triangle[2][2];
    const tests = [{ error, degrees: x.length - 3 }];
    if (different(clusters) >= enough) tests.push(clusterRobust(columns, residuals, clusters, 2));
    const chances = tests.filter((test) => test.error > 0)
      .map((test) => 2 * tailOfT(Math.abs(found[2]) / test.error, test.degrees));
    return chances.length ? Math.max(...chances) : NaN;
  }

  // The line through points; its interval is the wider of those by t and, from `enough` organizations on, by CR2.
  function line(x, y, clusters, level, enough) {
    const middle = mean(x);
    const centred = x.map((value) => value - middle);
    const { found: [atMean, slope], residuals } = leastSquares([x.map(() => 1), centred], y);
    const [squares, sumOfSquares] = [dot(residuals, residuals), dot(centred, centred)];
    const residualSd = Math.sqrt(squares / (x.length - 2));
    const byT = tQuantile(x.length - 2, level) * residualSd / Math.sqrt(sumOfSquares);
    const reaches = [{ interval: "t", reach: byT }];
    if (different(clusters) >= enough) {
      const { error, degrees } = clusterRobust([x.map(() => 1), centred], residuals, clusters, 1);
      if (!Number.isNaN(error)) reaches.push({ interval: "CR2", reach: tQuantile(degrees, level) * error, degrees });
    }
    const told = reaches.reduce((wider, other) => (other.reach > wider.reach ? other : wider));
    const total = sum(spread(y).map((value) => value * value));
    return {
      runs: x.length, slope, intercept: atMean - slope * middle, reaches, interval: told.interval,
      slope_low: slope - told.reach, slope_high: slope + told.reach,
      r_squared: total > 0 ? 1 - squares / total : NaN, residual_sd: residualSd, mean: middle, sumOfSquares,
    };
  }

  function quantileOf(values, share) {
    const sorted = [...values].sort((a, b) => a - b);
    const place = (sorted.length - 1) * share;
    const below = Math.floor(place);
    return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
  }

  const APART = 1e-10;
  // The line that a share of points lies below (Koenker and Bassett 1978), turned about points; trends/quantile.py.
  function quantileLine(x, y, share) {
    const centred = spread(x);
    const moved = y.map((value, at) => value + APART * ((at * 0.6180339887498949) % 1));
    const { residuals } = leastSquares([x.map(() => 1), centred], moved);
    const typical = quantileOf(residuals, share);
    const near = residuals.map((value) => Math.abs(value - typical));
    let pivot = near.indexOf(Math.min(...near));
    let before = -1;
    for (let turn = 0; turn < 1000; turn += 1) {
      const others = x.map((_, at) => {
        const across = centred[at] - centred[pivot];
        return { at, across, slope: across === 0 ? Infinity : (moved[at] - moved[pivot]) / across };
      });
      others.sort((a, b) => (a.slope === b.slope ? a.at - b.at : a.slope - b.slope));
      const target = sum(others.map(({ across }) => Math.abs(across) * (across > 0 ? share : 1 - share)));
      let reached = 0;
      const partner = others.find(({ across }) => (reached += Math.abs(across)) >= target * (1 - 1e-12)).at;
      if (partner === before) {
        const slope = (moved[partner] - moved[pivot]) / (centred[partner] - centred[pivot]);
        return { runs: x.length, slope, intercept: moved[partner] - slope * x[partner] };
      }
      [before, pivot] = [pivot, partner];
    }
    return { runs: x.length, slope: NaN, intercept: NaN };
  }

  // The difference of two slopes (second - first), told as a slope is: the wider of Welch's t and, from `enough`
  // organizations on, CR2 of one regression that gives each group its own line; trends/differences.py.
  function difference(groups, level, enough) {
    const fits = groups.map(({ x, y }) => line(x, y, [], level, Infinity));
    const variances = fits.map((each) => each.residual_sd ** 2 / each.sumOfSquares);
    const degrees = fits.map((each) => each.runs - 2);
    const total = sum(variances);
    const welch = total > 0 ? total ** 2 / sum(variances.map((value, at) => value ** 2 / degrees[at])) : sum(degrees);
    const reaches = [{ interval: "t", reach: tQuantile(welch, level) * Math.sqrt(total), degrees: welch }];
    const clusters = groups.flatMap((group) => group.clusters);
    if (different(clusters) >= enough) {
      const { error, degrees: own } = clusterRobust(interaction(groups), residualsOf(groups, fits), clusters, 3);
      if (!Number.isNaN(error)) reaches.push({ interval: "CR2", reach: tQuantile(own, level) * error, degrees: own });
    }
    const told = reaches.reduce((wider, other) => (other.reach > wider.reach ? other : wider));
    const found = fits[1].slope - fits[0].slope;
    return {
      difference: found, difference_low: found - told.reach, difference_high: found + told.reach, interval: told.interval,
      organizations: different(clusters), reaches,
    };
  }

  // Columns of one regression of two groups: one, x, the second group, and x within it, whose coefficient is the difference.
  function interaction(groups) {
    const [all, middle] = [spread(groups.flatMap(({ x }) => x)), spread(groups[1].x)];
    const first = groups[0].x.length;
    return [all.map(() => 1), all, all.map((_, at) => Number(at >= first)), all.map((_, at) => (at < first ? 0 : middle[at - first]))];
  }
  const residualsOf = (groups, fits) => groups.flatMap(({ x, y }, group) => y.map((value, at) => value - fits[group].intercept - fits[group].slope * x[at]));

  explorer.statistics = { clusterRobust, curvature, difference, line, logGamma, quantileLine, tQuantile, tailOfT };
})();
