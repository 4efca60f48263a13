/**
 * The Translate room's answers where there is no server: about the examples only. They were worked out when the site was
 * built: boards.json holds what is known of the networks and which direction the guard found for each example.
 * @type {Map<string, Promise<any>>} by address
 */
const answers = new Map();

/** @param {string} address */
function fetched(address) {
  if (!answers.has(address))
    answers.set(
      address,
      fetch(address).then((answer) => answer.json()),
    );
  return answers.get(address);
}

/** @param {string} ticket */
const answersAbout = (ticket) => fetched(`boards/${ticket}.json`);

/** @type {Server} */
export const boards = {
  status: async () => (await fetched("boards.json")).facts,
  async example({ name, direction }) {
    const { found } = await fetched("boards.json");
    return (await answersAbout(`${name}-${direction === "auto" ? found[name] : direction}`)).board;
  },
  without_cycle: async ({ ticket }) => (await answersAbout(ticket)).cycle,
};
