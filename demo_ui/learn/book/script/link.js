/* What a link to this room says: a chapter, or a plan. */
theatre.register?.("learn", {
  state: () => (root.dataset.page === "plan" ? { plan: plan.id } : { chapter: open }),
  show(state) {
    const { values, wrong } = theatre.read(state, {
      chapter: theatre.readers.oneOf(...chapters.map(({ id }) => id)),
      plan: theatre.readers.oneOf(...plans.map(({ id }) => id)),
    });
    if (values.plan) openPlan(values.plan);
    else turnTo(values.chapter ?? open);
    return wrong;
  },
});
