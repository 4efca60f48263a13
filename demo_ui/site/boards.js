/* The Translate room's answers where there is no server: about the examples only. */
(() => {
  const boards = new Map(), FOUND = __FOUND__; // which direction the guard found for each example

  function answersAbout(ticket) {
    if (!boards.has(ticket)) boards.set(ticket, fetch(`boards/${ticket}.json`).then((answer) => answer.json()));
    return boards.get(ticket);
  }

  theatreSite.servers["photo-stage"] = {
    status: async () => (__FACTS__),
    example: async ({ name, direction }) => (await answersAbout(`${name}-${direction === "auto" ? FOUND[name] : direction}`)).board,
    without_cycle: async ({ ticket }) => (await answersAbout(ticket)).cycle,
  };
})();
