/** Reads the page's data and puts its parts together, or says why that is not possible. */

import { DataError, openPage } from "./data/index.ts";

async function start(): Promise<void> {
  const { graph } = await openPage(document);
  say(`${graph.nodeCount} nodes, ${graph.edgeCount} links`);
}

function say(text: string): void {
  const line = document.createElement("p");
  line.className = "message";
  line.textContent = text;
  document.body.prepend(line);
}

function fail(error: unknown): void {
  say(error instanceof DataError ? error.message : `This page cannot be shown: ${String(error)}`);
}

function run(): void {
  start().catch(fail);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
else run();
