/** Keys of the page: each part says which it knows and what for; the help sheet lists them. */

export interface Key {
  /** As `KeyboardEvent.key` has it, with `Shift+` before where it matters. */
  readonly keys: readonly string[];
  readonly group: string;
  readonly says: string;
  /** Returns false if the key means nothing to it now; then the next one with this key is asked. */
  readonly action: (event: KeyboardEvent) => void | boolean;
}

const known: Key[] = [];
const STORED = "graphkit-characters";
let characters = stored();

/** `addKey(["t"], "Views", "Table of nodes", show)`. Keys work wherever no text is typed. */
export function addKey(keys: readonly string[], group: string, says: string, action: Key["action"]): void {
  known.push({ keys, group, says, action });
}

export function allKeys(): readonly Key[] {
  return known;
}

/** Whether keys that are one character work: who speaks to the computer may want them off (WCAG 2.1.4). */
export function charactersWork(): boolean {
  return characters;
}

/** Switch them on or off, here and on the next visit where the browser keeps such things. */
export function letCharactersWork(work: boolean): void {
  characters = work;
  try {
    localStorage.setItem(STORED, work ? "on" : "off");
  } catch {
    // A sandboxed page keeps nothing.
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (!characters && event.key.length === 1 && event.key !== " ") return;
    const name = nameOf(event);
    const done = known.some((each) => each.keys.includes(name) && each.action(event) !== false);
    if (done) event.preventDefault();
  });
}

function nameOf({ key, shiftKey }: KeyboardEvent): string {
  const letter = /^\p{L}$/u.test(key);
  if (shiftKey && (letter || key.length > 1)) return `Shift+${letter ? key.toUpperCase() : key}`;
  return letter ? key.toLowerCase() : key;
}

/** Whether a key belongs to what has the focus. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog")) return true;
  if (target.closest("[role=listbox], [role=grid], [role=slider], [data-own-keys]")) return key !== "Escape";
  if (target instanceof HTMLInputElement && ["checkbox", "radio", "button"].includes(target.type)) return key === " ";
  if (target.closest("input, textarea, select, [contenteditable]")) return true;
  return target.closest("button, a, summary") !== null && (key === "Enter" || key === " ");
}
