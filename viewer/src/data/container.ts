/** Containers: the header and the columns of a block. */

import { damaged } from "./blocks.ts";

export type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

interface Column {
  readonly type: string;
  readonly count: number;
  readonly at: number;
  readonly size: number;
}

export interface Container {
  readonly name: string;
  readonly meta: unknown;
  readonly columns: Readonly<Record<string, Column>>;
  readonly data: Uint8Array;
}

const WIDTHS: Readonly<Record<string, number>> = { u8: 1, bytes: 1, u16: 2, u32: 4, i32: 4, f32: 4 };

export function openContainer(name: string, bytes: Uint8Array): Container {
  if (bytes.length < 4) throw damaged(name, "is damaged");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = parsed(name, bytes.subarray(4, 4 + length));
  return { name, ...header, data: bytes.subarray(Math.ceil((4 + length) / 8) * 8) };
}

function parsed(name: string, bytes: Uint8Array): Pick<Container, "meta" | "columns"> {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw damaged(name, "is damaged");
  }
}

/** The bytes of a column as they lie in the block. */
export function bytesOf(container: Container, name: string): Uint8Array {
  const column = Object.hasOwn(container.columns, name) ? container.columns[name] : undefined;
  const width = column && WIDTHS[column.type];
  if (!column || !width || column.count * width !== column.size || column.at + column.size > container.data.length)
    throw damaged(container.name, "is damaged");
  return container.data.subarray(column.at, column.at + column.size);
}

/** A column as a typed array of its own. */
export function numbers(container: Container, name: string): Numbers {
  const bytes = bytesOf(container, name);
  const { type, count } = container.columns[name]!;
  const joined = joinPlanes(bytes, count);
  if (type === "u16") return new Uint16Array(joined);
  if (type === "u32") return new Uint32Array(joined);
  if (type === "i32") return new Int32Array(joined);
  if (type === "f32") return new Float32Array(joined);
  return new Uint8Array(joined);
}

/** Byte planes, all lowest bytes first → values. Typed arrays are little-endian wherever browsers run. */
function joinPlanes(bytes: Uint8Array, count: number): ArrayBuffer {
  const width = count ? bytes.length / count : 1;
  const values = new Uint8Array(bytes.length);
  for (let plane = 0; plane < width; plane++) {
    const from = plane * count;
    for (let row = 0, to = plane; row < count; row++, to += width) values[to] = bytes[from + row]!;
  }
  return values.buffer;
}
