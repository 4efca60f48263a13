/* Lesson plans: predict, observe, explain, with minutes; made to be printed. */
const { plans } = theatre.guide.chapters;

function buildPlans() {
  find(".plans").replaceChildren(...plans.map(({ id, minutes }) => {
    const name = make("span"), button = make("button", { type: "button", "data-plan": id }, name);
    theatre.put(name, "learn.plan.minutes", { minutes });
    button.addEventListener("click", () => openPlan(id, true));
    return button;
  }));
}

/* Where a step happens: a room that is there, or a chapter, and the way to it. */
function placeOf({ door, chapter }) {
  const words = make("span"), link = (state, go) => {
    const node = make("a", { class: "where", href: `?${new URLSearchParams(state)}` }, words);
    node.addEventListener("click", (event) => (event.preventDefault(), go()));
    return node;
  };
  if (door && theatre.guide.exists(door)) {
    theatre.put(words, "learn.plan.at_room", leadsTo(door));
    return link(doors[door].opens, () => theatre.guide.visit(door));
  }
  if (chapter) {
    theatre.put(words, "learn.plan.at_chapter", { name: theatre.t(`learn.title.${chapter}`) });
    return link({ room: "learn", chapter }, () => turnTo(chapter, true));
  }
  theatre.put(words, "learn.plan.at_table");
  return words;
}

function stepOf(step, i, id) {
  const kind = make("b", { class: `kind ${step.kind}` }), time = make("span", { class: "time" }), words = make("p", { class: "say" });
  theatre.put(kind, `learn.plan.kind_${step.kind}`);
  theatre.put(time, "learn.plan.minutes", { minutes: step.minutes });
  theatre.put(words, `learn.plan.${id}_${i + 1}`);
  return make("li", {}, make("div", { class: "when" }, kind, time), make("div", {}, words, make("p", { class: "note" }, placeOf(step))));
}

function openPlan(id, focus = false) {
  plan = plans.find((one) => one.id === id);
  root.dataset.page = "plan";
  find(".chapter").hidden = true;
  find(".plan").hidden = false;
  theatre.put(find(".plan .title"), "learn.plan.title", { minutes: plan.minutes });
  theatre.put(find(".aim"), `learn.plan.aim_${id}`);
  find(".steps").replaceChildren(...plan.steps.map((step, i) => stepOf(step, i, id)));
  for (const link of element.querySelectorAll(".list a")) link.removeAttribute("aria-current");
  if (focus) find(".plan .title").focus();
}

find(".print").addEventListener("click", () => window.print());
find(".plan .shut").addEventListener("click", () => {
  plan = null;
  turnTo(open, true);
});
document.addEventListener("theatre:language", () => root.dataset.page === "plan" && openPlan(plan.id));
buildPlans();
