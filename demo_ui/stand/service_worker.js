/* The service worker of a stand: a page that cannot be fetched, or not to its end, is replaced by one that waits for the
   server. Without it a stand that loads itself just when the server goes would show the browser's own error for ever. */
addEventListener("install", () => skipWaiting());
addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(whole(event.request));
});

async function whole(request) {
  try {
    const answer = await fetch(request),
      { status, headers } = answer;
    if (answer.type === "opaqueredirect") return answer;
    const bytes = await answer.arrayBuffer();
    if (status < 500) {
      const kept = new Headers(headers);
      for (const name of ["content-encoding", "content-length"]) kept.delete(name); // of what went over the wire
      return new Response(bytes, { status, headers: kept });
    }
  } catch {
    /* nobody answers */
  }
  return new Response(__WAITING__, { headers: { "content-type": "text/html; charset=utf-8" } });
}
