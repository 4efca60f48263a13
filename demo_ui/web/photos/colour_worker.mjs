/* The worker that colours photographs. */
import { serve } from "../answer/worker.mjs";
import { wake } from "../nets/litert.mjs";
import { answers, begin } from "./colours.mjs";

serve(async (settings) => {
  await wake(settings.runtime, settings.parallel);
  await begin(settings);
}, answers);
