/* The visitor has left: the camera is shut, and the server keeps none of the photographs. */
const tickets = new Set(); // of the visitor's own

document.addEventListener("theatre:forget", ({ detail }) => {
  closeCamera();
  if (tickets.size) detail.wait(server.forget({ tickets: [...tickets] }));
});
