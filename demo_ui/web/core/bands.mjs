/* Half widths of what chance alone allows over n reals and n fakes, 95%, as gan_core/measures/equilibrium.py has them;
   `z` widens them for figures that are looked at again and again. */
const Z_95 = 1.959964;

/** @type {(n: number, z?: number) => number} of one accuracy over n images */
export const accuracyBand = (n, z = Z_95) => z * Math.sqrt(0.25 / n);
/** @type {(n: number, z?: number) => number} of the mean of two accuracies, each over n images */
export const balancedBand = (n, z = Z_95) => z * Math.sqrt(0.25 / (2 * n));
/** @type {(n: number, z?: number) => number} of AUC over n reals and n fakes */
export const aucBand = (n, z = Z_95) => z / Math.sqrt(6 * n);
