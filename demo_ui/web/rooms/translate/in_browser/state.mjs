/* What is known and set in this room now. */
export const state = {
  limits: null, // of what is taken (gan_core.pictures.limits); the long side of what is kept
  longest: 0, // of what is taken (gan_core.pictures.limits); the long side of what is kept
  index: null,
  forTrial: null, // what was painted without it last, for the trial
  made: null,
};
