/**
 * AUC: P(score of a real > score of a fake), ties counted half, as gan_core/measures/equilibrium.py has it.
 * @param {ArrayLike<number>} reals
 * @param {ArrayLike<number>} fakes
 */
export function auc(reals, fakes) {
  const real = Float64Array.from(reals).sort(),
    fake = Float64Array.from(fakes).sort();
  let below = 0,
    upTo = 0,
    sum = 0;
  for (const score of real) {
    while (below < fake.length && fake[below] < score) below += 1;
    while (upTo < fake.length && fake[upTo] <= score) upTo += 1;
    sum += below + upTo;
  }
  return sum / (2 * real.length * fake.length);
}
