/* What the room shows by itself while nobody is there: the question, over one picture after the other. Nobody answers. */
const ACT_PACE = 2500; // ms for each picture
let actRuns = 0;

theatre.acts.play = {
  begin() {
    let next = 0;
    clearInterval(actRuns);
    actRuns = setInterval(() => round && !said.length && showPicture(round, (next += 1) % round.count), ACT_PACE);
  },
  end() {
    clearInterval(actRuns);
    if (facts) choose({}); // those pictures were seen
  },
};
