/* One training step, line by line, in the code that runs: a line is chosen, and what it does stands beside it. */
LIVE.step = (place) => {
  const list = make("div", { class: "code" }), told = [];
  place.append(list);
  const explained = sentence(place, "say explained");
  let chosen = null;

  for (const { file, lines } of props.code) {
    const ol = make("ol", {});
    for (const { number, text, note } of lines) {
      const code = make("code", {}, text || " "), item = make("li", { value: number });
      if (note) {
        const button = make("button", { type: "button", "aria-pressed": "false", "data-note": note }, code);
        button.addEventListener("click", () => show(note));
        button.addEventListener("focus", () => button.matches(":focus-visible") && show(note));
        item.append(button);
        told.push(button);
      } else item.append(code);
      ol.append(item);
    }
    list.append(make("p", { class: "note file" }, file), ol);
  }

  function show(note) {
    chosen = note;
    for (const button of told) button.setAttribute("aria-pressed", button.dataset.note === note);
    explained(`learn.code.${note}`);
    const last = told.findIndex(({ dataset }) => dataset.note === note);
    next.disabled = last === told.length - 1;
  }

  const buttons = row(place);
  const next = pressable(buttons, "learn.code.next", () => show(told[told.findIndex(({ dataset }) => dataset.note === chosen) + 1].dataset.note), "main");
  pressable(buttons, "learn.again", () => show(told[0].dataset.note));
  show(told[0].dataset.note);
};
