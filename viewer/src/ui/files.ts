/** Handing something to the reader: as a file, or on the clipboard. */

import type { App } from "../contract.ts";
import { h } from "./dom.ts";

/** Save a Blob under a name, as the browser's settings have it. */
export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A file's name from what it holds: `graphkit-nodes.csv`. */
export function fileName(what: string, suffix: string): string {
  return `graphkit-${what}.${suffix}`;
}

/** Put a text on the clipboard and say so, or say that the browser forbids it. */
export async function copyText({ say }: App, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}`);
  } catch {
    say(copyOldStyle(text) ? `Copied ${what}` : "The browser does not let this page copy; save a file instead.");
  }
}

/** For frames and browsers that refuse the clipboard's own interface. */
function copyOldStyle(text: string): boolean {
  const box = h("textarea", { class: "hidden", "aria-hidden": "true", tabindex: -1 });
  const before = document.activeElement;
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
