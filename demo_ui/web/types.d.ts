/* What the modules tell each other, for the checker alone (jsconfig.json). Names here are known everywhere. */

/** A picture row by row: 8-bit channels, or floats for masks and maps; how many, its length says. */
interface Picture<Data = Uint8Array> {
  data: Data;
  width: number;
  height: number;
}

/** What is told to a visitor, in the words of `error.<code>` (gan_core/base/errors.py). */
interface FaultTold {
  code: string;
  details: Record<string, string | number>;
}

/** A file to hand over: its name, and its content as the address of data. */
interface FileTold {
  name: string;
  url: string;
}

/**
 * An answer of the server's (demo_ui/page/plain.py) or of a worker's: what was asked for, or a fault; without either where
 * the same session has asked for something newer.
 */
type Answer<Told = Record<string, any>> = Told & { fault?: FaultTold; notMine?: boolean };

/**
 * The functions of a part that the server answers: plain JSON in and out; those that it lacks are not there. A room's
 * state.mjs declares its `Props` and its `Answers`, and tests/app/test_declared.py holds what Python sends against them.
 */
type Server<Answers = Record<string, any>> = {
  [Name in keyof Answers]: (asked?: any) => Promise<Answer<Answers[Name]>>;
};

/** What the page's own answers begin with; `index` where nobody else tells it (demo_ui/page/addresses.py). */
interface OwnAnswers {
  runtime: string;
  networks: string;
  index?: string;
}

/** What is taken of a picture: kinds, bytes, pixels in all and of kinds read whole, the least side. */
interface PictureLimits {
  accept: string;
  bytes: number;
  pixels: number;
  whole: number;
  side: number;
}

/** What Gradio, or the static edition, gives a part. */
interface Given<Props = any, Answers = Record<string, any>> {
  element: HTMLElement;
  props: Props;
  server: Server<Answers>;
}

/** The same, for the modules of a part (core/context.mjs). */
interface Context<Props = any, Answers = Record<string, any>> extends Given<Props, Answers> {
  /** the template's outermost element */
  root: HTMLElement;
  /** an element of the template */
  find(selector: string): any;
}

/** What a sentence needs to be told: its key in the locales and its values. */
type Values = Record<string, unknown>;

/** What a room tells of itself for links: names, with strings or numbers; null and undefined stay away. */
type LinkState = Record<string, string | number | null | undefined>;

interface Room {
  state(): LinkState;
  /** Returns the names that it could make nothing of. */
  show(state: Record<string, string>): string[] | void | null | Promise<string[] | void | null>;
  /** The key of a sentence on what a link cannot carry now. */
  missing?(): string | null;
  /** What a frame around the page has to allow the room. */
  allow?(): string[];
}

/** What a room shows by itself while nobody is there; `hold` leaves it as it is when somebody comes. */
interface Act {
  begin(): void;
  end(): void;
  hold?(): void;
}

/** demo_ui/page/chapters.json, which demo_ui/page/chapters.py describes. */
interface Door {
  opens: { room: string } & Record<string, string | number>;
  lights: string;
  gesture: { event: string; on: string };
  shows?: string;
  acts?: { press?: string; once?: boolean; sweep?: string; slide?: string; by?: "room" };
}
interface Chapters {
  doors: Record<string, Door>;
  chapters: { id: string; doors: string[]; paragraphs: number; sources: string[] }[];
  sources: Record<string, string>;
  first: string;
  tour: { seconds: number; stops: { door: string; share: number }[] };
  plans: any[];
}

/** demo_ui/stand/choice.js */
interface Stand {
  kiosk: boolean;
  idle: number;
  rooms: string[];
  lang: string | null;
  server: boolean;
  boot: string | null;
  unknown?: { name: string; known: string };
  keypad?: Record<string, unknown>;
}

/** LiteRT.js, as far as nets/litert.mjs uses it. */
interface LiteTensor {
  data(): Promise<Float32Array>;
  delete(): void;
}
interface Network {
  run(inputs: LiteTensor[]): Promise<LiteTensor[]>;
  isFullyAccelerated: boolean;
  options: { accelerator: string };
}

interface Window {
  theatre: typeof import("./core/theatre.mjs");
  theatreStand?: Stand;
}

/** Of workers alone; the checker knows pages. */
declare class FileReaderSync {
  readAsDataURL(blob: Blob): string;
}
