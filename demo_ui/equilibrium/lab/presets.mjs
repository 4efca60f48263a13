/* Games with a name each, and the settings that one starts from. How often each shows what its name says was
   measured over seeds: docs/trials/equilibrium.md. */
const BALANCED = { shape: "uneven", game: "nonsaturating", rateD: 2e-2, rateG: 2e-3, stepsD: 1, settle: 200, momentum: 0, perfect: false, hidden: [32, 32], seed: 1 };

export const PRESETS = {
  balanced: BALANCED,
  strong: { ...BALANCED, shape: "two", game: "minimax", rateD: 1e-2, rateG: 1e-5, stepsD: 5, settle: 0 },
  collapse: { ...BALANCED, shape: "grid", rateD: 1e-3, rateG: 1e-2, settle: 0, momentum: 0.5 },
  oscillation: { ...BALANCED, shape: "one", rateD: 3e-3, rateG: 1e-2, settle: 0, momentum: 0.9 },
  perfect: { ...BALANCED, rateD: 5e-3, perfect: true },
};

/** What a plane is begun with: more is to be learned there. */
export const PLANE = { rateD: 8e-3, rateG: 3e-3, momentum: 0, settle: 600 };
