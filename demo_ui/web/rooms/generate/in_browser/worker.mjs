/* The worker that answers about digits. */
import { serve } from "../../../answer/worker.mjs";
import { wake } from "../../../nets/litert.mjs";
import { answers, begin } from "./digits.mjs";

serve(async (settings) => {
  await wake(settings.runtime, false);
  await begin(settings);
}, answers);
