/** What the page says: to screen readers, and for a few seconds in a corner. */

import { part } from "./dom.ts";

const SECONDS = 6;

export function makeSay(): (text: string) => void {
  const host = part("live");
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    host.textContent = text;
    host.dataset["on"] = "true";
    timer = window.setTimeout(() => delete host.dataset["on"], SECONDS * 1000);
  };
}
