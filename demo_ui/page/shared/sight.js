/* Kept when `node` first comes into sight: a room behind another tab asks for nothing. */
const firstSeen = (node) =>
  new Promise((done) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      done();
    });
    watch.observe(node);
  });
