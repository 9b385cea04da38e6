/** Addresses: links for what is safe to open, plain text for all else. */

import { h } from "./dom.ts";

const SAFE = new Set(["http:", "https:", "mailto:"]);

/** The address if a browser may open it; null for javascript:, data:, file: and what is no address. */
export function safeAddress(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  return SAFE.has(new URL(url).protocol) ? url : null;
}

/** A link in a new tab that tells the other side nothing; text if the address is not safe. */
export function link(url: string | null, text: string, name = ""): HTMLElement {
  const address = safeAddress(url);
  if (address === null) return h("span", { class: name }, text);
  const attributes = { target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" };
  return h("a", { class: name, href: address, ...attributes }, text);
}
