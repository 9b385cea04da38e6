/** Elements by function: texts become text nodes, never markup. */

export type Child = Node | string | number | null | undefined | false;

type Handlers = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
export interface Props {
  readonly class?: string;
  readonly on?: Handlers;
  readonly [attribute: string]: string | number | boolean | null | undefined | Handlers;
}

/** An element: `h("button", { class: "quiet", "aria-label": "Close", on: { click: close } }, "×")`. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "object" || value === undefined || value === false || value === null) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [name, handler] of Object.entries(props.on ?? {})) {
    element.addEventListener(name, handler as EventListener);
  }
  put(element, ...children);
  return element;
}

/** Append what is there to append. */
export function put(host: Element, ...children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    host.append(typeof child === "number" ? String(child) : child);
  }
}

/** Replace what a host holds. */
export function fill(host: Element, ...children: readonly Child[]): void {
  host.replaceChildren();
  put(host, ...children);
}

export function button(label: string, action: (event: MouseEvent) => void, props: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", ...props, on: { click: action, ...props.on } }, label);
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing of paths in a square of 16 units, in the colour of the text around it. */
export function drawing(name: string, paths: readonly string[], filled = false): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon ${name}`.trim());
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  for (const path of paths) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    svg.append(line);
  }
  svg.classList.toggle("filled", filled);
  return svg;
}

/** The element of the frame with this id. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no part ${id}`);
  return found;
}
